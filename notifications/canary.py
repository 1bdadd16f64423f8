"""How a released list is let go: a first few, until enough of them arrived; then more by the minute, at twice the rate
each time; and stopped by itself where too many fail. A person may go on, or stop it, with a reason.
"""

from __future__ import annotations

from collections import Counter
from datetime import timedelta
from enum import Enum
from typing import Final, NamedTuple

from django.conf import settings
from django.db import transaction
from django.db.models import Count, Max, Q, QuerySet

from foundation.trail.actor import Actor
from foundation.trail.clock import now
from notifications.channels.chosen import carriers
from notifications.channels.contract import Carrier
from notifications.gates import is_quiet
from notifications.mailings import begin_ramp, halt, let_go
from notifications.models import Attempt, Mailing, Message
from notifications.states import Channel, MailingStage, MailingState, MessageState

TOO_FEW: Final = "canary: too few arrived"
TOO_LATE: Final = "canary: too few delivery reports in time"
TOO_MANY_FAILED: Final = "ramp: too many failed"
AT_ONCE: Final = 20_000
ENOUGH_TO_JUDGE: Final = 50

_FAILED: Final = (MessageState.UNDELIVERED, MessageState.EXPIRED, MessageState.REJECTED)
_ON_THE_WAY: Final = (MessageState.READY, MessageState.LEASED, MessageState.SENDING)


class Verdict(Enum):
    """What the first few say."""

    WAIT = "wait"
    PASSED = "passed"
    FAILED = "failed"
    OVERDUE = "overdue"


class Heard(NamedTuple):
    """Of messages that were let go: how many arrived, how many failed for good, and of how many nothing is known."""

    arrived: int
    failed: int
    open: int

    @property
    def total(self) -> int:
        return self.arrived + self.failed + self.open


def judge(heard: Heard, share: int, *, overdue: bool) -> Verdict:
    """`share`: how many of a hundred have to arrive. `overdue`: the time for their reports is over."""
    if heard.total and heard.arrived * 100 >= share * heard.total:
        return Verdict.PASSED
    if heard.failed * 100 > (100 - share) * heard.total:
        return Verdict.FAILED
    return Verdict.OVERDUE if overdue else Verdict.WAIT


def advance(*, by: Actor) -> Counter[str]:
    """Look at every mailing on its way and take the step that is due; how many took which. Any number may run."""
    done = Counter[str]()
    under_way = Mailing.objects.filter(state=MailingState.RELEASED).exclude(stage=MailingStage.WHOLE)
    for pk in under_way.order_by("pk").values_list("pk", flat=True):
        with transaction.atomic():
            held = under_way.select_for_update(skip_locked=True).filter(pk=pk).first()
            if held is not None:
                done[_canary(held, by) if held.stage == MailingStage.CANARY else _ramp(held, by)] += 1
    return done


def heard(mailing: Mailing) -> Heard:
    """What is known of the messages that were let go so far.

    Where a provider gives no delivery reports, what it accepted has arrived once the time for a bounce is over.
    """
    return _heard(_let_go(mailing), settled=_is_overdue(mailing))


def silent_channels() -> frozenset[str]:
    """Channels with a provider that gives no delivery reports."""
    of_channels = carriers().items()
    return frozenset(channel for channel, of_one in of_channels if not all(map(_reports, of_one)))


def _reports(carrier: Carrier) -> bool:
    return carrier.capabilities.echo or carrier.capabilities.reports


def _canary(held: Mailing, by: Actor) -> str:
    overdue = _is_overdue(held)
    verdict = judge(_heard(_let_go(held), settled=overdue), settings.CANARY_SHARE, overdue=overdue)
    if verdict is Verdict.FAILED:
        halt(held, TOO_FEW, by)
    elif verdict is Verdict.OVERDUE:
        halt(held, TOO_LATE, by)
    elif verdict is Verdict.PASSED and settings.RAMP_START:
        begin_ramp(held)
    elif verdict is Verdict.PASSED:
        let_go(held, held.count, now(), by)
    return verdict.value


def _ramp(held: Mailing, by: Actor) -> str:
    at = now()
    since, rate_at = held.advanced_at or at, held.rate_at or at
    more = int(held.rate * (at - since).total_seconds() / 60)
    if at - rate_at >= timedelta(minutes=settings.RAMP_MINUTES):
        if _too_many_failed(held):
            halt(held, TOO_MANY_FAILED, by)
            return "failed"
        Mailing.objects.filter(pk=held.pk).update(rate=held.rate * 2, rate_at=at)
    if more:
        # At night the ramp waits for text messages: in the morning they would go all at once.
        only = ~Q(channel=Channel.SMS) if is_quiet(at) else Q()
        Mailing.objects.filter(pk=held.pk).update(advanced_at=at)
        let_go(held, min(more, AT_ONCE), at, by, only=only)
    return "ramp"


def _too_many_failed(held: Mailing) -> bool:
    """Of what was tried at the present rate; a few prove nothing."""
    tried = Attempt.objects.filter(message__mailing=held, started_at__gte=held.rate_at).values("message")
    found = _heard(Message.objects.filter(pk__in=tried), settled=True)
    known = found.arrived + found.failed
    return known >= ENOUGH_TO_JUDGE and found.failed * 100 > (100 - int(settings.CANARY_SHARE)) * known


def _let_go(mailing: Mailing) -> QuerySet[Message]:
    kept = [MessageState.PLANNED, MessageState.CANCELLED]
    return Message.objects.filter(mailing=mailing).exclude(state__in=kept)


def _heard(messages: QuerySet[Message], *, settled: bool) -> Heard:
    found = messages.order_by().values_list("channel", "state").annotate(number=Count("pk"))
    silent = silent_channels() if settled else frozenset[str]()
    counted = Counter[str]()
    for channel, state, number in found:
        arrived = state == MessageState.DELIVERED or (state == MessageState.ACCEPTED and channel in silent)
        counted["arrived" if arrived else "failed" if state in _FAILED else "open"] += number
    return Heard(counted["arrived"], counted["failed"], counted["open"])


def _is_overdue(mailing: Mailing) -> bool:
    """All of them went, and the time for their reports is over."""
    messages = _let_go(mailing)
    if messages.filter(state__in=_ON_THE_WAY).exists():
        return False
    last = Attempt.objects.filter(message__in=messages).aggregate(at=Max("started_at"))["at"]
    return last is not None and now() - last >= timedelta(minutes=settings.CANARY_MINUTES)
