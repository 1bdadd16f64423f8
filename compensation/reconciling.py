"""Proves that what is owed equals what became of it, to the yen, programme by programme, as of an instant."""

from __future__ import annotations

from datetime import datetime
from typing import Any, Final, NamedTuple

from django.db.models import Exists, F, IntegerField, OuterRef, Q, QuerySet, Subquery, Sum, Value
from django.db.models.functions import Cast, Coalesce, Greatest

from compensation import claw_backs
from compensation.awards.writing import RAISED
from compensation.credits.models import CreditLine, CreditTransition
from compensation.credits.states import CreditState
from compensation.models import Decision, Entitlement, Payout, PayoutLine, PayoutTransition, Programme
from compensation.states import PayoutState
from compensation.transfers.models import TransferRequest
from compensation.transfers.states import BANK_TRANSFER
from foundation.trail.models import AuditEvent

BUCKETS: Final[dict[str, str]] = {
    PayoutState.PLANNED: "unclaimed",
    PayoutState.RELEASED: "unclaimed",
    PayoutState.OPENED: "unclaimed",
    PayoutState.CHOSEN: "in_flight",
    PayoutState.FULFILLED: "paid",
    PayoutState.LAPSED: "lapsed",
    PayoutState.RETURNED: "returned",
}
"""What a payout's money counts as, by its state; that of a cancelled one is owed as before."""


CREDIT_BUCKETS: Final[dict[str, str]] = {
    CreditState.READY: "in_flight",
    CreditState.SENT: "in_flight",
    CreditState.CONFIRMED: "paid",
    CreditState.REFUSED: "returned",
}
"""What a credit's money counts as, by its state."""


class Balance(NamedTuple):
    """One programme: yen owed and where it is, and how many rows contradict each other.

    `by_transfer` is what of `in_flight` bank transfers are to pay.

    `unclaimed` is what waits for its payee or for a payout. `held_back` is decided and not owed yet: no entitlement
    comes of it before a person has looked (contacts that differ, no usable one). `to_claw_back` is what the decisions
    that stand find was owed too much; until a person has asked for it, it counts as owed. Contradictions: entitlements
    that payouts pay more of than is owed, payouts that are not the sum of their lines, or that stand for a transfer
    without a request for one, commitments that are not what payouts take up.
    """

    programme: str
    owed: int
    paid: int
    in_flight: int
    unclaimed: int
    lapsed: int
    returned: int
    by_transfer: int
    held_back: int
    overpaid: int
    torn: int
    miscommitted: int
    to_claw_back: int

    @property
    def holds(self) -> bool:
        """Whether every yen owed is in one place, and no row says otherwise."""
        found = self.paid + self.in_flight + self.unclaimed + self.lapsed + self.returned
        return found == self.owed and not (self.overpaid or self.torn or self.miscommitted)


def reconcile(as_of: datetime | None = None) -> list[Balance]:
    """One balance for each programme that owes anything, as of an instant (None: as things stand)."""
    programmes = Programme.objects.filter(pk__in=Entitlement.objects.values("programme")).order_by("slug")
    return [_balance(programme, as_of) for programme in programmes]


def _balance(programme: Programme, as_of: datetime | None) -> Balance:
    entitlements = _with_live_yen(programme, as_of)
    raised_later = _raised_after(programme, as_of)
    sums = entitlements.aggregate(
        owed_yen=Coalesce(Sum("owed"), 0), rest=Coalesce(Sum(Greatest(F("owed") - F("live"), Value(0))), 0)
    )
    places = _by_place(programme, as_of)
    for place, yen in _credits_by_place(programme, as_of).items():
        places[place] += yen
    return Balance(
        programme.slug,
        sums["owed_yen"] - raised_later,
        places["paid"],
        places["in_flight"],
        places["unclaimed"] + sums["rest"] - raised_later,
        places["lapsed"],
        places["returned"],
        _by_transfer(programme, as_of),
        _held_back(programme, as_of),
        entitlements.filter(live__gt=F("owed")).count(),
        _torn(programme, as_of) + (_without_request(programme) if as_of is None else 0),
        entitlements.exclude(live=F("committed")).count() if as_of is None else 0,
        claw_backs.total(claw_backs.standing(as_of).filter(entitlement__programme=programme)),
    )


def _lines(programme: Programme, as_of: datetime | None) -> QuerySet[Any]:
    """The lines of the programme's payouts, with the `state` that their payout was in."""
    lines = PayoutLine.objects.filter(payout__programme=programme).order_by()
    if as_of is None:
        return lines.annotate(state=F("payout__state"))
    moves = PayoutTransition.objects.filter(payout=OuterRef("payout"), at__lte=as_of).order_by("-at", "-pk")
    last = Subquery(moves.values("to_state")[:1])
    return lines.filter(payout__recorded_at__lte=as_of).annotate(state=Coalesce(last, Value(PayoutState.PLANNED.value)))


