"""Banks, a still clock before the deadline of the special site, and a payout that its holder has opened."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from datetime import date

import pytest
import time_machine
from django.db.models import F

from compensation.models import Entitlement, Payout
from compensation.states import PayoutState
from tests.factories.collection import collectable
from tests.factories.compensation import jst
from tests.factories.transfers import banks

Opened = Callable[..., Payout]


@pytest.fixture(autouse=True)
def clock() -> Iterator[time_machine.Traveller]:
    with time_machine.travel(jst(2023, 4, 10, 12), tick=False) as traveller:
        yield traveller


@pytest.fixture
def opened(db: None) -> Opened:
    """A payout whose holder answered the question."""
    banks()

    def make(
        key: str = "kumamoto-3", *, state: str = PayoutState.OPENED, collect_by: date | None = date(2023, 5, 31)
    ) -> Payout:
        payout = collectable(key, state=state, collect_by=collect_by).payout
        Entitlement.objects.filter(payout_lines__payout=payout).update(committed=F("owed"))
        return payout

    return make
