"""A released list goes in stages: a first few, more by the minute, the whole."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pytest
import time_machine
from pytest_django import Settings

from foundation.trail.actor import Actor
from foundation.trail.models import AuditEvent
from notifications import mailings
from notifications.canary import TOO_FEW, TOO_LATE, TOO_MANY_FAILED, Heard, Verdict, advance, judge
from notifications.channels.contract import Answer, Result
from notifications.leases import Outcome, claim, record, waiting, write_ahead
from notifications.mailings import MailingError
from notifications.models import Mailing, Message
from notifications.providers import Way, enrol
from notifications.states import MessageState
from notifications.transitions import move
from tests.factories.notifications import mailing, new_message, planned

pytestmark = pytest.mark.django_db

HANAKO = Actor("staff", "hanako", "花子")
JIRO = Actor("staff", "jiro", "次郎")
SWEEP = Actor.system("sweep")
WAYS = {"sms": (Way("stub"),), "email": (Way("file"),)}
AT_NOON = datetime(2031, 4, 5, 3, tzinfo=UTC)


@pytest.fixture(autouse=True)
def clock(settings: Settings) -> object:
    settings.CANARY_SIZE, settings.CANARY_SHARE, settings.CANARY_MINUTES = 4, 75, 30
    settings.RAMP_START, settings.RAMP_MINUTES = 2, 5
    settings.SMS_PROVIDER = "stub"
    with time_machine.travel(AT_NOON, tick=False) as traveller:
        yield traveller


def released(number: int = 20) -> Mailing:
    sending = mailing(planned_on=None)
    planned([new_message(mailing_id=sending.pk) for _ in range(number)])
    mailings.prepare(sending, by=HANAKO)
    mailings.release(sending, by=JIRO)
    return found(sending)


def found(sending: Mailing) -> Mailing:
    sending.refresh_from_db()
    return sending


def sent(result: Result = Result.ACCEPTED) -> list[int]:
    """Everything that may go is handed over."""
    claims = claim(100, ["sms", "email"], seconds=60)
    if not claims:
        return []
    enrol(["stub", "file"])
    parcels = write_ahead(claims, WAYS, seconds=60, call=10).parcels
    by_id = {each.message_id: each for each in claims}
    record([Outcome(by_id[parcel.message_id], parcel, Answer(result)) for parcel in parcels], settle=0)
    return [parcel.message_id for parcel in parcels]


def reported(ids: list[int], state: MessageState) -> None:
    move(ids, state, cause="reported", by=SWEEP)


@pytest.mark.parametrize(
    ("heard", "overdue", "verdict"),
    [
        (Heard(90, 0, 10), False, Verdict.PASSED),
        (Heard(89, 0, 11), False, Verdict.WAIT),
        (Heard(89, 10, 1), False, Verdict.WAIT),
        (Heard(89, 11, 0), False, Verdict.FAILED),
        (Heard(89, 0, 11), True, Verdict.OVERDUE),
        (Heard(0, 0, 0), False, Verdict.WAIT),
    ],
)
def test_what_the_first_few_say(heard: Heard, overdue: bool, verdict: Verdict) -> None:
    assert judge(heard, 90, overdue=overdue) is verdict


def test_only_the_first_few_may_go_after_the_release() -> None:
    sending = released()
    first = list(Message.objects.order_by("pk").values_list("pk", flat=True)[:4])
    assert list(waiting(["sms"]).values_list("pk", flat=True)) == first
    assert (sending.stage, sending.canary, sending.let_go) == ("canary", 4, 4)


def test_a_list_no_longer_than_the_first_few_goes_whole() -> None:
    sending = released(4)
    assert (sending.stage, sending.let_go, waiting(["sms"]).count()) == ("whole", 4, 4)


def test_the_ramp_begins_once_enough_arrived(clock: time_machine.Traveller) -> None:
    sending = released()
    ids = sent()
    reported(ids[:2], MessageState.DELIVERED)
    advance(by=SWEEP)
    assert found(sending).stage == "canary"
    reported(ids[2:3], MessageState.DELIVERED)
    advance(by=SWEEP)
    assert (found(sending).stage, sending.rate, sending.let_go) == ("ramp", 2, 4)


def test_it_stops_by_itself_where_too_many_fail() -> None:
    sending = released()
    reported(sent()[:2], MessageState.UNDELIVERED)
    advance(by=SWEEP)
    assert (found(sending).state, sending.halted_by, sending.halted_because) == ("paused", "sweep", TOO_FEW)
    assert AuditEvent.objects.get(action="mailing_paused").detail == {"because": TOO_FEW}


def test_it_stops_by_itself_where_reports_stay_away(clock: time_machine.Traveller) -> None:
    sending = released()
    sent()
    clock.shift(timedelta(minutes=29))
    advance(by=SWEEP)
    assert found(sending).state == "released"
    clock.shift(timedelta(minutes=1))
    advance(by=SWEEP)
    assert (found(sending).state, sending.halted_because) == ("paused", TOO_LATE)


def test_what_was_not_sent_yet_is_not_overdue(clock: time_machine.Traveller) -> None:
    sending = released()
    clock.shift(timedelta(hours=3))
    advance(by=SWEEP)
    assert (found(sending).state, sending.stage) == ("released", "canary")


def test_without_reports_an_acceptance_counts_once_the_time_for_a_bounce_is_over(
    clock: time_machine.Traveller, settings: Settings
) -> None:
    settings.SMS_PROVIDER = "file"
    sending = released()
    sent()
    advance(by=SWEEP)
    assert found(sending).stage == "canary"
    clock.shift(timedelta(minutes=30))
    advance(by=SWEEP)
    assert found(sending).stage == "ramp"


def test_the_ramp_lets_more_go_by_the_minute_and_doubles(clock: time_machine.Traveller) -> None:
    sending = released(60)
    reported(sent(), MessageState.DELIVERED)
    advance(by=SWEEP)
    seen = []
    for minutes in (1, 2, 2, 1, 4, 1, 3):
        clock.shift(timedelta(minutes=minutes))
        advance(by=SWEEP)
        seen.append((found(sending).let_go, sending.rate))
    assert seen == [(6, 2), (10, 2), (14, 4), (18, 4), (34, 8), (42, 8), (60, 8)]
    assert (sending.stage, waiting(["sms"]).count()) == ("whole", 56)


def test_two_sweeps_at_once_let_no_more_go(clock: time_machine.Traveller) -> None:
    sending = released()
    reported(sent(), MessageState.DELIVERED)
    advance(by=SWEEP)
    clock.shift(timedelta(minutes=1))
    advance(by=SWEEP)
    advance(by=SWEEP)
    assert found(sending).let_go == 6


def test_a_ramp_of_which_too_many_fail_stops(clock: time_machine.Traveller, settings: Settings) -> None:
    settings.RAMP_START = 100
    sending = released(200)
    reported(sent(), MessageState.DELIVERED)
    advance(by=SWEEP)
    clock.shift(timedelta(minutes=1))
    advance(by=SWEEP)
    reported(sent()[:60], MessageState.UNDELIVERED)
    clock.shift(timedelta(minutes=4))
    advance(by=SWEEP)
    assert (found(sending).state, sending.halted_because) == ("paused", TOO_MANY_FAILED)


def test_a_person_goes_on_with_a_reason(clock: time_machine.Traveller) -> None:
    sending = released()
    reported(sent()[:2], MessageState.UNDELIVERED)
    advance(by=SWEEP)
    mailings.proceed(found(sending), by=HANAKO, because="番号の誤りと確認した")
    assert (found(sending).state, sending.stage) == ("released", "ramp")
    mailings.proceed(sending, by=HANAKO, because="急ぐ")
    assert (found(sending).stage, sending.let_go, waiting(["sms"]).count()) == ("whole", 20, 16)
    told = AuditEvent.objects.filter(action="mailing_proceeded").order_by("pk").values_list("detail", flat=True)
    assert list(told) == [{"because": "番号の誤りと確認した"}, {"because": "急ぐ"}]


def test_going_on_takes_a_reason_and_something_to_wait_for() -> None:
    sending = released()
    with pytest.raises(MailingError):
        mailings.proceed(sending, by=HANAKO, because=" ")
    with pytest.raises(MailingError):
        mailings.proceed(released(2), by=HANAKO, because="急ぐ")


def test_a_stopped_ramp_goes_on_with_its_first_rate(clock: time_machine.Traveller) -> None:
    sending = released(60)
    reported(sent(), MessageState.DELIVERED)
    advance(by=SWEEP)
    clock.shift(timedelta(minutes=5))
    advance(by=SWEEP)
    mailings.pause(found(sending), by=HANAKO, because="確認のため")
    clock.shift(timedelta(hours=2))
    advance(by=SWEEP)
    assert (found(sending).let_go, sending.rate, sending.halted_because) == (14, 4, "確認のため")
    mailings.resume(sending, by=JIRO)
    clock.shift(timedelta(minutes=1))
    advance(by=SWEEP)
    assert (found(sending).let_go, sending.rate) == (16, 2)


def test_at_night_the_ramp_lets_e_mail_go_alone(clock: time_machine.Traveller, settings: Settings) -> None:
    settings.SMS_QUIET_HOURS = (21, 8)
    sending = mailing(planned_on=None)
    news = [new_message(mailing_id=sending.pk) for _ in range(10)]
    news += [new_message(mailing_id=sending.pk, channel="email", address=f"a{n}@example.jp") for n in range(4)]
    planned(news)
    mailings.prepare(sending, by=HANAKO)
    mailings.release(sending, by=JIRO)
    reported(sent(), MessageState.DELIVERED)
    advance(by=SWEEP)
    clock.shift(timedelta(hours=10))
    advance(by=SWEEP)
    assert list(waiting(["email"]).values_list("channel", flat=True)) == ["email"] * 4
    assert Message.objects.filter(state="planned", channel="sms").count() == 6
