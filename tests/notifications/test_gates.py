"""What keeps a ready message back: the night, a day's cap, its age, a stop."""

from __future__ import annotations

from datetime import datetime, timedelta

import pytest
import time_machine
from django.db import IntegrityError, transaction
from django.db.models.functions import Now
from pytest_django import Settings

from foundation.trail.actor import Actor
from foundation.trail.clock import JST
from notifications import gates, mailings, outbox, stops, sweep
from notifications.leases import claim, waiting, write_ahead
from notifications.models import Message, SendingStop
from notifications.providers import Way
from notifications.stops import StopError
from tests.factories.notifications import mailing, new_message, planned, ready

pytestmark = pytest.mark.django_db

HANAKO = Actor("staff", "hanako", "花子")
WAYS = {"sms": (Way("stub"),)}
JIRO = Actor("staff", "jiro", "次郎")


def jst(day: int, hour: int, minute: int = 0) -> datetime:
    return datetime(2031, 4, day, hour, minute, tzinfo=JST)


@pytest.fixture
def night(settings: Settings) -> None:
    settings.SMS_QUIET_HOURS = (21, 8)


@pytest.mark.usefixtures("night")
@pytest.mark.parametrize(
    ("at", "quiet", "goes"),
    [
        (jst(1, 20, 59), False, jst(1, 20, 59)),
        (jst(1, 21), True, jst(2, 8)),
        (jst(2, 0), True, jst(2, 8)),
        (jst(2, 7, 59), True, jst(2, 8)),
        (jst(2, 8), False, jst(2, 8)),
    ],
)
def test_the_night_in_japan(at: datetime, quiet: bool, goes: datetime) -> None:
    assert (gates.is_quiet(at), gates.earliest("sms", at), gates.earliest("email", at)) == (quiet, goes, at)


def test_without_hours_there_is_no_night(settings: Settings) -> None:
    settings.SMS_QUIET_HOURS = None
    assert not gates.is_quiet(jst(1, 23))


@pytest.mark.usefixtures("night")
def test_at_night_go_e_mails_and_what_somebody_waits_for() -> None:
    with time_machine.travel(jst(1, 22), tick=False):
        planned([new_message(), new_message(channel="email", address="a@example.jp"), new_message(asked=True)])
        going = waiting(["sms", "email"]).order_by("pk").values_list("channel", "asked")
        assert list(going) == [("email", False), ("sms", True)]


@pytest.mark.usefixtures("night")
def test_what_the_night_holds_shows_the_morning_and_goes_then() -> None:
    with time_machine.travel(jst(1, 22), tick=False) as clock:
        ready(2)
        planned(asked=True)
        assert gates.hold_over_night() == 2
        assert gates.hold_over_night() == 0
        held = Message.objects.filter(held_by="quiet").values_list("due_at", flat=True)
        assert list(held) == [jst(2, 8)] * 2
        clock.move_to(jst(2, 8))
        assert waiting(["sms"]).count() == 3


@pytest.mark.usefixtures("night")
def test_what_was_claimed_before_the_night_is_not_written_ahead_in_it() -> None:
    with time_machine.travel(jst(1, 20, 59), tick=False) as clock:
        ready(1)
        claims = claim(1, ["sms"], seconds=600)
        clock.move_to(jst(1, 21))
        assert write_ahead(claims, WAYS, seconds=600, call=10).parcels == []


def test_an_address_gets_so_many_a_day_and_the_others_tomorrow(settings: Settings) -> None:
    settings.ADDRESS_CAP_PER_DAY = 2
    settings.SMS_QUIET_HOURS = (21, 8)
    with time_machine.travel(jst(1, 12), tick=False) as clock:
        ready(3, address="+819012345678")
        ready(1)
        assert len(claim(2, ["sms"], seconds=60)) == 2
        assert len(claim(9, ["sms"], seconds=60)) == 1
        late = Message.objects.get(held_by="cap")
        assert (late.state, late.due_at) == ("ready", jst(2, 8))
        clock.move_to(jst(2, 8))
        Message.objects.filter(state="leased").update(state="accepted", lease_token=None, leased_until=None)
        assert [one.message_id for one in claim(9, ["sms"], seconds=60)] == [late.pk]


def test_the_cap_holds_within_one_claim(settings: Settings) -> None:
    settings.ADDRESS_CAP_PER_DAY = 2
    ready(5, address="+819012345678")
    assert len(claim(9, ["sms"], seconds=60)) == 2


def test_a_text_message_and_an_e_mail_count_apart(settings: Settings) -> None:
    settings.ADDRESS_CAP_PER_DAY = 1
    ready(2, address="+819012345678")
    ready(2, channel="email", address="a@example.jp")
    assert len(claim(9, ["sms", "email"], seconds=60)) == 2


