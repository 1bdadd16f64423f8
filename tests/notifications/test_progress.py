"""How far a mailing has come, and about how long it will take."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pytest
import time_machine

from foundation.trail.actor import Actor
from notifications import mailings
from notifications.channels.contract import Answer, Result
from notifications.leases import Outcome, claim, record, write_ahead
from notifications.models import Mailing, Message
from notifications.progress import Trouble, progress_of, ramp_minutes
from notifications.providers import Way, enrol
from tests.factories.notifications import mailing, new_message, planned

HANAKO = Actor("staff", "hanako", "花子")
JIRO = Actor("staff", "jiro", "次郎")
AT_NOON = datetime(2031, 4, 5, 3, tzinfo=UTC)


@pytest.mark.parametrize(
    ("number", "rate", "minutes"), [(1, 200, 1), (200, 200, 1), (1_000, 200, 5), (3_000, 200, 10), (3_400, 200, 11)]
)
def test_how_long_a_ramp_takes(number: int, rate: int, minutes: int) -> None:
    assert ramp_minutes(number, rate, each=5) == minutes


def released(number: int) -> Mailing:
    sending = mailing(planned_on=None)
    planned([new_message(mailing_id=sending.pk) for _ in range(number)])
    mailings.prepare(sending, by=HANAKO)
    mailings.release(sending, by=JIRO)
    sending.refresh_from_db()
    return sending


def answered(number: int, answer: Answer) -> None:
    claims = claim(number, ["sms"], seconds=60)
    by_id = {each.message_id: each for each in claims}
    enrol(["stub"])
    parcels = write_ahead(claims, {"sms": (Way("stub"),)}, seconds=60, call=10).parcels
    record([Outcome(by_id[parcel.message_id], parcel, answer) for parcel in parcels], settle=0)


@pytest.mark.django_db
def test_counts_rate_reasons_and_time_left() -> None:
    with time_machine.travel(AT_NOON, tick=False) as clock:
        sending = released(40)
        answered(10, Answer(Result.ACCEPTED))
        answered(5, Answer(Result.REJECTED, detail="no such number"))
        answered(5, Answer(Result.UNKNOWN))
        Message.objects.filter(pk=Message.objects.latest("pk").pk).update(
            held_by="cap", due_at=AT_NOON + timedelta(hours=9)
        )
        Message.objects.filter(pk=Message.objects.filter(state="unknown").latest("pk").pk).update(state="held")
        found = progress_of(sending)
        assert (found.total, found.waiting, found.capped, found.accepted) == (40, 20, 1, 10)
        assert (found.failed, found.failures, found.unknown, found.held) == (5, [("rejected", 5)], 4, 1)
        assert not found.is_over
        assert (found.done, found.rate, found.minutes_left) == (15, 4, 5)
        assert found.troubles == [Trouble("rejected", "no such number", 5), Trouble("unknown", "", 5)]
        clock.shift(timedelta(minutes=6))
        assert (progress_of(sending).rate, progress_of(sending).minutes_left) == (0, None)


@pytest.mark.django_db
def test_what_is_stopped_has_no_time_left() -> None:
    with time_machine.travel(AT_NOON, tick=False):
        sending = released(3)
        mailings.pause(sending, by=HANAKO)
        sending.refresh_from_db()
        assert progress_of(sending).minutes_left is None
