"""How far a mailing has come: counts, rate, failures by reason, and about how long it will take."""

from __future__ import annotations

from datetime import timedelta
from math import ceil
from typing import Final, NamedTuple

from django.conf import settings
from django.db.models import Count

from foundation.trail.clock import now
from notifications.mailings import progress as states_of
from notifications.models import Attempt, Mailing, Message
from notifications.states import HeldBy, MailingStage, MailingState, MessageState

WINDOW: Final = timedelta(minutes=5)
REASONS: Final = 8
_WAITS: Final = (MessageState.READY, MessageState.LEASED, MessageState.SENDING)
_FAILED: Final = (MessageState.UNDELIVERED, MessageState.EXPIRED, MessageState.REJECTED)


class Trouble(NamedTuple):
    """One reason why a provider did not take a message, and how often it was given."""

    outcome: str
    detail: str
    number: int


class Progress(NamedTuple):
    """`back`: not let go yet. `waiting`: may go, or is going. `night`, `capped`: of these, those with a later hour.

    `accepted`: with the provider, no report yet. `unknown`: perhaps sent, and being asked about; `held`: waits for a
    person. `failures`: those that failed, by their state. `rate`: handed over a minute, of the last minutes.
    `minutes_left`: until the last one goes, None where nothing moves.
    """

    total: int
    back: int
    waiting: int
    night: int
    capped: int
    accepted: int
    delivered: int
    failed: int
    unknown: int
    held: int
    failures: list[tuple[str, int]]
    cancelled: int
    rate: int
    minutes_left: int | None
    troubles: list[Trouble]

    @property
    def done(self) -> int:
        """Those that a provider has, or that ended."""
        return self.accepted + self.delivered + self.failed

    @property
    def is_over(self) -> bool:
        """Whether nothing is left to be sent, or to be found out."""
        return not self.back + self.waiting + self.unknown + self.held


def progress_of(mailing: Mailing) -> Progress:
    """Counted from the rows as they stand."""
    states = states_of(mailing)
    held = Message.objects.filter(mailing=mailing, state=MessageState.READY, due_at__gt=now()).exclude(held_by="")
    by_hold = dict(held.order_by().values_list("held_by").annotate(number=Count("pk")))
    back, waiting = states.get(MessageState.PLANNED, 0), sum(states.get(state, 0) for state in _WAITS)
    rate = _rate(mailing)
    return Progress(
        total=sum(states.values()),
        back=back,
        waiting=waiting,
        night=by_hold.get(HeldBy.QUIET, 0),
        capped=by_hold.get(HeldBy.CAP, 0),
        accepted=states.get(MessageState.ACCEPTED, 0),
        delivered=states.get(MessageState.DELIVERED, 0),
        failed=sum(states.get(state, 0) for state in _FAILED),
        unknown=states.get(MessageState.UNKNOWN, 0),
        held=states.get(MessageState.HELD, 0),
        failures=[(state, states[state]) for state in _FAILED if states.get(state, 0)],
        cancelled=states.get(MessageState.CANCELLED, 0),
        rate=rate,
        minutes_left=_minutes_left(mailing, back, waiting, rate),
        troubles=_troubles(mailing),
    )


def ramp_minutes(number: int, rate: int, *, each: float) -> int:
    """Minutes until so many were let go at a rate a minute that doubles after `each` minutes; the last one counts."""
    minutes = 0.0
    while number > rate * each:
        number, minutes, rate = number - int(rate * each), minutes + each, rate * 2
    return ceil(minutes + number / rate)


def _minutes_left(mailing: Mailing, back: int, waiting: int, rate: int) -> int | None:
    if mailing.state != MailingState.RELEASED or not back + waiting:
        return None
    going = ceil(waiting / rate) if rate and waiting else 0
    if mailing.stage == MailingStage.RAMP:
        return max(going, ramp_minutes(back, mailing.rate, each=settings.RAMP_MINUTES))
    return going or None if mailing.stage == MailingStage.WHOLE else None


def _rate(mailing: Mailing) -> int:
    lately = Attempt.objects.filter(message__mailing=mailing, started_at__gt=now() - WINDOW).count()
    return round(lately / (WINDOW / timedelta(minutes=1)))


def _troubles(mailing: Mailing) -> list[Trouble]:
    tried = Attempt.objects.filter(message__mailing=mailing).exclude(outcome__in=["", "accepted", "duplicate"])
    found = tried.order_by().values_list("outcome", "detail").annotate(number=Count("pk")).order_by("-number")
    return [Trouble(*row) for row in found[:REASONS]]
