"""Claim, write ahead, write down: each guarded by the lease."""

from __future__ import annotations

import logging
from datetime import UTC, datetime, timedelta

import pytest
import time_machine
from pytest_django import Settings

from notifications.channels.contract import Answer, Parcel, Result
from notifications.leases import Claim, Outcome, claim, give_back, record, waiting, write_ahead
from notifications.models import Attempt, Message
from notifications.providers import Way, enrol
from notifications.states import MessageState
from notifications.transitions import move, verify_chain
from tests.factories.notifications import PLANNER, ready

pytestmark = pytest.mark.django_db

WAYS = {"sms": (Way("stub"),), "email": (Way("file"),)}
NOON = datetime(2031, 4, 1, 3, tzinfo=UTC)


@pytest.fixture(autouse=True)
def _enrolled() -> None:
    enrol(["stub", "file"])


def claimed(number: int = 1) -> list[Claim]:
    ready(number)
    return claim(number, ["sms"], seconds=60)


def sending(number: int = 1) -> list[tuple[Claim, Parcel]]:
    claims = claimed(number)
    return list(zip(claims, write_ahead(claims, WAYS, seconds=60, call=10).parcels, strict=True))


def answered(answer: Answer, number: int = 1) -> Message:
    record([Outcome(mine, parcel, answer) for mine, parcel in sending(number)], settle=30)
    return Message.objects.get()


def test_a_claim_leases_the_longest_due_first() -> None:
    [late] = ready(1, due_at=NOON)
    [early] = ready(1, due_at=NOON - timedelta(days=1))
    with time_machine.travel(NOON + timedelta(days=1)):
        first, second = claim(10, ["sms"], seconds=60)
    assert (first.message_id, second.message_id) == (early.pk, late.pk)
    early.refresh_from_db()
    assert (early.state, early.lease_token) == ("leased", first.token)


def test_what_is_held_is_not_claimed_again() -> None:
    assert len(claimed(3)) == 3
    assert claim(10, ["sms"], seconds=60) == []


@pytest.mark.parametrize(
    ("given", "number"),
    [
        ({"due_at": NOON}, 1),
        ({"due_at": NOON + timedelta(seconds=1)}, 0),
        ({"due_at": NOON, "valid_until": NOON + timedelta(seconds=1)}, 1),
        ({"due_at": NOON, "valid_until": NOON}, 0),
        ({"due_at": NOON, "channel": "email", "address": "a@example.jp"}, 0),
    ],
)
def test_what_may_go(given: dict[str, object], number: int) -> None:
    ready(1, **given)
    with time_machine.travel(NOON, tick=False):
        assert waiting(["sms"]).count() == number


def test_a_back_off_runs_on_the_databases_clock() -> None:
    [message] = ready(1)
    Message.objects.filter(pk=message.pk).update(retry_at=message.recorded_at + timedelta(hours=1))
    with time_machine.travel(message.recorded_at + timedelta(hours=2)):
        assert waiting(["sms"]).count() == 0


def test_the_attempt_stands_before_the_first_byte() -> None:
    [(_, parcel)] = sending()
    attempt = Attempt.objects.get()
    assert (attempt.number, attempt.provider, attempt.outcome, parcel.attempt) == (3, "stub", "", 3)
    assert Message.objects.get().state == "sending"
    assert verify_chain(Message.objects.get()) == 3


@pytest.mark.parametrize(("given", "hours"), [(None, 5), (timedelta(hours=2), 2), (timedelta(days=9), 5)])
def test_a_provider_learns_when_a_text_is_no_use_any_more(
    settings: Settings, given: timedelta | None, hours: int
) -> None:
    settings.MESSAGE_VALID_HOURS = 5
    with time_machine.travel(NOON, tick=False):
        ready(1, valid_until=None if given is None else NOON + given)
        [parcel] = write_ahead(claim(1, ["sms"], seconds=60), WAYS, seconds=60, call=10).parcels
    assert (parcel.valid_until, parcel.valid_seconds) == (NOON + timedelta(hours=hours), hours * 3600)


def test_what_is_no_longer_ours_is_not_written_ahead() -> None:
    claims = claimed(2)
    move([claims[0].message_id], MessageState.READY, cause="taken back", by=PLANNER)
    assert [p.message_id for p in write_ahead(claims, WAYS, seconds=60, call=10).parcels] == [claims[1].message_id]
    assert Attempt.objects.count() == 1


def test_what_does_not_open_is_put_off_and_said(caplog: pytest.LogCaptureFixture) -> None:
    claims = claimed(2)
    Message.objects.filter(pk=claims[0].message_id).update(body_sealed=b"nothing")
    assert [p.message_id for p in write_ahead(claims, WAYS, seconds=60, call=10).parcels] == [claims[1].message_id]
    assert Message.objects.get(pk=claims[0].message_id).state == "ready"
    assert [entry.levelno for entry in caplog.records] == [logging.ERROR]


@pytest.mark.parametrize(
    ("result", "state"),
    [
        (Result.ACCEPTED, "accepted"),
        (Result.DUPLICATE, "accepted"),
        (Result.NOT_SENT, "ready"),
        (Result.NOT_ACCEPTED, "ready"),
        (Result.REJECTED, "rejected"),
        (Result.UNKNOWN, "unknown"),
    ],
)
def test_what_each_result_leads_to(result: Result, state: str) -> None:
    message = answered(Answer(result, "theirs-1", "said so"))
    attempt = Attempt.objects.get()
    assert (message.state, message.lease_token, verify_chain(message)) == (state, None, 4)
    assert (attempt.outcome, attempt.provider_id, attempt.detail) == (result, "theirs-1", "said so")
    assert attempt.ended_at is not None


def test_not_sent_costs_a_try_and_waits_longer_each_time() -> None:
    assert (answered(Answer(Result.NOT_SENT)).tries, waiting(["sms"]).count()) == (1, 0)


def test_a_busy_provider_costs_no_try() -> None:
    message = answered(Answer(Result.NOT_ACCEPTED, retry_after=120))
    assert message.tries == 0
    assert message.retry_at is not None
    assert timedelta(seconds=110) < message.retry_at - message.recorded_at < timedelta(seconds=130)


def test_an_outcome_after_the_lease_changes_nothing_and_says_so(caplog: pytest.LogCaptureFixture) -> None:
    [(mine, parcel)] = sending()
    move([mine.message_id], MessageState.UNKNOWN, cause="the lease ran out", by=PLANNER)
    assert record([Outcome(mine, parcel, Answer(Result.NOT_SENT))], settle=30) == 1
    assert (Message.objects.get().state, Attempt.objects.get().outcome) == ("unknown", "")
    assert [entry.levelno for entry in caplog.records] == [logging.WARNING]


def test_an_outcome_of_an_earlier_sending_does_not_end_a_later_one() -> None:
    [(mine, parcel)] = sending()
    for state in (MessageState.UNKNOWN, MessageState.READY):
        move([mine.message_id], state, cause="taken over", by=PLANNER)
    again = claim(1, ["sms"], seconds=60)
    write_ahead(again, WAYS, seconds=60, call=10)
    assert record([Outcome(mine, parcel, Answer(Result.NOT_SENT))], settle=30) == 1
    assert (Message.objects.get().state, Message.objects.get().lease_token) == ("sending", again[0].token)


def test_what_is_not_sent_is_given_back() -> None:
    claims = claimed(2)
    give_back(claims)
    assert set(Message.objects.values_list("state", "lease_token")) == {("ready", None)}
