"""The dispatcher against carriers of the test's own: the window, the end, a database that goes away."""

from __future__ import annotations

import asyncio
from collections import Counter
from dataclasses import replace
from pathlib import Path
from typing import Any
from uuid import UUID

import pytest
from django.db import OperationalError, connection
from pytest_django.fixtures import Settings

from foundation.trail import clock
from notifications import leases
from notifications.channels.contract import Answer, Capabilities, Found, Parcel, Presence, Result
from notifications.channels.file import FileCarrier
from notifications.dispatch import Dispatcher
from notifications.models import Message
from notifications.pace import Pace
from notifications.providers import Ways
from tests.factories.notifications import ready

pytestmark = pytest.mark.django_db(transaction=True)

PACE = Pace(window=10, batch=20, group=4, idle=0.02)


class Counting:
    """Accepts everything after a moment, and remembers how many it held at once."""

    name = "counting"
    capabilities = Capabilities()

    def __init__(self) -> None:
        self.taken: Counter[UUID] = Counter()
        self.held = self.most = 0
        self.is_open = False
        self.first = asyncio.Event()

    async def open(self) -> None:
        self.is_open = True

    async def close(self) -> None:
        self.is_open = False

    async def send(self, parcel: Parcel) -> Answer:
        self.held += 1
        self.most = max(self.most, self.held)
        await asyncio.sleep(0.02)
        self.held -= 1
        self.taken[parcel.reference] += 1
        self.first.set()
        return Answer(Result.ACCEPTED, "theirs")

    async def look_up(self, reference: UUID) -> Found:
        return Found(Presence.UNCLEAR)


def run(carrier: Counting, pace: Pace = PACE) -> Counter[str]:
    return asyncio.run(Dispatcher({"sms": (carrier,)}, pace).run(until_empty=True))


def states() -> Counter[str]:
    return Counter(Message.objects.values_list("state", flat=True))


def test_everything_due_goes_once_and_the_window_holds() -> None:
    carrier = Counting()
    ready(50)
    assert run(carrier) == {"accepted": 50, "superseded": 0}
    assert (states(), set(carrier.taken.values())) == ({"accepted": 50}, {1})
    assert PACE.group < carrier.most <= PACE.window
    assert not carrier.is_open


@pytest.mark.parametrize("window", [1, 3])
def test_a_window_smaller_than_a_group_sends_as_well(window: int) -> None:
    carrier = Counting()
    ready(7)
    run(carrier, replace(PACE, window=window))
    assert (states(), carrier.most) == ({"accepted": 7}, window)


def test_nothing_due_ends_at_once() -> None:
    assert run(Counting()) == {}


def test_told_to_stop_it_ends_what_is_under_way_and_gives_the_rest_back() -> None:
    carrier = Counting()
    ready(40)

    async def stopped() -> None:
        dispatcher = Dispatcher({"sms": (carrier,)}, PACE)
        working = asyncio.create_task(dispatcher.run(until_empty=False))
        await carrier.first.wait()
        dispatcher.stop()
        await working

    asyncio.run(stopped())
    assert states() == {"accepted": carrier.taken.total(), "ready": 40 - carrier.taken.total()}
    assert 0 < carrier.taken.total() < 40


def test_after_its_seconds_it_ends() -> None:
    asyncio.run(Dispatcher({"sms": (Counting(),)}, PACE).run(until_empty=False, seconds=0.1))


def test_two_dispatchers_send_each_once() -> None:
    if connection.vendor != "postgresql":
        pytest.skip("the embedded database knows one worker only")
    one, other = Counting(), Counting()
    ready(60)

    async def both() -> None:
        await asyncio.gather(*(Dispatcher({"sms": (c,)}, PACE).run(until_empty=True) for c in (one, other)))

    asyncio.run(both())
    assert states() == {"accepted": 60}
    assert set((one.taken + other.taken).values()) == {1}


def test_an_outcome_is_written_when_the_database_is_back(monkeypatch: pytest.MonkeyPatch) -> None:
    carrier, record, refusals = Counting(), leases.record, iter([True, True])

    def away(outcomes: list[leases.Outcome], **given: Any) -> int:
        if next(refusals, False):
            raise OperationalError("away")
        return record(outcomes, **given)

    monkeypatch.setattr(leases, "record", away)
    ready(3)
    run(carrier)
    assert (states(), set(carrier.taken.values())) == ({"accepted": 3}, {1})


def test_what_perhaps_was_written_ahead_is_not_sent(monkeypatch: pytest.MonkeyPatch) -> None:
    """The connection broke at the commit: whether it stands is not known, so no byte leaves."""
    carrier, ahead, refusals = Counting(), leases.write_ahead, iter([True])

    def broken(claims: list[leases.Claim], ways: Ways, **given: Any) -> leases.Ahead:
        written = ahead(claims, ways, **given)
        if next(refusals, False):
            raise OperationalError("broken")
        return written

    monkeypatch.setattr(leases, "write_ahead", broken)
    ready(4)
    run(carrier)
    assert (states(), carrier.taken.total()) == ({"sending": 4}, 0)


class Breaking(Counting):
    """Breaks its contract at the third message: it raises instead of answering."""

    async def send(self, parcel: Parcel) -> Answer:
        if sum(self.taken.values()) == 2:
            self.taken[parcel.reference] += 1
            raise RuntimeError("not in the contract")
        return await super().send(parcel)


def test_a_carrier_that_raises_makes_one_unknown_and_stops_nothing(caplog: pytest.LogCaptureFixture) -> None:
    ready(5)
    assert run(Breaking(), replace(PACE, window=1)) == {"accepted": 4, "unknown": 1, "superseded": 0}
    assert states() == {"accepted": 4, "unknown": 1}
    assert [record.getMessage() for record in caplog.records] == ["carrier counting broke its contract"]


def test_demonstration_mode_sends_with_the_portals_time_not_yet_read(settings: Settings, tmp_path: Path) -> None:
    settings.DEMO = True
    ready(1)
    clock.forget()
    carrier = FileCarrier(tmp_path)
    tally = asyncio.run(Dispatcher({"sms": (carrier,)}, PACE).run(until_empty=True))
    assert (tally["accepted"], len(list(tmp_path.iterdir()))) == (1, 1)
