"""Deriving stored decisions again: as fast as they are decided from lines, however many there are."""

from __future__ import annotations

import os
from datetime import UTC, datetime
from pathlib import Path
from time import perf_counter
from typing import Final

import pytest
from django.db import connection

from compensation.models import Decision
from compensation.replaying import Difference, replay
from compensation.settlement import settle
from foundation.trail.actor import Actor
from tests.bench.campaign import fill, kumamoto

COUPONS: Final = int(os.environ.get("BENCH_COUPONS", "100000"))
LEAST: Final = 10_000
GROWTH_MB: Final = 40
AS_OF: Final = datetime(2023, 3, 31, 15, tzinfo=UTC)


@pytest.mark.bench
@pytest.mark.django_db(transaction=True)
def test_ten_thousand_decisions_a_second() -> None:
    if connection.vendor != "postgresql":
        pytest.skip("campaigns of this size are PostgreSQL's")
    fill(kumamoto().programme, COUPONS)
    settle("kumamoto", AS_OF, by=Actor.system("bench"))
    sizes, found = list[int](), list[Difference]()
    begun = perf_counter()
    done = replay(tell=found.append, progress=lambda _: sizes.append(_resident()))
    speed = done.decisions / (perf_counter() - begun)
    growth = sizes[-1] - sizes[len(sizes) // 5]
    print(f"\nreplay, {done.decisions:,} decisions: {speed:,.0f}/s; memory grew by {growth} MB after the first fifth")
    assert (done.decisions, found) == (Decision.objects.count(), [])
    assert (speed >= LEAST, growth <= GROWTH_MB) == (True, True)


def _resident() -> int:
    """This process's memory, in MB."""
    return int(Path("/proc/self/statm").read_text().split()[1]) * os.sysconf("SC_PAGE_SIZE") // 2**20
