"""Two supervisors who put a balance back at the same moment, and a press whose transaction dies half way."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor
from threading import Barrier

import pytest
import time_machine
from django.db import connection, transaction

from claims.enquiry_ending import put_back
from claims.models import Claim
from compensation.models import LedgerEntry, Restoration
from notifications.models import Message
from tests.factories.enquiries import (
    IN_TIME,
    SUPERVISOR,
    answered,
    called,
    docked,
    examined,
    hours_set,
    loaded,
    told_in_claim,
)

PRESSES = 4
pytestmark = [
    pytest.mark.django_db(transaction=True),
    pytest.mark.skipif(connection.vendor == "sqlite", reason="one writer at a time: nothing arrives at once"),
]


def granted() -> Claim:
    loaded()
    hours_set()
    claim = called(docked())
    answered(told_in_claim(claim))
    examined()
    return claim


@transaction.atomic
def _put_back_and_break_off(claim: Claim) -> None:
    put_back(claim, by=SUPERVISOR)
    raise ConnectionError


def booked() -> tuple[int, int, int]:
    restored = LedgerEntry.objects.filter(kind="restoration")
    return Restoration.objects.count(), restored.count(), Message.objects.filter(purpose="enquiry_news").count()


def test_presses_at_the_same_moment_book_once(clock: time_machine.Traveller) -> None:
    clock.move_to(IN_TIME)
    claim, together = granted(), Barrier(PRESSES)

    def press(_: int) -> bool:
        try:
            together.wait(timeout=10)
            return put_back(Claim.objects.get(pk=claim.pk), by=SUPERVISOR)
        finally:
            connection.close()

    with ThreadPoolExecutor(PRESSES) as presses:
        assert sorted(presses.map(press, range(PRESSES))) == [False] * (PRESSES - 1) + [True]
    assert booked() == (1, 1, 1)


def test_what_dies_half_way_is_done_whole_by_the_next_press(clock: time_machine.Traveller) -> None:
    clock.move_to(IN_TIME)
    claim = granted()
    with pytest.raises(ConnectionError):
        _put_back_and_break_off(claim)
    assert (booked(), Claim.objects.get(pk=claim.pk).state) == ((0, 0, 0), "decided")
    assert (put_back(claim, by=SUPERVISOR), booked()) == (True, (1, 1, 1))
