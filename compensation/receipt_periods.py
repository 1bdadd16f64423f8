"""Periods that begin when the link is sent: the last day to collect, once a provider has taken the message.

Counted is what the documents count from, the sending itself, not the release before it: a mailing may go out over days.
Where a person has a new link sent, the old one having failed, the period begins anew with it (`begin_anew`).
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Sequence
from datetime import date, datetime
from typing import Final, NamedTuple

from django.db import transaction

from compensation.models import Payout
from compensation.policy.periods import last_day
from compensation.sending import PURPOSE, SUBJECT
from compensation.states import PayoutState
from foundation.tables.updates import update_each
from foundation.trail import audit
from foundation.trail.actor import Actor
from notifications.models import Message, Transition
from notifications.states import MessageState

CHUNK: Final = 1_000
_OUT: Final = (PayoutState.RELEASED, PayoutState.OPENED)


def count_from_sending(*, by: Actor) -> int:
    """Give payouts whose link has been sent their last day, in transactions of a thousand; how many got one."""
    counted, last = 0, 0
    while ids := _waiting(last):
        counted, last = counted + _count(ids, by), ids[-1]
    return counted


def begin_anew(payouts: Iterable[int]) -> None:
    """Forget the last day where it is counted from the sending: the link is about to be sent again."""
    counted = Payout.objects.filter(pk__in=list(payouts), collect_days__isnull=False)
    counted.update(link_sent_at=None, collect_by=None)


def _waiting(after: int) -> list[int]:
    rows = Payout.objects.filter(collect_days__isnull=False, link_sent_at__isnull=True, state__in=_OUT, pk__gt=after)
    return list(rows.order_by("pk").values_list("pk", flat=True)[:CHUNK])


def _count(ids: Sequence[int], by: Actor) -> int:
    with transaction.atomic():
        waiting = Payout.objects.select_for_update(of=("self",)).filter(pk__in=ids, link_sent_at__isnull=True)
        held = {payout.number: payout for payout in waiting.select_related("programme").order_by("pk")}
        counted = [_Counted(held[number], sent_at) for number, sent_at in _sent(held).items()]
        rows = [(one.payout.pk, one.sent_at, one.last_day) for one in counted]
        update_each(Payout, ("id",), ("link_sent_at", "collect_by"), rows)
        _note(counted, by)
    return len(counted)


class _Counted(NamedTuple):
    payout: Payout
    sent_at: datetime

    @property
    def last_day(self) -> date:
        return last_day(self.sent_at, self.payout.collect_days or 0)


def _note(counted: Sequence[_Counted], by: Actor) -> None:
    alike = defaultdict[tuple[str, date], list[str]](list)
    for one in counted:
        alike[one.payout.programme.slug, one.last_day].append(one.payout.number)
    for (scope, day), numbers in alike.items():
        detail = {"collect_by": day.isoformat()}
        audit.record("payout.last_day_counted", by=by, kind=SUBJECT, refs=numbers, scope=scope, detail=detail)


def _sent(numbers: Iterable[str]) -> dict[str, datetime]:
    """When the latest message with the link was first taken by a provider; numbers of which it was not are left out."""
    found, latest = dict[tuple[str, int], datetime](), dict[str, int]()
    links = Message.objects.filter(subject_kind=SUBJECT, subject_ref__in=list(numbers), purpose=PURPOSE)
    for number, generation in links.values_list("subject_ref", "generation"):
        latest[number] = max(generation, latest.get(number, 0))
    taken = Transition.objects.filter(message__in=links, to_state=MessageState.ACCEPTED).order_by("-at", "-pk")
    for number, generation, at in taken.values_list("message__subject_ref", "message__generation", "at"):
        found[number, generation] = at
    return {number: found[number, last] for number, last in latest.items() if (number, last) in found}
