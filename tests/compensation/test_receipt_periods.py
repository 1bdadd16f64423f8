"""A period that begins when the link is sent: counted once it was, anew for a new link, and over on its day."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, datetime, timedelta
from typing import Any

import pytest
import time_machine
from django.db import IntegrityError, transaction

from compensation import collection
from compensation.models import Payout
from compensation.receipt_periods import count_from_sending
from compensation.reissue import send_new_link
from compensation.tasks import close_collection
from foundation.trail.actor import Actor
from foundation.trail.models import AuditEvent
from notifications.envelope import open_envelope
from notifications.models import Message
from notifications.transitions import move
from tests.factories.bulletins import rules
from tests.factories.cases import paid_case
from tests.factories.compensation import jst

pytestmark = pytest.mark.django_db

BY = Actor.system("tests")
SENT = jst(2023, 4, 10, 23, 59)
LAST = date(2023, 4, 20)


@pytest.fixture(autouse=True)
def clock() -> Iterator[time_machine.Traveller]:
    with time_machine.travel(SENT, tick=False) as traveller:
        yield traveller


def counted(**given: Any) -> Payout:
    """A released payout that is to be collected within ten days after its link is sent."""
    payout = paid_case(**{"state": "released", **given}).payout
    Payout.objects.filter(pk=payout.pk).update(collect_days=10, collect_by=None)
    return payout


def send(payout: Payout, *, last: str = "accepted") -> None:
    """Bring its latest message on its way, as far as `last`."""
    message = Message.objects.filter(subject_ref=payout.number).latest("generation")
    for state in ("ready", "accepted", "delivered"):
        move([message.pk], state, cause="test", by=BY)
        if state == last:
            return


def last_days(payout: Payout) -> tuple[datetime | None, date | None]:
    payout.refresh_from_db()
    return payout.link_sent_at, payout.collect_by


def test_nothing_is_counted_before_a_provider_has_taken_the_message() -> None:
    payout = counted()
    send(payout, last="ready")
    assert (count_from_sending(by=BY), last_days(payout)) == (0, (None, None))


def test_the_day_of_the_sending_is_not_counted_and_the_count_is_on_record() -> None:
    payout, other = counted(), counted()
    send(payout)
    assert (count_from_sending(by=BY), last_days(payout), last_days(other)) == (1, (SENT, LAST), (None, None))
    event = AuditEvent.objects.get(action="payout.last_day_counted")
    assert (event.subject_ref, event.scope, event.detail) == (
        payout.number, payout.programme.slug, {"collect_by": "2023-04-20"},
    )  # fmt: skip


def test_counted_once_whatever_is_reported_later(clock: time_machine.Traveller) -> None:
    payout = counted()
    send(payout)
    count_from_sending(by=BY)
    clock.move_to(SENT + timedelta(days=3))
    send(payout, last="delivered")
    assert (count_from_sending(by=BY), last_days(payout)) == (0, (SENT, LAST))


def test_it_lapses_when_its_last_day_has_ended_and_not_before(clock: time_machine.Traveller) -> None:
    payout = counted()
    send(payout, last="delivered")
    clock.move_to(jst(2023, 4, 20, 23, 59, 59))
    close_collection()
    assert Payout.objects.get(pk=payout.pk).state == "released"
    clock.move_to(jst(2023, 4, 21))
    close_collection()
    assert Payout.objects.get(pk=payout.pk).state == "lapsed"


def test_what_never_arrived_is_left_to_a_person(clock: time_machine.Traveller) -> None:
    payout = counted()
    send(payout)
    clock.move_to(jst(2023, 5, 31))
    close_collection()
    assert Payout.objects.get(pk=payout.pk).state == "released"


def test_a_new_link_begins_the_period_anew(clock: time_machine.Traveller) -> None:
    payout = counted()
    send(payout)
    count_from_sending(by=BY)
    again = jst(2023, 4, 19, 12)
    clock.move_to(again)
    send_new_link(payout, rules("kumamoto-3"), by=BY)
    assert last_days(payout) == (None, None)
    assert count_from_sending(by=BY) == 0
    new = Message.objects.get(generation=2)
    assert "受取期限はリンクが送られた日の翌日から10日以内です。" in open_envelope(new).body
    assert new.valid_until is None
    send(payout)
    assert (count_from_sending(by=BY), last_days(payout)) == (1, (again, date(2023, 4, 29)))


def test_a_new_link_moves_no_day_that_the_notice_names() -> None:
    payout = paid_case(state="released").payout
    Payout.objects.filter(pk=payout.pk).update(collect_by=date(2023, 5, 31))
    send_new_link(payout, rules("kumamoto-3"), by=BY)
    payout.refresh_from_db()
    new = Message.objects.get(generation=2)
    assert (payout.collect_by, new.valid_until) == (date(2023, 5, 31), jst(2023, 6, 1))
    assert "受取期限は2023年5月31日です。" in open_envelope(new).body


def test_a_last_hour_ends_at_its_hour() -> None:
    payout = paid_case(state="released").payout
    Payout.objects.filter(pk=payout.pk).update(collect_by=date(2023, 5, 31), collect_until=jst(2023, 5, 31, 17))
    send(payout, last="delivered")
    payout.refresh_from_db()
    second = timedelta(seconds=1)
    assert [collection.is_over(payout, jst(2023, 5, 31, 17) - wait) for wait in (second, 0 * second)] == [False, True]
    assert [collection.lapse(jst(2023, 5, 31, 17) - wait, by=BY) for wait in (second, 0 * second)] == [0, 1]


@pytest.mark.parametrize(
    "wrong",
    [
        {"collect_days": None, "link_sent_at": SENT},
        {"collect_days": 10, "collect_by": LAST},
        {"collect_days": 10, "collect_by": None, "link_sent_at": SENT},
        {"collect_days": 0, "collect_by": None},
        {"collect_by": None, "collect_until": SENT},
    ],
)
def test_the_database_refuses_a_day_that_follows_from_nothing(wrong: dict[str, Any]) -> None:
    payout = paid_case(state="released").payout
    with pytest.raises(IntegrityError), transaction.atomic():
        Payout.objects.filter(pk=payout.pk).update(**wrong)
