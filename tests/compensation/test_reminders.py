"""At most two reminders, never to one who has chosen, off where a programme wants none."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, datetime, timedelta
from typing import Final

import pytest
import time_machine
from pytest_django import Settings

from compensation import payouts
from compensation.links import new_link
from compensation.models import Payout
from compensation.programmes import in_force
from compensation.releases import prepare_payout_mailing, release_payout_mailing
from compensation.reminders import Turn, plan_reminders, turns
from compensation.states import PayoutState
from compensation.texts import payout_wording, reminder_wording
from foundation.trail.actor import Actor
from notifications.envelope import open_envelope
from notifications.models import Attempt, Mailing, Message
from notifications.transitions import move
from tests.factories.compensation import jst
from tests.factories.notifications import PLANNER
from tests.factories.settlement import charged, settled

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("campaigns")]

HANAKO = Actor("staff", "hanako", "花子")
JIRO = Actor("staff", "jiro", "次郎")
BY = Actor.system("remind")
SENT: Final = jst(2023, 4, 3, 10)


@pytest.fixture
def clock() -> Iterator[time_machine.Traveller]:
    with time_machine.travel(SENT, tick=False) as traveller:
        yield traveller


@pytest.fixture
def last_day(clock: time_machine.Traveller) -> date:
    """The last day to collect of a payout whose link went by text message and arrived."""
    charged("kumamoto", 500, app_phone="+819012345678")
    settled("kumamoto")
    released(Mailing.objects.get())
    message = Message.objects.get()
    Attempt.objects.create(message=message, number=1, provider="stub", request_hash=bytes(32), started_at=SENT)
    move([message.pk], "accepted", cause="reported", by=PLANNER)
    ends = Payout.objects.get().collect_by
    assert ends is not None
    return ends


def released(mailing: Mailing) -> None:
    prepare_payout_mailing(mailing, by=HANAKO)
    release_payout_mailing(mailing, by=JIRO)


def before(ends: date, days: int) -> datetime:
    return jst(ends.year, ends.month, ends.day, 10) - timedelta(days=days)


def chosen() -> None:
    pk = Payout.objects.get().pk
    payouts.move([pk], PayoutState.OPENED, cause="question answered", by=BY)
    Payout.objects.update(method="amazon")
    payouts.move([pk], PayoutState.CHOSEN, cause="chose amazon", by=BY)


def reminders() -> list[tuple[str, str]]:
    return list(Message.objects.filter(purpose__startswith="reminder").order_by("pk").values_list("purpose", "state"))


def test_no_last_day_belongs_to_two_turns() -> None:
    assert turns(date(2031, 5, 1), (30, 7)) == [
        Turn("reminder_1", 30, date(2031, 5, 11), date(2031, 6, 3)),
        Turn("reminder_2", 7, date(2031, 5, 1), date(2031, 5, 11)),
    ]


def test_two_reminders_gather_in_time_and_never_a_third(clock: time_machine.Traveller, last_day: date) -> None:
    made = []
    for days in (34, 33, 30, 20, 10, 7, 1, 0):
        clock.move_to(before(last_day, days))
        made.append(plan_reminders(by=BY))
    assert made == [{}, {"kumamoto": 1}, {}, {}, {"kumamoto": 1}, {}, {}, {}]
    assert reminders() == [("reminder_1", "planned"), ("reminder_2", "planned")]


def test_a_reminder_names_the_last_day_and_carries_the_same_link(clock: time_machine.Traveller, last_day: date) -> None:
    clock.move_to(before(last_day, 33))
    plan_reminders(by=BY)
    link, reminder = Message.objects.order_by("pk")
    words, before_ = open_envelope(reminder), open_envelope(link)
    assert (words.address, words.body.splitlines()[1]) == (before_.address, before_.body.splitlines()[1])
    assert f"受取期限は{last_day.year}年{last_day.month}月{last_day.day}日です" in words.body
    assert reminder.mailing is not None
    assert (reminder.mailing.planned_on, reminder.parts) == (last_day - timedelta(days=30), 2)


def test_two_people_let_reminders_go(clock: time_machine.Traveller, last_day: date) -> None:
    clock.move_to(before(last_day, 30))
    plan_reminders(by=BY)
    released(Mailing.objects.get(purpose="reminder_1"))
    assert (reminders(), Payout.objects.get().state) == ([("reminder_1", "ready")], "released")


def test_whoever_has_chosen_is_not_reminded(clock: time_machine.Traveller, last_day: date) -> None:
    chosen()
    clock.move_to(before(last_day, 30))
    assert plan_reminders(by=BY) == {}


def test_who_chooses_before_the_release_is_left_out_of_it(clock: time_machine.Traveller, last_day: date) -> None:
    clock.move_to(before(last_day, 30))
    plan_reminders(by=BY)
    prepare_payout_mailing(Mailing.objects.get(purpose="reminder_1"), by=HANAKO)
    chosen()
    assert reminders() == [("reminder_1", "planned")]
    release_payout_mailing(Mailing.objects.get(purpose="reminder_1"), by=JIRO)
    assert reminders() == [("reminder_1", "cancelled")]


def test_who_chooses_after_the_release_is_not_reminded_any_more(clock: time_machine.Traveller, last_day: date) -> None:
    clock.move_to(before(last_day, 30))
    plan_reminders(by=BY)
    released(Mailing.objects.get(purpose="reminder_1"))
    chosen()
    assert reminders() == [("reminder_1", "cancelled")]


def test_a_programme_may_have_them_off(clock: time_machine.Traveller, last_day: date, settings: Settings) -> None:
    settings.REMINDERS_OFF = frozenset({"kumamoto"})
    clock.move_to(before(last_day, 30))
    assert plan_reminders(by=BY) == {}


def test_what_never_arrived_is_not_reminded_of(clock: time_machine.Traveller, last_day: date) -> None:
    clock.move_to(before(last_day, 30))
    move([Message.objects.get().pk], "undelivered", cause="reported", by=PLANNER)
    assert plan_reminders(by=BY) == {}


def test_whoever_was_told_lately_is_not_reminded_yet(clock: time_machine.Traveller, last_day: date) -> None:
    clock.move_to(SENT + timedelta(days=6))
    Payout.objects.update(collect_by=SENT.date() + timedelta(days=20))
    assert plan_reminders(by=BY) == {}
    clock.move_to(SENT + timedelta(days=7))
    assert plan_reminders(by=BY) == {"kumamoto": 1}


@pytest.mark.parametrize("slug", ["iwate", "kumamoto", "nara", "yamanashi"])
def test_no_text_message_costs_more_than_planned(slug: str, settings: Settings) -> None:
    rules, link = in_force(slug, SENT).rules, new_link().url
    app = rules.app
    assert app is not None
    for on_site in (False, True):
        texts = [
            payout_wording(rules, "sms", app.receipt, on_site=on_site).with_link(link),
            reminder_wording(rules, "sms", app.receipt, on_site=on_site).with_link(link),
        ]
        assert max(text.parts for text in texts) <= settings.SMS_PARTS_PLANNED
