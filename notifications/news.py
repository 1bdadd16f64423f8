"""What became of messages, for those who sent them: read upward from a cursor, never pushed."""

from __future__ import annotations

from datetime import datetime
from typing import Final, NamedTuple

from django.db import connection
from django.db.models import Max

from foundation.tables.prepared import execute
from notifications.models import Transition
from notifications.states import MessageState

OUTCOMES: Final = frozenset(
    {
        MessageState.ACCEPTED,
        MessageState.DELIVERED,
        MessageState.UNDELIVERED,
        MessageState.EXPIRED,
        MessageState.REJECTED,
        MessageState.HELD,
        MessageState.CANCELLED,
    }
)
LONGEST_PAUSE: Final = 30
_LOCK: Final = 7_301_446_125
_NO_LINGERING: Final = "set_config('idle_in_transaction_session_timeout', %s, true)"


class News(NamedTuple):
    """A message came to `state` at `at`; `cursor` is where to read on after it."""

    cursor: int
    subject_kind: str
    subject_ref: str
    purpose: str
    channel: str
    generation: int
    state: str
    cause: str
    at: datetime


def announce(seconds: int = LONGEST_PAUSE) -> None:
    """Before rows are locked: this transaction may write an outcome, and readers wait until it is over.

    It may wait so many seconds for its next statement, see `do_not_linger`.

    Numbers are given before transactions commit; a reader who did not wait could pass one by for ever.
    """
    if connection.vendor == "postgresql":
        execute(f"SELECT {_NO_LINGERING}, pg_advisory_xact_lock_shared(%s)", [f"{seconds}s", _LOCK])


def do_not_linger(seconds: int) -> None:
    """Have the database end this transaction when it waits so long for its next statement.

    A process that hangs with locks in its hands would stop every other one.
    """
    if connection.vendor == "postgresql":
        execute(f"SELECT {_NO_LINGERING}", [f"{seconds}s"])


def outcomes_after(cursor: int, *, limit: int = 1_000) -> list[News]:
    """The outcomes after this cursor (0 at first), in the order of their cursors, none missed and none twice."""
    horizon = _horizon()
    found = (
        Transition.objects.filter(pk__gt=cursor, pk__lte=horizon, to_state__in=OUTCOMES)
        .order_by("pk")
        .values_list(
            "pk",
            "message__subject_kind",
            "message__subject_ref",
            "message__purpose",
            "message__channel",
            "message__generation",
            "to_state",
            "cause",
            "at",
        )[:limit]
    )
    return [News(*row) for row in found]


def _horizon() -> int:
    """The last step below which every transaction has ended."""
    _lock("pg_advisory_lock")
    try:
        return Transition.objects.aggregate(last=Max("pk"))["last"] or 0
    finally:
        _lock("pg_advisory_unlock")


def _lock(function: str) -> None:
    if connection.vendor == "postgresql":
        with connection.cursor() as cursor:
            cursor.execute(f"SELECT {function}(%s)", [_LOCK])
