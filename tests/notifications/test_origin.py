"""A database that was set back is known by its stamp, or by what it does not know; either holds all sending."""

from __future__ import annotations

from datetime import timedelta
from pathlib import Path

import pytest
from django.db import connection

from foundation.trail.actor import Actor
from foundation.trail.models import AuditEvent
from notifications.leases import claim, write_ahead
from notifications.models import Attempt, DatabaseStamp
from notifications.origin import ANOTHER, FORGETFUL, Mark, confirm, hold, identity, may_send
from notifications.providers import Way, enrol
from tests.factories.notifications import ready

pytestmark = pytest.mark.django_db

OPERATOR = Actor.system("operator")


@pytest.fixture
def mark(tmp_path: Path) -> Mark:
    """What was last sent from here, and this database knows it."""
    enrol(["stub"])
    ready(2)
    written = write_ahead(claim(2, ["sms"], seconds=60), {"sms": (Way("stub"),)}, seconds=60, call=1)
    assert written.at is not None
    made = Mark(tmp_path / "last-sent")
    made.write(written.parcels[-1], written.at)
    return made


def doubt() -> str:
    return DatabaseStamp.objects.get().doubt


@pytest.fixture
def _on_postgresql() -> None:
    if connection.vendor != "postgresql":
        pytest.skip("no claim is made on SQLite")


def test_a_database_that_nobody_touched_sends(mark: Mark) -> None:
    assert [may_send(mark), may_send(mark), may_send(None)] == [True] * 3
    assert (DatabaseStamp.objects.get().identity, doubt()) == (identity(), "")


def test_where_nothing_was_sent_yet_nothing_is_missed(tmp_path: Path) -> None:
    assert may_send(Mark(tmp_path / "absent"))


@pytest.mark.usefixtures("_on_postgresql")
def test_a_copy_holds_until_it_is_confirmed() -> None:
    may_send(None)
    DatabaseStamp.objects.update(identity="1/1/1/1")
    assert (may_send(None), doubt()) == (False, ANOTHER)
    assert (may_send(None), AuditEvent.objects.filter(action="sending_held").count()) == (False, 1)
    confirm(by=OPERATOR)
    assert may_send(None)


@pytest.mark.usefixtures("_on_postgresql")
def test_a_database_that_forgot_what_was_sent_holds_until_it_is_confirmed(mark: Mark, tmp_path: Path) -> None:
    """The same database on the same server, with yesterday's rows in it."""
    last = mark.read()
    assert last is not None
    tomorrow = last._replace(attempt=last.attempt + 2, at=last.at + timedelta(days=1))
    (tmp_path / "last-sent").write_text(f"{tomorrow.reference} {tomorrow.attempt} {tomorrow.at.isoformat()}\n")
    assert (may_send(mark), doubt()) == (False, FORGETFUL)
    assert not may_send(None)
    (tmp_path / "last-sent").write_text(f"{last.reference} {last.attempt + 2} {last.at.isoformat()}\n")
    confirm(by=OPERATOR)
    assert may_send(mark)


def test_held_by_hand_is_held_once(caplog: pytest.LogCaptureFixture) -> None:
    may_send(None)
    hold("by hand", by=OPERATOR)
    hold("again", by=OPERATOR)
    assert (may_send(None), doubt()) == (False, "by hand")
    assert [each.getMessage() for each in caplog.records] == ["nothing is sent from this database: by hand"]


def test_a_mark_is_overwritten_whole(mark: Mark, tmp_path: Path) -> None:
    attempt = Attempt.objects.order_by("-pk")[0]
    last = mark.read()
    assert last is not None
    assert (last.reference, last.attempt) == (attempt.message.reference, attempt.number)
    assert (tmp_path / "last-sent").stat().st_size == Mark.LENGTH
