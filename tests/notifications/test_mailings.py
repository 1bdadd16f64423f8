"""A mass sending takes two people and one list."""

from __future__ import annotations

from datetime import UTC, date, datetime

import pytest
import time_machine
from django.db import IntegrityError, transaction

from foundation.trail.actor import Actor
from foundation.trail.models import AuditEvent
from notifications import mailings
from notifications.leases import claim, waiting
from notifications.mailings import MailingError
from notifications.models import Mailing, Message
from notifications.outbox import NewMessage
from notifications.transitions import move, verify_chain
from tests.factories.notifications import mailing, new_message, planned

pytestmark = pytest.mark.django_db

HANAKO = Actor("staff", "hanako", "花子")
JIRO = Actor("staff", "jiro", "次郎")
BEFORE = datetime(2031, 3, 20, 3, tzinfo=UTC)
AFTER = datetime(2031, 4, 5, 3, tzinfo=UTC)
PLANNED_DAY = datetime(2031, 3, 31, 15, tzinfo=UTC)


def gathered(number: int = 3) -> Mailing:
    with time_machine.travel(BEFORE, tick=False):
        sending = mailing()
        planned([new_message(mailing_id=sending.pk, yen=2_000) for _ in range(number)])
    return sending


def states() -> list[str]:
    return list(Message.objects.order_by("pk").values_list("state", flat=True))


def released(at: datetime = AFTER) -> Mailing:
    sending = gathered()
    with time_machine.travel(at, tick=False):
        mailings.prepare(sending, by=HANAKO)
        mailings.release(sending, by=JIRO)
    sending.refresh_from_db()
    return sending


def test_one_gathers_until_it_is_prepared() -> None:
    first = mailing()
    assert mailing().pk == first.pk
    planned(mailing_id=first.pk)
    mailings.prepare(first, by=HANAKO)
    assert mailing().pk != first.pk


def test_the_plan_follows_the_one_given_last() -> None:
    first = mailing()
    again = mailing(planned_on=date(2031, 4, 20), planned_text="4月下旬")
    first.refresh_from_db()
    assert (again.pk, first.planned_on, first.planned_text) == (first.pk, date(2031, 4, 20), "4月下旬")


def test_prepared_by_one_and_released_by_another() -> None:
    sending = gathered()
    frozen = mailings.prepare(sending, by=HANAKO)
    assert (frozen.count, frozen.yen) == (3, 6_000)
    gone = mailings.release(sending, by=JIRO)
    sending.refresh_from_db()
    assert (sending.state, sending.prepared_by, sending.released_by) == ("released", "hanako", "jiro")
    assert gone.subject_refs == list(Message.objects.order_by("pk").values_list("subject_ref", flat=True))
    assert (states(), gone.count) == (["ready"] * 3, 3)
    assert [verify_chain(message) for message in Message.objects.all()] == [1, 1, 1]
    actions = AuditEvent.objects.filter(subject_kind="mailing").order_by("pk").values_list("action", "actor_ref")
    assert list(actions) == [("mailing_prepared", "hanako"), ("mailing_released", "jiro")]


def test_whoever_prepared_does_not_release() -> None:
    sending = gathered()
    mailings.prepare(sending, by=HANAKO)
    with pytest.raises(MailingError):
        mailings.release(sending, by=HANAKO)
    assert states() == ["planned"] * 3


def test_the_database_refuses_a_release_by_whoever_prepared() -> None:
    sending = gathered()
    mailings.prepare(sending, by=HANAKO)
    with pytest.raises(IntegrityError), transaction.atomic():
        Mailing.objects.filter(pk=sending.pk).update(state="released", released_at=AFTER, released_by="hanako")


@pytest.mark.parametrize("new", [new_message(), new_message(yen=1)])
def test_a_list_that_grew_is_not_released(new: NewMessage) -> None:
    sending = gathered()
    mailings.prepare(sending, by=HANAKO)
    planned([new._replace(mailing_id=sending.pk)])
    with pytest.raises(MailingError):
        mailings.release(sending, by=JIRO)
    assert mailings.prepare(sending, by=HANAKO).count == 4
    assert mailings.release(sending, by=JIRO).count == 4


def test_a_list_that_shrank_or_was_altered_is_not_released() -> None:
    sending = gathered()
    mailings.prepare(sending, by=HANAKO)
    first, second, _ = Message.objects.order_by("pk")
    Message.objects.filter(pk=first.pk).update(address_hash=second.address_hash)
    with pytest.raises(MailingError):
        mailings.release(sending, by=JIRO)
    mailings.prepare(sending, by=HANAKO)
    move([first.pk], "cancelled", cause="not wanted", by=HANAKO)
    with pytest.raises(MailingError):
        mailings.release(sending, by=JIRO)


def test_nothing_to_send_is_not_prepared() -> None:
    with pytest.raises(MailingError):
        mailings.prepare(mailing(), by=HANAKO)


def test_what_was_not_prepared_or_was_released_is_not_released() -> None:
    with pytest.raises(MailingError):
        mailings.release(gathered(), by=JIRO)
    with pytest.raises(MailingError):
        mailings.release(released(), by=JIRO)


def test_an_early_release_waits_for_the_planned_day_in_japan() -> None:
    released(at=BEFORE)
    assert set(Message.objects.values_list("due_at", flat=True)) == {PLANNED_DAY}
    with time_machine.travel(datetime(2031, 3, 31, 14, 59, 59, tzinfo=UTC), tick=False):
        assert waiting(["sms"]).count() == 0
    with time_machine.travel(PLANNED_DAY, tick=False):
        assert waiting(["sms"]).count() == 3


def test_a_late_release_goes_at_once() -> None:
    released(at=AFTER)
    assert set(Message.objects.values_list("due_at", flat=True)) == {AFTER}


def test_a_stopped_mailing_is_not_claimed_until_it_goes_on() -> None:
    sending = released()
    with time_machine.travel(AFTER, tick=False):
        mailings.pause(sending, by=HANAKO)
        assert claim(10, ["sms"], seconds=60) == []
        mailings.resume(sending, by=HANAKO)
        assert len(claim(10, ["sms"], seconds=60)) == 3
    assert mailings.progress(sending) == {"leased": 3}


def test_only_a_released_mailing_is_stopped_and_only_a_stopped_one_goes_on() -> None:
    with pytest.raises(MailingError):
        mailings.pause(gathered(), by=HANAKO)
    with pytest.raises(MailingError):
        mailings.resume(released(), by=HANAKO)
