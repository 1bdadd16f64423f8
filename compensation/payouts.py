"""The one door through which payouts change their state."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from itertools import islice
from typing import Final

from django.db import transaction
from django.db.models import F, OuterRef, Subquery, Sum

from compensation import links
from compensation.models import Entitlement, Payout, PayoutLine, PayoutTransition
from compensation.sending import REMINDERS, SUBJECT
from compensation.states import PAYOUT_MOVES, PayoutState
from foundation.trail import audit
from foundation.trail.actor import Actor
from foundation.trail.clock import now
from notifications.models import Mailing, Message
from notifications.states import MailingState, MessageState
from notifications.transitions import move as move_messages

CHUNK: Final = 1_000
AWAITED: Final = (PayoutState.RELEASED, PayoutState.OPENED)
"""States in which somebody has still to choose."""
NOT_NEEDED: Final = "no reminder is needed"


def move(payout_ids: Iterable[int], to: PayoutState, *, cause: str, by: Actor) -> list[int]:
    """Move those payouts whose present state allows it, in one transaction, and return the ids of the moved.

    Each move writes a transition, which is its record for the audit. A payout that stands elsewhere stays there:
    whoever needs all of them compares the ids.
    """
    moved = list[int]()
    with transaction.atomic():
        for chunk in _chunks(payout_ids):
            moved += _move_chunk(chunk, to, cause, by)
    return moved


def release(payout_ids: Iterable[int], *, cause: str = "mailing released", by: Actor) -> list[int]:
    """Planned payouts become released: their links work from now on. Returns the ids of the moved."""
    return move(payout_ids, PayoutState.RELEASED, cause=cause, by=by)


def cancel(payout_ids: Iterable[int], *, cause: str, by: Actor) -> list[int]:
    """Take payouts back that nobody has chosen a method for, and return the ids of those taken back.

    Their money is free for another payout, their links end, and messages that wait are cancelled.
    """
    with transaction.atomic():
        moved = move(payout_ids, PayoutState.CANCELLED, cause=cause, by=by)
        for chunk in _chunks(moved):
            _free(chunk)
            links.end_links(chunk)
            numbers = list(Payout.objects.filter(pk__in=chunk).values_list("number", flat=True))
            cancel_messages(numbers, cause, by=by)
            audit.record("payout.cancelled", by=by, kind=SUBJECT, refs=numbers, detail={"cause": cause})
    return moved


def _move_chunk(ids: list[int], to: PayoutState, cause: str, by: Actor) -> list[int]:
    movable = [state for state, following in PAYOUT_MOVES.items() if to in following]
    # Locked in the order of their ids, so that two who move the same payouts wait for each other, not both at once.
    rows = Payout.objects.select_for_update().filter(pk__in=ids, state__in=movable).order_by("pk")
    before = dict(rows.values_list("pk", "state"))
    Payout.objects.filter(pk__in=before).update(state=to)
    if to not in AWAITED:
        _cancel_reminders(list(before), by)
    at = now()
    PayoutTransition.objects.bulk_create(
        PayoutTransition(payout_id=pk, from_state=state, to_state=to, at=at, cause=cause, actor=by.ref)
        for pk, state in before.items()
    )
    return list(before)


def _cancel_reminders(payout_ids: list[int], by: Actor) -> None:
    """Whoever has chosen is not reminded. What waits for its release yet is looked at again then."""
    numbers = Payout.objects.filter(pk__in=payout_ids).values("number")
    about = Message.objects.filter(subject_kind=SUBJECT, subject_ref__in=numbers, purpose__in=REMINDERS)
    unreleased = Mailing.objects.filter(state__in=[MailingState.OPEN, MailingState.PREPARED])
    ids = about.exclude(mailing__in=unreleased).values_list("pk", flat=True)
    move_messages(ids, MessageState.CANCELLED, cause=NOT_NEEDED, by=by)


def _free(payout_ids: list[int]) -> None:
    """What cancelled payouts were to pay is no longer committed."""
    freed = PayoutLine.objects.filter(payout_id__in=payout_ids, entitlement=OuterRef("pk")).order_by()
    of_one = freed.values("entitlement").annotate(yen=Sum("yen")).values("yen")
    Entitlement.objects.filter(payout_lines__payout_id__in=payout_ids).update(
        committed=F("committed") - Subquery(of_one)
    )


def cancel_messages(numbers: list[str], cause: str, *, by: Actor) -> None:
    """Messages about payouts of these numbers that did not go out yet will not."""
    messages = Message.objects.filter(subject_kind=SUBJECT, subject_ref__in=numbers)
    move_messages(messages.values_list("pk", flat=True), MessageState.CANCELLED, cause=cause, by=by)


def _chunks(ids: Iterable[int]) -> Iterator[list[int]]:
    source = iter(ids)
    while chunk := list(islice(source, CHUNK)):
        yield chunk
