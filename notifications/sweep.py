"""What nobody holds any more: leases that ran out, texts past their time, sendings whose outcome is unknown."""

from __future__ import annotations

import asyncio
import time
from collections import Counter
from collections.abc import Sequence
from datetime import datetime, timedelta
from functools import reduce
from itertools import groupby
from operator import or_
from typing import Any, Final, NamedTuple
from uuid import UUID

from django.db import transaction
from django.db.models import BooleanField, ExpressionWrapper, OuterRef, Q, Subquery
from django.db.models.functions import Now

from foundation.tables.updates import update_each
from foundation.trail.actor import Actor
from foundation.trail.clock import now
from notifications.channels.chosen import Carriers
from notifications.channels.contract import Capabilities, Carrier, Found, Presence, Result
from notifications.gates import unstopped, validity
from notifications.models import Attempt, LookUp, Message
from notifications.news import announce
from notifications.states import MessageState
from notifications.transitions import lock, move

SWEEP: Final = Actor.system("sweep")
AT_ONCE: Final = 500
ASKED_AT_ONCE: Final = 20
ASK_SECONDS: Final = 20.0
"""Longest round of questions; who has not answered by then is asked again later."""
WORK_SECONDS: Final = 15.0
"""Longest round of one kind of work; what is left waits for the next ring."""
ABSENT_ENOUGH: Final = 2
"""A provider that twice, with time between, does not know a reference has not accepted it."""

_OVER: Final = Q(leased_until__lt=Now())


class Doubt(NamedTuple):
    """An unknown whose time to be asked about has come, with its last attempt. `moves`: what it stood at.

    `keyed`: by the database's clock its provider still takes the reference only once. `started_at`: the portal's time.
    """

    message_id: int
    moves: int
    reference: UUID
    keyed: bool
    attempt_id: int
    provider: str
    outcome: str
    started_at: datetime


def reap(*, settle: float) -> Counter[str]:
    """Take back what its holder lost: only claimed → ready, perhaps sent → unknown. Never the other way round."""
    wait = timedelta(seconds=settle)
    back = _each(MessageState.LEASED, MessageState.READY, "the lease ran out before anything was sent", _OVER)
    lost = _each(MessageState.SENDING, MessageState.UNKNOWN, "the lease ran out while sending", _OVER, retry_at=wait)
    return Counter(taken_back=back, unknown=lost)


def hold_keyless() -> Counter[str]:
    """Leave to a person what may have been accepted once and waited longer than its provider's key protects it."""
    over = Q(key_until__lte=Now()) & ~Q(only_provider="")
    return Counter(held=_each(MessageState.READY, MessageState.HELD, "its key is over: a person decides", over))


def expire() -> Counter[str]:
    """Give up what may no longer be sent."""
    # What somebody stopped does not grow old meanwhile; a last day that has passed ends it all the same.
    late = Q(valid_until__lte=now()) | (Q(due_at__lte=now() - validity()) & unstopped())
    # What may have been accepted once is left to a person when its key is over.
    late &= Q(only_provider="") | Q(key_until=None)
    return Counter(expired=_each(MessageState.READY, MessageState.EXPIRED, "not sent in time", late))


def close_unknown(carriers: Carriers, *, settle: float) -> Counter[str]:
    """Ask providers about what is unknown, send again what a key protects, hold the rest for a person."""
    by_name = {carrier.name: carrier for each in carriers.values() for carrier in each}
    doubts = _doubts(settle)
    asked = [doubt for doubt in doubts if _can(by_name, doubt).look_up]
    keyed = [doubt for doubt in doubts if doubt not in asked and _is_protected(by_name, doubt)]
    left = [doubt for doubt in doubts if doubt not in asked and doubt not in keyed]
    others = [doubt for doubt in left if not _is_awaited(by_name, doubt)]
    found = asyncio.run(_ask(asked, by_name)) if asked else []
    return _conclude(found, keyed, others)


def _can(carriers: dict[str, Carrier], doubt: Doubt) -> Capabilities:
    """What the provider of the doubtful attempt can do; nothing where it is no longer in use."""
    carrier = carriers.get(doubt.provider)
    return carrier.capabilities if carrier else Capabilities()


def _is_protected(carriers: dict[str, Carrier], doubt: Doubt) -> bool:
    """Whether another sending is refused where the first one was accepted. What it refused for good it has not seen."""
    return doubt.keyed and _can(carriers, doubt).key_seconds > 0 and doubt.outcome != Result.REJECTED


def _is_awaited(carriers: dict[str, Carrier], doubt: Doubt) -> bool:
    """Whether a notice may still come that closes it, before a person is asked."""
    return now() - doubt.started_at < timedelta(seconds=_can(carriers, doubt).notice_seconds)


