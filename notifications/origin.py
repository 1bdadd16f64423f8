"""Is this the database that was last sent from? A restored backup has forgotten what was sent since it was made.

Two signs tell: the database is not the one whose stamp it carries (restored into a new one, or the server went on from
an earlier point of its log), or it does not know what was last written ahead from this machine. Either holds all
sending, for every worker, until it was compared with what the providers accepted (`compare_after_restore`).
"""

from __future__ import annotations

import logging
import os
from datetime import datetime
from pathlib import Path
from typing import Final, NamedTuple
from uuid import UUID

from django.conf import settings
from django.db import connection, transaction
from django.db.models.functions import Now

from foundation.trail.actor import Actor
from foundation.trail.audit import record
from notifications.channels.contract import Parcel
from notifications.models import Attempt, DatabaseStamp, Message

DISPATCH: Final = Actor.system("dispatch")
KIND: Final = "database"
ANOTHER: Final = "it does not carry its own stamp: was a backup restored?"
FORGETFUL: Final = "it does not know what was last sent from here: was it set back?"

log = logging.getLogger(__name__)

_IDENTITY: Final = """
SELECT concat_ws('/', system.system_identifier, control.timeline_id, base.oid, %s::regclass::oid)
FROM pg_control_system() system, pg_control_checkpoint() control, pg_database base
WHERE base.datname = current_database()
"""


class Last(NamedTuple):
    """The last message that was written ahead from this machine: its reference, the attempt, the database's instant."""

    reference: UUID
    attempt: int
    at: datetime


class Mark:
    """A small file outside the database that holds `Last`."""

    LENGTH: Final = 96

    def __init__(self, path: Path) -> None:
        self._path = path

    def write(self, parcel: Parcel, at: datetime) -> None:
        """Remember this one, before its first byte. A record of one length is never half of two."""
        line = f"{parcel.reference} {parcel.attempt} {at.isoformat()}".ljust(self.LENGTH - 1) + "\n"
        file = os.open(self._path, os.O_WRONLY | os.O_CREAT, 0o600)
        try:
            os.pwrite(file, line.encode(), 0)
        finally:
            os.close(file)

    def read(self) -> Last | None:
        """What was remembered; none where nothing was sent from here."""
        if not self._path.exists():
            return None
        reference, attempt, at = self._path.read_text(encoding="utf-8").split()
        return Last(UUID(reference), int(attempt), datetime.fromisoformat(at))


def usual_mark() -> Mark | None:
    """The mark of the settings."""
    path: Path | None = settings.SENT_MARK
    return None if path is None else Mark(path)


def identity() -> str:
    """What a copy of this database has not: server, the branch of its log, database and table; "" on SQLite."""
    if connection.vendor != "postgresql":
        return ""
    with connection.cursor() as cursor:
        cursor.execute(_IDENTITY, [Message._meta.db_table])
        return str(cursor.fetchone()[0])


def may_send(mark: Mark | None) -> bool:
    """Whether messages may be sent from this database; a first doubt is written down and stops every worker."""
    here = identity()
    stamp = DatabaseStamp.objects.first() or _first_stamp(here)
    if stamp.doubt:
        return False
    doubt = _doubt(stamp, here, mark)
    if doubt:
        hold(doubt, by=DISPATCH)
    return not doubt


def hold(doubt: str, *, by: Actor) -> None:
    """Send nothing more from this database until it is confirmed."""
    with transaction.atomic():
        fresh = DatabaseStamp.objects.filter(pk=1, doubt="").update(doubt=doubt, doubted_at=Now())
        if fresh:
            record("sending_held", by=by, kind=KIND, refs=["1"], detail={"because": doubt})
            log.error("nothing is sent from this database: %s", doubt)


def confirm(*, by: Actor) -> None:
    """Send from this database again: what the providers accepted is in it."""
    with transaction.atomic():
        now_ours = {"identity": identity(), "confirmed_at": Now(), "doubt": "", "doubted_at": None}
        DatabaseStamp.objects.update_or_create(pk=1, defaults=now_ours)
        record("sending_confirmed", by=by, kind=KIND, refs=["1"])


def _doubt(stamp: DatabaseStamp, here: str, mark: Mark | None) -> str:
    if stamp.identity != here:
        return ANOTHER
    last = mark.read() if mark and here else None
    # What was sent before the database was last confirmed was compared then.
    if last is None or _knows(last) or (stamp.confirmed_at and last.at < stamp.confirmed_at):
        return ""
    return FORGETFUL


def _first_stamp(here: str) -> DatabaseStamp:
    DatabaseStamp.objects.bulk_create([DatabaseStamp(pk=1, identity=here)], ignore_conflicts=True)
    return DatabaseStamp.objects.get()


def _knows(last: Last) -> bool:
    return Attempt.objects.filter(message__reference=last.reference, number=last.attempt).exists()
