"""The one door through which a message changes its state, and the chain that proves every step.

Each step is a row linked by hash to the one before it; the first is linked to the message's own reference, text and
address, so that none of these can be exchanged later without a break.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import UTC, datetime, timedelta
from typing import Any, Final, NamedTuple
from uuid import UUID

from django.db import connection, transaction
from django.db.models import Q
from django.db.models.functions import Now

from foundation.tables.updates import insert_each, update_each
from foundation.trail import chains
from foundation.trail.actor import Actor
from foundation.trail.clock import now
from notifications.models import Message, Transition
from notifications.news import OUTCOMES, announce
from notifications.states import MESSAGE_MOVES

CHUNK: Final = 1_000


class Held(NamedTuple):
    """A message that the open transaction has locked. `database_at` is the database's clock."""

    id: int
    reference: UUID
    state: str
    channel: str
    moves: int
    tries: int
    parts: int
    only_provider: str
    key_until: datetime | None
    chain_head: bytes | None
    body_hash: bytes
    address_hash: bytes
    database_at: datetime


_COLUMNS: Final = Held._fields[:-1]
_STEP: Final = ("message_id", "number", "from_state", "link")


class ChainWrongError(Exception):
    """The steps of a message are not those that were written."""


def move(
    ids: Iterable[int],
    to: str,
    *,
    cause: str,
    by: Actor,
    only: Q | None = None,
    skip_locked: bool = False,
    **changes: Any,
) -> list[int]:
    """Move those messages whose present state allows it, with all their steps in one transaction.

    `only` narrows which of them may go, `skip_locked` leaves out those that somebody else holds; `changes` are further
    columns to set, the same for all. A timedelta there counts from the database's clock. Returns the ids of the moved.
    """
    wanted, moved = sorted(set(ids)), list[int]()
    with transaction.atomic():
        if to in OUTCOMES:
            announce()
        for start in range(0, len(wanted), CHUNK):
            may = Q(pk__in=wanted[start : start + CHUNK]) & (only or Q())
            movable = Message.objects.filter(may, state__in=states_before(to)).order_by("pk")
            rows = lock(movable, skip_locked=skip_locked)
            step(rows, to, cause=cause, by=by, **changes)
            moved += [row.id for row in rows]
    return moved


def states_before(to: str) -> list[str]:
    """The states that `to` may follow."""
    return [state for state, following in MESSAGE_MOVES.items() if to in following]


def lock(rows: Any, *, skip_locked: bool = False) -> list[Held]:
    """Lock the rows of this queryset until the open transaction ends. SQLite's writers exclude each other anyway."""
    return [Held(*row) for row in locking(rows, skip_locked=skip_locked)]


def locking(rows: Any, *more: str, skip_locked: bool = False) -> Any:
    """The query that locks those rows and selects the columns of `Held`, then those in `more`."""
    if connection.features.has_select_for_update:
        rows = rows.select_for_update(of=("self",), skip_locked=skip_locked, no_key=True)
    return rows.annotate(database_at=Now()).values_list(*_COLUMNS, "database_at", *more)


def step(rows: Sequence[Held], to: str, *, cause: str, by: Actor, **changes: Any) -> None:
    """Write one step of rows that `lock` gave, whose state the caller has asked for; see `move`."""
    if not rows:
        return
    at, since = now(), rows[0].database_at
    tail = (str(to), cause, by.ref, at)
    links = [chains.link(_head(row), content(row.reference, row.moves + 1, row.state, *tail)) for row in rows]
    said = [(row.id, row.moves + 1, row.state, link) for row, link in zip(rows, links, strict=True)]
    insert_each(Transition, _STEP, said, same={"to_state": str(to), "cause": cause, "actor": by.ref, "at": at})
    settled = {name: since + value if isinstance(value, timedelta) else value for name, value in changes.items()}
    same = {"state": str(to), "lease_token": None, "leased_until": None, **settled}
    linked = [(row.id, row.moves + 1, link) for row, link in zip(rows, links, strict=True)]
    update_each(Message, ("id",), ("moves", "chain_head"), linked, same=same)


def _head(row: Held) -> bytes:
    if row.chain_head is None:
        return genesis(row.reference, row.body_hash, row.address_hash)
    return bytes(row.chain_head)


def genesis(reference: UUID, body_hash: bytes, address_hash: bytes) -> bytes:
    """What a message's first step is linked to: the message itself."""
    return chains.link(chains.GENESIS, chains.canonical_line([reference.hex, body_hash.hex(), address_hash.hex()]))


def content(reference: UUID, number: int, before: str, to: str, cause: str, actor: str, at: datetime) -> bytes:
    """What the link of a step covers beside the link before it."""
    return chains.canonical_line([reference.hex, number, before, to, cause, actor, at.astimezone(UTC).isoformat()])


def verify_chain(message: Message) -> int:
    """Prove that the message's steps are those that were written, and return how many; raises ChainWrongError."""
    steps = list(Transition.objects.filter(message=message).order_by("number"))
    try:
        head = chains.verify(
            ((content(message.reference, *_said(step)), bytes(step.link)) for step in steps),
            previous=genesis(message.reference, bytes(message.body_hash), bytes(message.address_hash)),
        )
    except chains.ChainError as broken:
        raise ChainWrongError(f"{message.reference}: step {broken.position + 1} does not follow") from broken
    if len(steps) != message.moves or (steps and head != bytes(message.chain_head or b"")):
        raise ChainWrongError(f"{message.reference}: the last steps are missing")
    return len(steps)


def _said(step: Transition) -> tuple[int, str, str, str, str, datetime]:
    return step.number, step.from_state, step.to_state, step.cause, step.actor, step.at
