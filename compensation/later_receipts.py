"""A later bulletin gives more time to collect: payouts that nobody has collected yet follow it.

A day that somebody was told is never moved nearer. A period that runs from an event stays as it was counted.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import datetime
from typing import Final, NamedTuple

from django.db import transaction
from django.db.models import Count, Q, QuerySet

from compensation.models import Payout, Programme
from compensation.policy.bulletin import Bulletin
from compensation.policy.periods import Deadline
from compensation.programmes import in_force
from compensation.redirecting import renewed
from compensation.sending import AUTOMATIC, PURPOSE, SPECIAL_SITE, SUBJECT, Sending, sending_of
from compensation.states import PayoutState
from foundation.trail import audit
from foundation.trail.actor import Actor
from notifications import outbox
from notifications.envelope import open_envelope
from notifications.models import Mailing, Message
from notifications.states import MessageState
from notifications.transitions import move

CHUNK: Final = 500
LATER: Final = "a later bulletin gives more time"
_NOT_COLLECTED: Final = (PayoutState.PLANNED, PayoutState.RELEASED, PayoutState.OPENED)


class _Given(NamedTuple):
    """What the bulletin in force gives one route of a programme."""

    slug: str
    rules: Bulletin
    sending: Sending
    waiting: QuerySet[Payout]


def follow(at: datetime, *, by: Actor) -> int:
    """Move the last day of uncollected payouts to the one in force, where that is later; how many were moved.

    Messages that are still planned are written anew, for their mailing to be prepared again.
    """
    moved = 0
    for given in _given(at):
        while chunk := list(given.waiting.order_by("pk").values_list("pk", flat=True)[:CHUNK]):
            moved += _move(given, chunk, by)
    return moved


def _given(at: datetime) -> Iterator[_Given]:
    staged = Programme.objects.filter(kind="coupon").annotate(stages=Count("bulletins")).filter(stages__gt=1)
    for slug in staged.order_by("slug").values_list("slug", flat=True):
        force = in_force(slug, at)
        earlier = Payout.objects.filter(
            programme=force.row.programme_id, bulletin__stage__lt=force.row.stage, state__in=_NOT_COLLECTED
        )
        for route in (AUTOMATIC, SPECIAL_SITE):
            sending = sending_of(force.rules, route)
            shorter = _shorter(sending.receipt) if sending else None
            if sending and shorter is not None:
                yield _Given(slug, force.rules, sending, earlier.filter(shorter, route=route))


def _shorter(receipt: Deadline) -> Q | None:
    """Payouts that end before this; None where it ends only with an event of each claim's own."""
    if receipt.silent:
        return Q(collect_by__isnull=False, collect_days__isnull=True)
    return Q(collect_by__lt=receipt.day) if receipt.day else None


def _move(given: _Given, payout_ids: Sequence[int], by: Actor) -> int:
    receipt = given.sending.receipt
    with transaction.atomic():
        waiting = _hold_messages(payout_ids)
        # Asked again under the lock: somebody may have collected meanwhile.
        held = given.waiting.filter(pk__in=payout_ids).select_for_update(of=("self",))
        found = {payout.number: payout for payout in held.order_by("pk")}
        changed = Payout.objects.filter(number__in=found)
        changed.update(collect_by=receipt.day, collect_until=receipt.hour)
        _write_anew(given, {payout.number: payout for payout in changed}, waiting, by)
        detail = {"collect_by": receipt.day.isoformat() if receipt.day else None}
        audit.record("payout.last_day_moved", by=by, kind=SUBJECT, refs=found, scope=given.slug, detail=detail)
    return len(found)


def _hold_messages(payout_ids: Sequence[int]) -> list[Message]:
    """The planned messages about these payouts; their mailings are held, so that none is released meanwhile."""
    numbers = Payout.objects.filter(pk__in=payout_ids).values("number")
    planned = Message.objects.filter(
        subject_kind=SUBJECT, subject_ref__in=numbers, purpose=PURPOSE, state=MessageState.PLANNED
    )
    mailings = planned.order_by().values("mailing")
    list(Mailing.objects.select_for_update(no_key=True).filter(pk__in=mailings).order_by("pk").values_list("pk"))
    return list(planned.order_by("pk"))


def _write_anew(given: _Given, payouts: dict[str, Payout], waiting: Sequence[Message], by: Actor) -> None:
    old = [message for message in waiting if message.subject_ref in payouts]
    news = [
        renewed(
            payouts[message.subject_ref],
            message,
            given.rules,
            given.sending,
            (message.channel, open_envelope(message).address),
        )
        for message in old
    ]
    move([message.pk for message in old], MessageState.CANCELLED, cause=LATER, by=by)
    outbox.plan(news, by=by)
