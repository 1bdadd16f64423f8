"""Proves everything that is kept of messages: each chain, the attempts beside it, and the daily seals over all of them.

Reads the tables once, in the order of the messages, in constant memory.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterator
from datetime import date, timedelta
from itertools import islice
from typing import Any, Final, NamedTuple
from uuid import UUID

from django.db.models import Exists, F, OuterRef

from foundation.tables.among import Among
from foundation.tables.one_view import one_view
from foundation.trail import chains
from notifications.models import Attempt, Message, Seal, Transition
from notifications.seals import Head, digest_of, heads_of, link_of
from notifications.states import MessageState
from notifications.transitions import content, genesis

CHUNK: Final = 10_000
_JST: Final = timedelta(hours=9)
_MESSAGE: Final = ("pk", "reference", "body_hash", "address_hash", "state", "moves", "chain_head")
_STEP: Final = ("message_id", "number", "from_state", "to_state", "cause", "actor", "at", "link")

Tell = Callable[[str], None]
Progress = Callable[[int], None]


class Proved(NamedTuple):
    """How many messages, steps and sealed days were looked at, how many `breaks` were told of, and the last link."""

    messages: int
    steps: int
    days: int
    breaks: int
    last_day: date | None
    last_link: str


class _Kept(NamedTuple):
    """A message's own row, as far as its chain concerns it."""

    pk: int
    reference: UUID
    body_hash: bytes
    address_hash: bytes
    state: str
    moves: int
    head: bytes | None


def prove(*, tell: Tell, progress: Progress) -> Proved:
    """Read all of it in one view; `tell` gets one sentence for each break, `progress` the messages read so far."""
    found = _Findings(tell)
    with one_view():
        _chains(found, progress)
        _attempts(found)
        last = _seals(found)
    day, link = (last.day, bytes(last.link).hex()) if last else (None, "")
    return Proved(found.messages, found.steps, found.sealed, found.breaks, day, link)


class _Findings:
    """What was read and what was wrong with it. `moved`: on each day in Japan, how many messages have steps."""

    def __init__(self, tell: Tell) -> None:
        self.messages, self.steps, self.sealed, self.breaks = 0, 0, 0, 0
        self.moved = Counter[date]()
        self._tell = tell

    def wrong(self, sentence: str) -> None:
        self.breaks += 1
        self._tell(sentence)


def _chains(found: _Findings, progress: Progress) -> None:
    rows = Message.objects.order_by("pk").values_list(*_MESSAGE).iterator(chunk_size=CHUNK)
    steps = _steps_by_message()
    waiting = next(steps, None)
    for row in rows:
        message, own = _Kept._make(row), list[tuple[Any, ...]]()
        if waiting is not None and waiting[0] == message.pk:
            own, waiting = waiting[1], next(steps, None)
        if wrong := _break_of(message, own):
            found.wrong(f"{message.reference}: {wrong}")
        found.moved.update({(step[6] + _JST).date() for step in own})
        found.messages, found.steps = found.messages + 1, found.steps + len(own)
        if found.messages % CHUNK == 0:
            progress(found.messages)


def _steps_by_message() -> Iterator[tuple[int, list[tuple[Any, ...]]]]:
    rows = Transition.objects.order_by("message_id", "number").values_list(*_STEP)
    pk, own = 0, list[tuple[Any, ...]]()
    for row in rows.iterator(chunk_size=CHUNK):
        if row[0] != pk:
            if own:
                yield pk, own
            pk, own = row[0], []
        own.append(row)
    if own:
        yield pk, own


def _break_of(message: _Kept, steps: list[tuple[Any, ...]]) -> str:
    """What is wrong with the chain of a message; "" where it proves every step."""
    head = genesis(message.reference, bytes(message.body_hash), bytes(message.address_hash))
    for place, (_, number, before, to, cause, actor, at, link) in enumerate(steps, 1):
        head = chains.link(head, content(message.reference, number, before, to, cause, actor, at))
        if number != place or head != bytes(link):
            return f"step {place} does not follow from what stands before it"
    stands = steps[-1][3] if steps else MessageState.PLANNED
    if len(steps) != message.moves or (steps and head != bytes(message.head or b"")):
        return "its last steps are missing"
    return "" if message.state == stands else f"it stands as {message.state}, its last step says {stands}"


def _attempts(found: _Findings) -> None:
    """Each attempt stands beside the step that wrote it ahead, and each such step beside its attempt."""
    begun = Transition.objects.filter(to_state=MessageState.SENDING)
    step = begun.filter(message=OuterRef("message"), number=OuterRef("number"))
    attempt = Attempt.objects.filter(message=OuterRef("message"), number=OuterRef("number"))
    for reference, number in _named(Attempt.objects.filter(~Exists(step))):
        found.wrong(f"{reference}: attempt {number} has no step")
    for reference, number in _named(begun.filter(~Exists(attempt))):
        found.wrong(f"{reference}: step {number} has no attempt")


def _named(rows: Any) -> Iterator[tuple[UUID, int]]:
    return iter(rows.order_by("message_id", "number").values_list("message__reference", "number"))


def _seals(found: _Findings) -> Seal | None:
    previous, last = chains.GENESIS, None
    for seal in Seal.objects.order_by("day"):
        parts = list(seal.parts.order_by("number").values_list("heads", flat=True))
        if last is not None and seal.day != last.day + timedelta(days=1):
            found.wrong(f"the seals between {last.day} and {seal.day} are missing")
        if link_of(seal, previous) != bytes(seal.link):
            found.wrong(f"the seal of {seal.day} does not follow from the day before")
        if digest_of(parts) != bytes(seal.digest):
            found.wrong(f"the list of {seal.day} is not the one that was sealed")
        _sealed_day(seal, heads_of(parts), found)
        previous, last, found.sealed = bytes(seal.link), seal, found.sealed + 1
    return last


def _sealed_day(seal: Seal, heads: Iterator[Head], found: _Findings) -> None:
    while chunk := list(islice(heads, CHUNK)):
        for sentence in _not_as_sealed(seal.day, chunk):
            found.wrong(sentence)
    more = found.moved[seal.day] - seal.count
    if more > 0:
        found.wrong(f"{more} messages of {seal.day} were not there when the day was sealed")


def _not_as_sealed(day: date, heads: list[Head]) -> Iterator[str]:
    named = Message.objects.filter(Among(F("reference"), [head.reference for head in heads]))
    standing = {row[0]: row[1:] for row in named.values_list("reference", "pk", "moves", "chain_head")}
    later = _links_before([(standing[head.reference][0], head) for head in heads if _moved_on(standing, head)])
    for head in heads:
        if head.reference not in standing:
            yield f"{head.reference}: sealed on {day}, and gone"
            continue
        pk, moves, link = standing[head.reference]
        link = link if moves == head.number else later.get((pk, head.number))
        if link is None or bytes(link) != head.link:
            yield f"{head.reference}: step {head.number} is not the one that was sealed on {day}"


def _moved_on(standing: dict[UUID, tuple[Any, ...]], head: Head) -> bool:
    return head.reference in standing and standing[head.reference][1] != head.number


def _links_before(asked: list[tuple[int, Head]]) -> dict[tuple[int, int], bytes]:
    """The links of steps that others followed, by message and number."""
    rows = Transition.objects.filter(Among(F("message_id"), [pk for pk, _ in asked]))
    return {(pk, number): bytes(link) for pk, number, link in rows.values_list("message_id", "number", "link")}
