"""Points in one tab and a transfer in the other, at the same moment: the payout is taken once."""

from __future__ import annotations

from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from threading import Barrier

import pytest
from django.db import connection

from compensation import collection
from compensation.gifts.models import GiftCode
from compensation.models import Payout
from compensation.transfers.models import TransferRequest
from compensation.transfers.moves import TransferError
from compensation.transfers.requests import Wanted, ask_for_payout
from tests.compensation.transfers.conftest import Opened
from tests.factories.gifts import stocked
from tests.factories.transfers import HOLDER, wanted
from tests.harness.needs import needs_postgresql

pytestmark = [pytest.mark.django_db(transaction=True), needs_postgresql]


def pressed(*presses: Callable[[], object]) -> None:
    """Press all of them at the same moment."""
    together = Barrier(len(presses))

    def press(act: Callable[[], object]) -> None:
        try:
            together.wait(timeout=10)
            act()
        except (TransferError, collection.CollectionError):
            pass
        finally:
            connection.close()

    with ThreadPoolExecutor(len(presses)) as pool:
        list(pool.map(press, presses))


def ask(payout: Payout, request: Wanted) -> Callable[[], object]:
    return lambda: ask_for_payout(payout, request, by=HOLDER)


def test_points_and_a_transfer_at_once_are_one_of_the_two(opened: Opened) -> None:
    stocked("amazon", 2000)
    payout, request = opened(), wanted()
    pressed(ask(payout, request), lambda: collection.collect(payout, "amazon", by=HOLDER))
    codes, requests = GiftCode.objects.filter(payout=payout).count(), TransferRequest.objects.count()
    assert codes + requests == 1


def test_two_presses_are_one_request(opened: Opened) -> None:
    payout, request = opened(), wanted()
    pressed(*[ask(payout, request)] * 4)
    assert TransferRequest.objects.count() == 1