def test_what_is_days_late_expires_instead_of_going(settings: Settings) -> None:
    settings.MESSAGE_VALID_HOURS = 48
    with time_machine.travel(jst(1, 12), tick=False) as clock:
        [message] = ready(1)
        clock.shift(timedelta(hours=47, minutes=59))
        assert (waiting(["sms"]).count(), sweep.expire()["expired"]) == (1, 0)
        clock.shift(timedelta(minutes=1))
        assert (waiting(["sms"]).count(), sweep.expire()["expired"]) == (0, 1)
    message.refresh_from_db()
    assert message.state == "expired"


def test_what_was_stopped_by_somebody_does_not_grow_old(settings: Settings) -> None:
    settings.MESSAGE_VALID_HOURS = 48
    with time_machine.travel(jst(1, 12), tick=False) as clock:
        sending = mailing(planned_on=None)
        planned(mailing_id=sending.pk)
        mailings.prepare(sending, by=HANAKO)
        mailings.release(sending, by=JIRO)
        mailings.pause(sending, by=HANAKO, because="確認")
        clock.shift(timedelta(days=5))
        assert sweep.expire()["expired"] == 0
        mailings.resume(sending, by=JIRO)
        assert (sweep.expire()["expired"], waiting(["sms"]).count()) == (0, 1)


def test_what_may_have_been_accepted_once_does_not_just_expire() -> None:
    with time_machine.travel(jst(1, 12), tick=False) as clock:
        [message] = ready(1)
        Message.objects.update(only_provider="stub", key_until=Now() + timedelta(hours=1))
        clock.shift(timedelta(days=5))
        assert (sweep.expire()["expired"], sweep.hold_keyless()["held"]) == (0, 0)
        Message.objects.update(key_until=Now() - timedelta(seconds=1))
        assert (sweep.expire()["expired"], sweep.hold_keyless()["held"]) == (0, 1)
    message.refresh_from_db()
    assert message.state == "held"


def test_a_last_day_ends_what_is_stopped_as_well() -> None:
    with time_machine.travel(jst(1, 12), tick=False) as clock:
        planned(valid_until=jst(2, 0))
        stops.stop("", "試験", by=HANAKO)
        clock.move_to(jst(2, 0))
        assert sweep.expire()["expired"] == 1


@pytest.mark.parametrize(("scope", "going"), [("", []), ("north", ["south"]), ("east", ["north", "south"])])
def test_a_stop_holds_what_it_names(scope: str, going: list[str]) -> None:
    planned(scope="north")
    planned(scope="south")
    stops.stop(scope, "配信事業者の障害", by=HANAKO)
    assert list(waiting(["sms"]).order_by("scope").values_list("scope", flat=True)) == going
    stops.lift(scope, by=JIRO)
    assert waiting(["sms"]).count() == 2


def test_a_stop_takes_a_reason_stands_once_and_is_lifted_once() -> None:
    with pytest.raises(StopError):
        stops.stop("", " ", by=HANAKO)
    stops.stop("", "試験", by=HANAKO)
    with pytest.raises(StopError):
        stops.stop("", "試験", by=HANAKO)
    stops.lift("", by=JIRO)
    with pytest.raises(StopError):
        stops.lift("", by=JIRO)
    assert list(SendingStop.objects.values_list("by", "lifted_by")) == [("hanako", "jiro")]


def test_what_was_claimed_before_a_stop_is_not_written_ahead() -> None:
    ready(1)
    claims = claim(1, ["sms"], seconds=60)
    stops.stop("", "試験", by=HANAKO)
    assert write_ahead(claims, WAYS, seconds=60, call=10).parcels == []


@pytest.mark.parametrize("given", [{"because": ""}, {"by": ""}, {"lifted_by": "jiro"}])
def test_the_database_refuses_half_a_stop(given: dict[str, str]) -> None:
    whole = {"scope": "", "at": jst(1, 1), "by": "hanako", "because": "試験"}
    with pytest.raises(IntegrityError), transaction.atomic():
        SendingStop.objects.create(**{**whole, **given})


def test_a_text_dearer_than_planned_is_refused_before_it_is_written() -> None:
    with pytest.raises(outbox.DearerThanPlannedError):
        planned(body="あ" * 71, parts=1)
    with pytest.raises(outbox.DearerThanPlannedError):
        planned(body="あ" * 661, parts=10)
    assert planned(body="あ" * 71, parts=2)[0].parts == 2


def test_a_list_dearer_than_planned_is_not_prepared(settings: Settings) -> None:
    settings.SMS_PARTS_PLANNED = 2
    sending = mailing()
    planned(mailing_id=sending.pk, body="あ" * 135, parts=3)
    with pytest.raises(mailings.MailingError, match="cost more than the 2 parts"):
        mailings.prepare(sending, by=HANAKO)
