"""Messages come into being here, in the transaction of the fact that they tell of."""

from __future__ import annotations

import os
import time
from collections.abc import Iterable
from datetime import datetime
from itertools import islice
from typing import Any, Final, NamedTuple
from uuid import UUID

from django.db import connection, transaction

from foundation.tables.bulk import copy_rows
from foundation.trail.actor import Actor
from foundation.trail.clock import now
from notifications.envelope import Envelope, seal_envelope
from notifications.models import Message
from notifications.segments import MAX_UNITS, sms_parts, sms_units
from notifications.states import Channel, MessageState
from notifications.transitions import move

CHUNK: Final = 5_000
TABLE: Final = Message._meta.db_table
WORTH_A_COPY: Final = 50

COLUMNS: Final = (
    "reference", "mailing_id", "scope", "subject_kind", "subject_ref", "purpose", "channel", "generation", "sender",
    "text_version", "address_sealed", "address_hash", "body_sealed", "body_hash", "parts", "yen", "state", "due_at",
    "valid_until", "asked", "held_by", "address_masked", "tries", "moves", "recorded_at",
)  # fmt: skip
"""Of a planned message, for a COPY of many."""


class NewMessage(NamedTuple):
    """One text to one address about one subject.

    `subject_kind` and `subject_ref` name the business row, `purpose` what the text is for; together with channel and
    generation they are unique. `address` is E.164 or an e-mail address, `title` the subject line of an e-mail. `yen`
    is what the text is about. `parts`: as how many a text message may be billed; None: as many as it takes. Without
    `mailing_id` it may go at once, with it after that mailing's release. `asked`: the recipient waits for it, at any
    hour.
    """

    scope: str
    subject_kind: str
    subject_ref: str
    purpose: str
    channel: str
    address: str
    body: str
    text_version: str
    title: str = ""
    sender: str = ""
    parts: int | None = None
    yen: int = 0
    mailing_id: int | None = None
    generation: int = 1
    due_at: datetime | None = None
    valid_until: datetime | None = None
    asked: bool = False


class DearerThanPlannedError(Exception):
    """A text message would be billed as more parts than its sender planned, or is cut off by the carriers."""


class OutsideTransactionError(Exception):
    """A message would stand although the fact that it tells of might not."""


def new_reference() -> UUID:
    """Our name for a message at its provider: time first (UUID 7), so that the unique index fills in order."""
    milliseconds = time.time_ns() // 1_000_000
    bits = milliseconds << 80 | int.from_bytes(os.urandom(10), "big")
    return UUID(int=bits & ~(0xF << 76) & ~(0x3 << 62) | 0x7 << 76 | 0x2 << 62)


def encode(new: NewMessage, at: datetime) -> tuple[Any, ...]:
    """The planned message's row in the order of `COLUMNS`, sealed; `at` is the portal's time.

    Raises DearerThanPlannedError.
    """
    parts = _parts(new) if new.channel == Channel.SMS else 1
    reference = new_reference()
    sealed = seal_envelope(reference, new.channel, Envelope(new.address, new.title, new.body))
    return (
        reference, new.mailing_id, new.scope, new.subject_kind, new.subject_ref, new.purpose, new.channel,
        new.generation, new.sender, new.text_version, *sealed, parts, new.yen, MessageState.PLANNED.value,
        new.due_at or at, new.valid_until, new.asked, "", "", 0, 0, at,
    )  # fmt: skip


def _parts(new: NewMessage) -> int:
    needed = sms_parts(new.body)
    planned = needed if new.parts is None else new.parts
    if needed > planned or sms_units(new.body) > MAX_UNITS:
        raise DearerThanPlannedError(f"{new.purpose}, {new.text_version}: {needed} parts where {planned} are planned")
    return planned


def plan(news: Iterable[NewMessage], *, by: Actor) -> list[int]:
    """Write messages, in the caller's transaction, and return their ids in the order given.

    Those without a mailing become ready. Raises OutsideTransactionError, and IntegrityError where a message of the
    same subject, purpose, channel and generation stands already.
    """
    if not transaction.get_connection().in_atomic_block:
        raise OutsideTransactionError("open the transaction of the fact first")
    at, source, ids = now(), iter(news), list[int]()
    while chunk := list(islice(source, CHUNK)):
        written = _insert([encode(new, at) for new in chunk])
        direct = [pk for pk, new in zip(written, chunk, strict=True) if new.mailing_id is None]
        move(direct, MessageState.READY, cause="planned without a mailing", by=by)
        ids += written
    return ids


def _insert(rows: list[tuple[Any, ...]]) -> list[int]:
    """The ids of the rows, once they are written; many go by COPY, a few are not worth its questions."""
    if len(rows) < WORTH_A_COPY or connection.vendor != "postgresql":
        messages = [Message(**dict(zip(COLUMNS, row, strict=True))) for row in rows]
        return [message.pk for message in Message.objects.bulk_create(messages)]
    ids = _reserved(len(rows))
    copy_rows(connection, TABLE, ("id", *COLUMNS), [(pk, *row) for pk, row in zip(ids, rows, strict=True)])
    return ids


def _reserved(number: int) -> list[int]:
    """So many ids that nobody else gets any more."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_get_serial_sequence(%s, 'id')", [TABLE])
        # The name is given as a constant: asked for in each row it would cost more than all the rest.
        [sequence] = cursor.fetchone()
        cursor.execute("SELECT nextval(%s::regclass) FROM generate_series(1, %s)", [sequence, number])
        return [pk for (pk,) in cursor.fetchall()]