def _credit_lines(programme: Programme, as_of: datetime | None) -> QuerySet[Any]:
    """The lines of the programme's credits, with the `state` that their instruction was in."""
    lines = CreditLine.objects.filter(instruction__programme=programme).order_by()
    if as_of is None:
        return lines.annotate(state=F("instruction__state"))
    moves = CreditTransition.objects.filter(instruction=OuterRef("instruction"), at__lte=as_of).order_by("-at", "-pk")
    return lines.filter(instruction__made_at__lte=as_of).annotate(state=Subquery(moves.values("to_state")[:1]))


def _credits_by_place(programme: Programme, as_of: datetime | None) -> dict[str, int]:
    sums = _credit_lines(programme, as_of).values("state").annotate(total=Sum("yen")).values_list("state", "total")
    places = dict.fromkeys(CREDIT_BUCKETS.values(), 0)
    for state, yen in sums:
        places[CREDIT_BUCKETS[state]] += yen
    return places


def _by_transfer(programme: Programme, as_of: datetime | None) -> int:
    """Yen of the payouts that a transfer has taken and not paid."""
    asked = Q(transfers__asked_at__lte=as_of) if as_of else Q()
    live = Q(transfers__ended_at__isnull=True) | (Q(transfers__ended_at__gt=as_of) if as_of else Q())
    held = Payout.objects.filter(asked & live, transfers__isnull=False, programme=programme)
    lines = _lines(programme, as_of).filter(state=PayoutState.CHOSEN, payout__in=held)
    return int(lines.aggregate(total=Sum("yen"))["total"] or 0)


def _without_request(programme: Programme) -> int:
    """Payouts that wait for a transfer that nobody asks for any more, and requests whose payout is not theirs."""
    waiting = Payout.objects.filter(programme=programme, state=PayoutState.CHOSEN, method=BANK_TRANSFER)
    live = TransferRequest.objects.filter(programme=programme, ended_at__isnull=True, payout__isnull=False)
    orphans = waiting.exclude(pk__in=live.values("payout")).count()
    return orphans + live.exclude(payout__in=waiting).count()


def _by_place(programme: Programme, as_of: datetime | None) -> dict[str, int]:
    places = dict.fromkeys(BUCKETS.values(), 0)
    for state, yen in _lines(programme, as_of).values("state").annotate(total=Sum("yen")).values_list("state", "total"):
        if state in BUCKETS:
            places[BUCKETS[state]] += yen
    return places


def _with_live_yen(programme: Programme, as_of: datetime | None) -> QuerySet[Any]:
    """The programme's entitlements, with the `live` yen of them that payouts have taken up."""
    recorded = Q(recorded_at__lte=as_of) if as_of else Q()
    taken = _lines(programme, as_of).filter(entitlement=OuterRef("pk")).exclude(state=PayoutState.CANCELLED)
    live = taken.values("entitlement").annotate(total=Sum("yen")).values("total")
    rows = Entitlement.objects.filter(recorded, programme=programme)
    credited = _credit_lines(programme, as_of).filter(entitlement=OuterRef("pk")).values("entitlement")
    credit = credited.annotate(total=Sum("yen")).values("total")
    return rows.annotate(live=Coalesce(Subquery(live), Value(0)) + Coalesce(Subquery(credit), Value(0)))


def _held_back(programme: Programme, as_of: datetime | None) -> int:
    """Yen of the decisions that stand and that nobody is entitled by."""
    recorded = Q(recorded_at__lte=as_of) if as_of else Q()
    standing = Q(superseded_at__isnull=True) | (Q(superseded_at__gt=as_of) if as_of else Q())
    entitled = Entitlement.objects.filter(recorded, loss__lines__decision=OuterRef("pk"))
    decisions = Decision.objects.filter(recorded, standing, ~Exists(entitled), programme=programme, amount__gt=0)
    return int(decisions.aggregate(total=Sum("amount"))["total"] or 0)


def _torn(programme: Programme, as_of: datetime | None) -> int:
    recorded = Q(recorded_at__lte=as_of) if as_of else Q()
    payouts = Payout.objects.filter(recorded, programme=programme).annotate(found=Coalesce(Sum("lines__yen"), 0))
    return payouts.exclude(found=F("yen")).count()


def _raised_after(programme: Programme, as_of: datetime | None) -> int:
    """Yen by which entitlements were raised later."""
    if as_of is None:
        return 0
    events = AuditEvent.objects.filter(action=RAISED, scope=programme.slug, at__gt=as_of)
    raised: Any = Sum(Cast(F("detail__raised_by"), IntegerField()))
    return events.aggregate(total=Coalesce(raised, 0))["total"] or 0
