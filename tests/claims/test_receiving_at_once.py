"""Two presses that arrive at the same moment, each in a process of its own."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor
from threading import Barrier

import pytest
from django.db import connection

from claims.models import Claim, ClaimTransition
from compensation.bulletin_loading import load_bulletins
from foundation.trail.actor import Actor
from notifications.models import Message
from tests.factories.claims import confirm, draft

PRESSES = 4


@pytest.mark.django_db(transaction=True)
@pytest.mark.skipif(connection.vendor == "sqlite", reason="one writer at a time: nothing arrives at once")
def test_presses_at_the_same_moment_are_one_claim() -> None:
    load_bulletins(by=Actor.system("tests"))
    claim, together = draft(), Barrier(PRESSES)

    def press(_: int) -> str | None:
        try:
            together.wait(timeout=10)
            return confirm(Claim.objects.get(pk=claim.pk)).number
        finally:
            connection.close()

    with ThreadPoolExecutor(PRESSES) as presses:
        numbers = set(presses.map(press, range(PRESSES)))
    assert len(numbers) == 1
    assert (ClaimTransition.objects.count(), Message.objects.count()) == (1, 1)
