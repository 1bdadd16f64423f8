"""Who gets a message: by order and health, and never a second provider while the first may have it."""

from __future__ import annotations

from datetime import timedelta
from uuid import uuid4

import pytest
from django.db.models.functions import Now

from notifications.channels.contract import Answer, Result
from notifications.leases import Ahead, Claim, Outcome, claim, record, write_ahead
from notifications.models import Attempt, Message, Provider, Transition
from notifications.providers import TRIAL_SIZE, Way, Ways, enrol
from notifications.routing import open_channels, worth_claiming
from tests.factories.notifications import ready

pytestmark = pytest.mark.django_db

WAYS: Ways = {"sms": (Way("first"), Way("second"))}
KEYED: Ways = {"sms": (Way("first", key_seconds=3_600), Way("second"))}


@pytest.fixture(autouse=True)
def _enrolled(db: None) -> None:
    enrol(["first", "second"])


def ahead(ways: Ways = WAYS) -> Ahead:
    """Claim all that is ready, whatever its back-off, and write it ahead."""
    Message.objects.update(retry_at=None)
    return write_ahead(claim(20, ["sms"], seconds=60), ways, seconds=60, call=10, rest=30)


def sent(result: Result, ways: Ways = WAYS) -> list[str]:
    """Send what is ready with this result, and return who got it."""
    parcels = ahead(ways).parcels
    tokens = {message.pk: message.lease_token or uuid4() for message in Message.objects.all()}
    claims = [Claim(parcel.message_id, tokens[parcel.message_id], "sms") for parcel in parcels]
    outcomes = [Outcome(mine, parcel, Answer(result)) for mine, parcel in zip(claims, parcels, strict=True)]
    record(outcomes, settle=0, ways=ways)
    return [parcel.provider for parcel in parcels]


def rest(name: str, minutes: int) -> None:
    until = Now() + timedelta(minutes=minutes)
    Provider.objects.filter(name=name).update(rests_until=until, rests=1, reason="not_sent")


def causes(to: str) -> list[str]:
    return list(Transition.objects.filter(to_state=to).order_by("pk").values_list("cause", flat=True))


def state() -> str:
    return Message.objects.get().state


def test_the_first_that_is_ready_gets_it() -> None:
    ready(2)
    assert sent(Result.ACCEPTED) == ["first", "first"]
    rest("first", 60)
    ready(2)
    assert sent(Result.ACCEPTED) == ["second", "second"]


@pytest.mark.parametrize("proof", [Result.NOT_SENT, Result.NOT_ACCEPTED])
def test_another_takes_over_what_provably_was_not_accepted(proof: Result) -> None:
    ready(1)
    assert (sent(proof), state()) == (["first"], "ready")
    assert (sent(proof), state()) == (["first"], "ready")
    rest("first", 60)
    assert (sent(Result.ACCEPTED), state()) == (["second"], "accepted")
    assert causes("sending") == ["written ahead", "written ahead", f"second takes over from first: {proof}"]


def test_what_one_refuses_for_good_another_gets_and_then_nobody() -> None:
    ready(1)
    assert (sent(Result.REJECTED), state()) == (["first"], "ready")
    assert (sent(Result.REJECTED), state()) == (["second"], "rejected")
    assert causes("sending")[1] == "second takes over from first: rejected"


def test_what_a_lone_provider_refuses_is_rejected() -> None:
    ready(1)
    assert (sent(Result.REJECTED, {"sms": (Way("first"),)}), state()) == (["first"], "rejected")


def test_what_was_unknown_never_goes_to_another() -> None:
    """Under its key it goes again to the same one; while that one rests it waits, ready as the other may be."""
    ready(1)
    assert (sent(Result.UNKNOWN, KEYED), state()) == (["first"], "unknown")
    Message.objects.update(state="ready", only_provider="first")
    rest("first", 60)
    assert (sent(Result.ACCEPTED, KEYED), state()) == ([], "ready")
    assert causes("ready")[-1] == "no provider takes messages now"
    Provider.objects.update(rests_until=None, rests=0, reason="")
    assert sent(Result.REJECTED, KEYED) == ["first"]
    assert (state(), causes("unknown")[-1]) == ("unknown", "rejected, and unknown before")


def test_while_all_rest_nothing_is_claimed_and_a_trial_is_small() -> None:
    assert open_channels(WAYS) == (["sms"], [])
    rest("first", 60)
    assert open_channels(WAYS) == (["sms"], [])
    rest("second", 60)
    assert open_channels(WAYS) == ([], [])
    rest("second", -1)
    assert open_channels(WAYS) == ([], ["sms"])


def test_a_few_find_out_whether_the_first_is_back_and_the_others_go_on() -> None:
    ready(10)
    rest("first", -1)
    assert sent(Result.ACCEPTED) == ["first"] * TRIAL_SIZE + ["second"] * (10 - TRIAL_SIZE)


def test_what_the_rate_does_not_allow_waits_leased_and_is_not_sent() -> None:
    ready(4, parts=3)
    Provider.objects.update(allowance=6, refilled=1e12)
    written = ahead({"sms": (Way("first", rate=10),)})
    assert (len(written.parcels), len(written.later)) == (2, 2)
    assert list(Message.objects.order_by("pk").values_list("state", flat=True)) == ["sending"] * 2 + ["leased"] * 2
    assert Attempt.objects.count() == 2


def test_a_rate_may_count_requests() -> None:
    ready(4, parts=3)
    Provider.objects.update(allowance=4, refilled=1e12)
    assert len(ahead({"sms": (Way("first", rate=10, counts_parts=False),)}).parcels) == 4


@pytest.mark.parametrize(
    ("rates", "expected"), [((0,), 500), ((10,), 150), ((10, 5), 225), ((0, 5), 500), ((100,), 500)]
)
def test_no_more_is_claimed_than_can_be_sent_in_time(rates: tuple[float, ...], expected: int) -> None:
    ways = {"sms": [Way(str(rate), rate=rate) for rate in rates]}
    assert worth_claiming(500, ways, ["sms"], seconds=15) == expected