def _each(state: str, to: str, cause: str, only: Q, **changes: timedelta) -> int:
    ids = Message.objects.filter(only, state=state).order_by("pk").values_list("pk", flat=True)[:AT_ONCE]
    total, last = 0, time.monotonic() + WORK_SECONDS
    while time.monotonic() < last and (taken := list(ids)):
        with transaction.atomic():
            # A worker that hangs inside a transaction must not hang the sweep as well.
            moved = move(taken, to, cause=cause, by=SWEEP, only=only & Q(state=state), skip_locked=True, **changes)
            if state == MessageState.SENDING:
                _end_attempts(moved)
        total += len(moved)
        if not moved:
            break
    return total


def _end_attempts(messages: Sequence[int]) -> None:
    open_ones = Attempt.objects.filter(message__in=messages, ended_at=None).values_list("pk", flat=True)
    ended = [(pk, now(), "unknown", "the lease ran out") for pk in open_ones]
    update_each(Attempt, ("id",), ("ended_at", "outcome", "detail"), ended)


def _doubts(settle: float) -> list[Doubt]:
    """Take unknowns that are due, so that two sweeps do not ask at once: two absences lie `settle` seconds apart."""
    last = Attempt.objects.filter(message=OuterRef("pk")).order_by("-number")
    due = Message.objects.filter(Q(retry_at=None) | Q(retry_at__lte=Now()), state=MessageState.UNKNOWN)
    with transaction.atomic():
        ids = [row.id for row in lock(due.order_by("pk")[:AT_ONCE], skip_locked=True)]
        taken = Message.objects.filter(pk__in=ids)
        taken.update(retry_at=Now() + timedelta(seconds=settle))
        attempt = [Subquery(last.values(name)[:1]) for name in ("pk", "provider", "outcome", "started_at")]
        keyed = ExpressionWrapper(Q(key_until__isnull=False, key_until__gt=Now()), output_field=BooleanField())
        return [Doubt(*row) for row in taken.order_by("pk").values_list("pk", "moves", "reference", keyed, *attempt)]


async def _ask(doubts: list[Doubt], carriers: dict[str, Carrier]) -> list[tuple[Doubt, Found]]:
    places = asyncio.Semaphore(ASKED_AT_ONCE)

    async def one(doubt: Doubt) -> tuple[Doubt, Found]:
        async with places:
            return doubt, await carriers[doubt.provider].look_up(doubt.reference)

    wanted = [carriers[name] for name in {doubt.provider for doubt in doubts}]
    for carrier in wanted:
        await carrier.open()
    questions = [asyncio.create_task(one(doubt)) for doubt in doubts]
    try:
        answered, unanswered = await asyncio.wait(questions, timeout=ASK_SECONDS)
        for question in unanswered:
            question.cancel()
        return [question.result() for question in answered]
    finally:
        for carrier in wanted:
            await carrier.close()


def _conclude(found: list[tuple[Doubt, Found]], keyed: list[Doubt], others: list[Doubt]) -> Counter[str]:
    with transaction.atomic():
        announce()
        at = now()
        LookUp.objects.bulk_create(
            LookUp(message_id=doubt.message_id, attempt_id=doubt.attempt_id, says=said.presence, at=at)
            for doubt, said in found
        )
        there = [doubt for doubt, said in found if said.presence is Presence.PRESENT]
        gone = _absent([doubt for doubt, said in found if said.presence is Presence.ABSENT])
        return Counter(
            accepted=_close(there, MessageState.ACCEPTED, "found by look-up"),
            # Whoever may have had it is the only one that gets it.
            absent=_again(gone, "looked up twice and absent", key_until=None),
            repeated=_again(keyed, "sent again under the same key"),
            held=_close(others, MessageState.HELD, "nobody can be asked: a person decides"),
        )


def _absent(doubts: list[Doubt]) -> list[Doubt]:
    """Those of which this attempt was looked up often enough and never found."""
    asked = LookUp.objects.filter(attempt__in=[doubt.attempt_id for doubt in doubts], says=Presence.ABSENT)
    counted = Counter(asked.values_list("attempt", flat=True))
    return [doubt for doubt in doubts if counted[doubt.attempt_id] >= ABSENT_ENOUGH]


def _again(doubts: list[Doubt], cause: str, **changes: None) -> int:
    of_one = groupby(sorted(doubts, key=_provider), key=_provider)
    return sum(_close(list(each), MessageState.READY, cause, only_provider=name, **changes) for name, each in of_one)


def _provider(doubt: Doubt) -> str:
    return doubt.provider


def _close(doubts: list[Doubt], to: str, cause: str, **changes: Any) -> int:
    """Only those that did not move since they were taken: a later sending is another matter."""
    if not doubts:
        return 0
    only = reduce(or_, (Q(pk=doubt.message_id, moves=doubt.moves) for doubt in doubts))
    ids = [doubt.message_id for doubt in doubts]
    return len(move(ids, to, cause=cause, by=SWEEP, only=only, retry_at=None, **changes))
