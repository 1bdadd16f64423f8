"""A later bulletin gives more time to collect: what nobody collected follows it, and no day comes nearer."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from pathlib import Path

import pytest

from compensation.bulletin_loading import load_bulletins
from compensation.later_receipts import follow as follow_later
from compensation.models import Payout
from compensation.payouts import release
from foundation.trail.actor import Actor
from foundation.trail.models import AuditEvent
from notifications.envelope import open_envelope
from notifications.models import Message
from notifications.transitions import verify_chain
from tests.factories.bulletins import next_bulletin
from tests.factories.compensation import jst
from tests.factories.settlement import charged, settled

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("campaigns")]

BY = Actor.system("tests")
FROM, BEFORE, AFTER = date(2023, 4, 11), jst(2023, 4, 10, 23, 59), jst(2023, 4, 11)
MAY = 'receipt = { day = 2023-05-31, weekday = "水"'
JUNE = MAY, 'receipt = { day = 2023-06-30, weekday = "金"'
NEARER = MAY, 'receipt = { day = 2023-05-30, weekday = "火"'
HOUR = MAY, "receipt = { until = 2023-06-30T17:00:00, inclusive = false"
PERIOD = MAY, 'receipt = { days = 90, after = "link_sent"'
SILENT = f"{MAY}, clauses", "receipt = { silent"
Follow = Callable[..., None]


@pytest.fixture
def later(tmp_path: Path) -> Follow:
    """Loads Kumamoto's next bulletin, in force from 11 April."""

    def load(*changes: tuple[str, str]) -> None:
        next_bulletin(tmp_path, "kumamoto-3", FROM, *changes)
        load_bulletins(tmp_path, by=BY)

    return load


def a_payout() -> Payout:
    charged("kumamoto", 500)
    settled()
    return Payout.objects.get()


def days() -> tuple[date | None, object]:
    return Payout.objects.values_list("collect_by", "collect_until").get()


def test_a_planned_payout_and_its_message_follow_once(later: Follow) -> None:
    a_payout()
    before = Message.objects.get()
    later(JUNE)
    assert [follow_later(at, by=BY) for at in (BEFORE, AFTER, AFTER)] == [0, 1, 0]
    after = Message.objects.get(state="planned")
    assert (days(), after.valid_until) == ((date(2023, 6, 30), None), jst(2023, 7, 1))
    assert "受取期限は2023年6月30日です。" in open_envelope(after).body
    assert (after.mailing_id, open_envelope(after).address) == (before.mailing_id, open_envelope(before).address)
    before.refresh_from_db()
    assert (before.state, verify_chain(before)) == ("cancelled", 1)
    assert AuditEvent.objects.get(action="payout.last_day_moved").detail == {"collect_by": "2023-06-30"}


@pytest.mark.parametrize("state", ["released", "opened"])
def test_what_was_sent_has_the_later_day_and_no_second_message(later: Follow, state: str) -> None:
    release([a_payout().pk], by=BY)
    Payout.objects.update(state=state)
    Message.objects.update(state="ready")
    later(JUNE)
    assert (follow_later(AFTER, by=BY), days(), Message.objects.count()) == (1, (date(2023, 6, 30), None), 1)


@pytest.mark.parametrize("state", ["lapsed", "cancelled"])
def test_what_is_over_stays_over(later: Follow, state: str) -> None:
    a_payout()
    Payout.objects.update(state=state)
    later(JUNE)
    assert (follow_later(AFTER, by=BY), days()) == (0, (date(2023, 5, 31), None))


@pytest.mark.parametrize(
    ("change", "expected"),
    [
        (NEARER, (date(2023, 5, 31), None)),
        (PERIOD, (date(2023, 5, 31), None)),
        (HOUR, (date(2023, 6, 30), jst(2023, 6, 30, 17))),
        (SILENT, (None, None)),
    ],
)
def test_no_day_comes_nearer(later: Follow, change: tuple[str, str], expected: object) -> None:
    a_payout()
    later(change)
    follow_later(AFTER, by=BY)
    assert days() == expected
