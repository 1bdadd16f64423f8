"""The daily seal: a list of all chains that moved that day and how far each had come, linked from day to day.

A chain proves its own steps; the seal proves that no whole chain was taken away. The link of the last seal is worth
keeping elsewhere: whoever could write a new history would have to change it.
"""

from __future__ import annotations

import struct
from collections.abc import Iterable, Iterator
from datetime import date, datetime, time, timedelta
from hashlib import sha256
from itertools import groupby, islice
from operator import itemgetter
from typing import Final, NamedTuple
from uuid import UUID

from django.db import connection, transaction
from django.db.models import F, Max, Min

from foundation.tables.among import Among
from foundation.trail import chains
from foundation.trail.clock import JST, now
from notifications.models import Message, Seal, SealedHeads, Transition

SETTLED: Final = timedelta(hours=1)
"""After a day's end: by then no transaction of it is under way."""
HEADS: Final = 10_000
OVERLAP: Final = 100_000
"""Transitions before the last sealed one that are read again: those numbered earlier and committed later."""
_HEAD: Final = struct.Struct(">16sH32s")
_LOCK: Final = 7_301_446_126


class Head(NamedTuple):
    """How far a message's chain had come: its step's number, and the link of it."""

    reference: UUID
    number: int
    link: bytes


def seal_days() -> list[Seal]:
    """Seal every day in Japan that is over and has no seal yet, from the first that a message moved on."""
    made = list[Seal]()
    while (day := _next_day()) is not None:
        with transaction.atomic():
            _one_after_the_other()
            if _next_day() == day:
                made.append(_seal(day))
    return made


def heads_of(parts: Iterable[bytes | memoryview]) -> Iterator[Head]:
    """The heads that the parts of a seal hold."""
    for part in parts:
        for reference, number, link in _HEAD.iter_unpack(bytes(part)):
            yield Head(UUID(bytes=reference), number, link)


def link_of(seal: Seal, previous: bytes) -> bytes:
    """The link that the seal must have after the one before."""
    return chains.link(previous, chains.canonical([seal.day.isoformat(), seal.count, bytes(seal.digest).hex()]))


def digest_of(parts: Iterable[bytes | memoryview]) -> bytes:
    """The digest over the parts of a seal in their order."""
    seen = sha256()
    for part in parts:
        seen.update(part)
    return seen.digest()


def _next_day() -> date | None:
    """The first day that waits for its seal, where it is over."""
    last = Seal.objects.aggregate(day=Max("day"))["day"]
    if last is None:
        first = Transition.objects.aggregate(at=Min("at"))["at"]
        if first is None:
            return None
        day = first.astimezone(JST).date()
    else:
        day = last + timedelta(days=1)
    return day if now() >= _ends(day) + SETTLED else None


def _seal(day: date) -> Seal:
    before = Seal.objects.order_by("-day").first()
    from_step = max(before.last_step - OVERLAP, 0) if before else 0
    parts = [_packed(chunk) for chunk in _chunks(_heads(day, from_step))]
    moved = Transition.objects.filter(pk__gt=from_step, at__lt=_ends(day))
    last = moved.aggregate(last=Max("pk"))["last"] or from_step
    seal = Seal(day=day, count=sum(len(part) for part in parts) // _HEAD.size, digest=digest_of(parts))
    seal.last_step, seal.sealed_at = last, now()
    seal.link = link_of(seal, bytes(before.link) if before else chains.GENESIS)
    seal.save(force_insert=True)
    SealedHeads.objects.bulk_create(
        [SealedHeads(seal=seal, number=number, heads=part) for number, part in enumerate(parts)], batch_size=20
    )
    return seal


def _heads(day: date, from_step: int) -> Iterator[Head]:
    """The last step of that day of each message that moved on it, in the order of the messages."""
    moved = Transition.objects.filter(pk__gt=from_step, at__gte=_ends(day - timedelta(days=1)), at__lt=_ends(day))
    latest_first = moved.order_by("message_id", "-number")
    if connection.features.can_distinct_on_fields:
        latest_first = latest_first.distinct("message_id")
    rows = latest_first.values_list("message_id", "number", "link").iterator(chunk_size=HEADS)
    last = (next(of_one) for _, of_one in groupby(rows, key=itemgetter(0)))
    while chunk := list(islice(last, HEADS)):
        named = Message.objects.filter(Among(F("pk"), [pk for pk, _, _ in chunk]))
        references = dict(named.values_list("pk", "reference"))
        yield from (Head(references[pk], number, bytes(link)) for pk, number, link in chunk)


def _chunks(heads: Iterator[Head]) -> Iterator[list[Head]]:
    while chunk := list(islice(heads, HEADS)):
        yield chunk


def _packed(heads: Iterable[Head]) -> bytes:
    return b"".join(_HEAD.pack(head.reference.bytes, head.number, head.link) for head in heads)


def _ends(day: date) -> datetime:
    return datetime.combine(day + timedelta(days=1), time.min, JST)


def _one_after_the_other() -> None:
    if connection.vendor == "postgresql":
        with connection.cursor() as cursor:
            cursor.execute("SELECT pg_advisory_xact_lock(%s)", [_LOCK])
