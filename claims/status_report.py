"""How many coupons, claims and payouts of a programme stood where at an instant, and for how many yen.

Computed from rows that only grow: what was recorded before the instant, and did not yet have a successor then. Each
coupon and each claim stands in one row, so that the rows add up to all of them; a report that does not is not made.
"""

from __future__ import annotations

import tomllib
from collections import Counter
from collections.abc import Iterable, Iterator
from datetime import UTC, datetime
from typing import Any, Final, NamedTuple

from django.db.models import Case, Count, Exists, F, OuterRef, Q, QuerySet, Subquery, Sum, Value, When
from django.db.models.fields.json import KT
from django.db.models.functions import Coalesce
from django.db.models.lookups import LessThan

from claims.fraud_report import fraud_rows, fraud_totals
from claims.models import Claim, ClaimCoupon, ClaimTransition
from claims.report_rows import DoesNotTieError, Row, Total, Unit
from claims.states import CALL
from claims.transfer_report import transfer_rows, transfer_totals
from compensation.models import (
    Bulletin,
    Coupon,
    CouponChange,
    Decision,
    Entitlement,
    Payout,
    PayoutLine,
    PayoutTransition,
    Programme,
    Restoration,
)
from compensation.states import LineRemedy, PayoutState, SubjectKind
from foundation.japan.prefectures import PREFECTURES
from foundation.tables.one_view import one_view


class StatusReport(NamedTuple):
    """The rows in a fixed order, and the totals that they were held against. `prefecture` is "" for TwooCa."""

    programme: Programme
    prefecture: str
    as_of: datetime
    rows: tuple[Row, ...]
    totals: tuple[Total, ...]

    def rows_of(self, unit: Unit) -> tuple[Row, ...]:
        """The rows of one kind of unit."""
        return tuple(row for row in self.rows if row.unit == unit)


def status_report(programme: Programme, as_of: datetime) -> StatusReport:
    """The state of a programme just before `as_of`; raises DoesNotTieError."""
    with one_view():
        rows = (
            *_coupon_rows(programme, as_of),
            *_claim_rows(programme, as_of),
            *_payout_rows(programme, as_of),
            *transfer_rows(programme, as_of),
            *(fraud_rows(programme, as_of) if programme.kind == "fraud" else ()),
        )
        totals = _totals(programme, as_of)
    tie(rows, totals)
    return StatusReport(programme, _prefecture(programme), as_of, tuple(sorted(rows)), totals)


def tie(rows: Iterable[Row], totals: Iterable[Total]) -> None:
    """Hold the sum of the rows against the totals, unit by unit; raises DoesNotTieError with both."""
    counts, sums = Counter[str](), Counter[str]()
    for row in rows:
        counts[row.unit] += row.units
        sums[row.unit] += row.yen
    for total in totals:
        found = (counts[total.unit], sums[total.unit])
        if found != (total.units, total.yen):
            raise DoesNotTieError(f"{total.unit}: rows {found}, in all {(total.units, total.yen)}")


def _coupon_rows(programme: Programme, at: datetime) -> Iterator[Row]:
    decided = _with_state(_standing(programme, SubjectKind.COUPON, at), at)
    keys = ("case", "outcome", "route", "stood")
    groups = decided.values(*keys).annotate(n=Count("pk"), yen=Coalesce(Sum("amount"), 0)).order_by()
    for case, outcome, route, state, units, yen in groups.values_list(*keys, "n", "yen"):
        yield Row("coupon", case, outcome, route, state, units, yen)
    yield from _undecided_coupons(programme, at)


def _undecided_coupons(programme: Programme, at: datetime) -> Iterator[Row]:
    """Coupons on paper without a claim, with one, and those that wait for the settlement."""
    decided = Exists(_standing(programme, SubjectKind.COUPON, at).filter(subject_id=OuterRef("pk")))
    applied = ClaimCoupon.objects.filter(coupon=OuterRef("pk"), linked_at__lt=at).exclude(claim__channel=CALL)
    claimed = Exists(applied)
    state = Case(
        When(_charged(at), then=Value("not_settled")),
        When(claimed, then=Value("paper_claimed")),
        default=Value("paper_unclaimed"),
    )
    waiting = _coupons(programme, at).exclude(decided).values(stood=state).annotate(n=Count("pk"))
    for group in waiting.order_by():
        route = "automatic" if group["stood"] == "not_settled" else "special_site"
        outcome = "by_claim" if group["stood"] == "paper_claimed" else "undecided"
        yield Row("coupon", "", outcome, route, group["stood"], group["n"], 0)


def _charged(at: datetime) -> Q:
    """Whether the records said at the instant that a coupon had been charged: what a later import changed, was before.

    The instant that a change keeps is text, in UTC and ISO 8601, which sorts as instants do.
    """
    later = CouponChange.objects.filter(coupon=OuterRef("pk"), at__gte=at).order_by("at", "pk")
    was = Subquery(later.values(was=KT("before__charged_at"))[:1])
    unchanged = Q(~Exists(later), charged_at__lt=at)
    return unchanged | Q(LessThan(was, Value(at.astimezone(UTC).isoformat())))


def _claim_rows(programme: Programme, at: datetime) -> Iterator[Row]:
    groups, sums = Counter[tuple[str, str, str, str]](), Counter[tuple[str, str, str, str]]()
    decided = _with_state(_standing(programme, SubjectKind.CLAIM, at), at)
    decisions = {row["subject_id"]: row for row in decided.values(*_OF_A_DECISION)}
    stood = ClaimTransition.objects.filter(claim=OuterRef("pk"), at__lt=at).order_by("-at", "-pk").values("to_state")
    claims = _claims(programme, at).annotate(stood=Subquery(stood[:1]))
    for pk, channel, state in claims.values_list("pk", "channel", "stood"):
        key, yen = _claim_key(channel, state or "received", decisions.get(pk))
        groups[key] += 1
        sums[key] += yen
    for key, count in groups.items():
        yield Row("claim", *key, count, sums[key])


_OF_A_DECISION: Final = ("subject_id", "case", "outcome", "route", "stood", "amount")


def _claim_key(channel: str, state: str, decision: dict[str, Any] | None) -> tuple[tuple[str, str, str, str], int]:
    """Case, outcome, route and state of a claim: once money is due, the state is that of the money."""
    came_by = "call_centre" if channel == CALL else "special_site"
    if decision is None:
        return ("", "undecided", came_by, state), 0
    about_money = decision["outcome"] == "eligible"
    route = decision["route"] or came_by
    return (decision["case"], decision["outcome"], route, decision["stood"] if about_money else state), (
        decision["amount"] or 0
    )


def _payout_rows(programme: Programme, at: datetime) -> Iterator[Row]:
    moved = PayoutTransition.objects.filter(payout=OuterRef("pk"), at__lt=at).order_by("-at", "-pk").values("to_state")
    stood = Coalesce(Subquery(moved[:1]), Value(PayoutState.PLANNED.value))
    groups = _payouts(programme, at).annotate(stood=stood).values("route", "stood")
    for group in groups.annotate(n=Count("pk"), sum=Sum("yen")).order_by():
        yield Row("payout", "", "", group["route"], group["stood"], group["n"], group["sum"])


def _with_state(decisions: QuerySet[Decision], at: datetime) -> Any:
    """`stood`: for a decision that owes money the state of the latest payout that pays it, else what it waits for.

    What a person must look at before anybody is paid (contacts that differ, no usable one) is `held_back`: it is
    decided, and not among the entitlements, whose sum `manage.py reconcile` proves.
    """
    lines = PayoutLine.objects.filter(entitlement__loss__lines__decision=OuterRef("pk"), payout__recorded_at__lt=at)
    moved = PayoutTransition.objects.filter(payout=OuterRef("payout"), at__lt=at).order_by("-at", "-pk")
    restored = Restoration.objects.filter(line__decision=OuterRef("pk"), at__lt=at)
    entitled = Entitlement.objects.filter(loss__lines__decision=OuterRef("pk"), recorded_at__lt=at)
    return decisions.annotate(
        payout=Subquery(lines.order_by("-payout_id").values("payout_id")[:1]),
        moved=Subquery(moved.values("to_state")[:1]),
        stood=Case(
            When(~Q(outcome="eligible"), then=F("outcome")),
            When(Q(Exists(restored)), then=Value("restored")),
            When(remedy=LineRemedy.RESTORE, then=Value("to_restore")),
            When(amount=0, then=Value("nothing_left")),
            When(payout__isnull=False, then=Coalesce(F("moved"), Value(PayoutState.PLANNED.value))),
            When(Exists(entitled), then=Value("owed")),
            default=Value("held_back"),
        ),
    )


def _standing(programme: Programme, kind: SubjectKind, at: datetime) -> QuerySet[Decision]:
    """The decisions that stood just before the instant."""
    recorded = Decision.objects.filter(programme=programme, subject_kind=kind, recorded_at__lt=at)
    return recorded.filter(Q(superseded_at__isnull=True) | Q(superseded_at__gte=at))


def _coupons(programme: Programme, at: datetime) -> QuerySet[Coupon]:
    return Coupon.objects.filter(programme=programme, recorded_at__lt=at)


def _claims(programme: Programme, at: datetime) -> QuerySet[Claim]:
    return Claim.objects.filter(programme=programme, received_at__lt=at)


def _payouts(programme: Programme, at: datetime) -> QuerySet[Payout]:
    return Payout.objects.filter(programme=programme, recorded_at__lt=at)


def _totals(programme: Programme, at: datetime) -> tuple[Total, ...]:
    totals: tuple[Total, ...] = (
        Total("coupon", _coupons(programme, at).count(), _decided_yen(programme, SubjectKind.COUPON, at)),
        Total("claim", _claims(programme, at).count(), _decided_yen(programme, SubjectKind.CLAIM, at)),
        Total("payout", _payouts(programme, at).count(), _sum(_payouts(programme, at), "yen")),
    )
    totals = (*totals, *transfer_totals(programme, at))
    # Only a policy on misuse is examined item by item, and credits balances.
    return (*totals, *fraud_totals(programme, at)) if programme.kind == "fraud" else totals


def _decided_yen(programme: Programme, kind: SubjectKind, at: datetime) -> int:
    return _sum(_standing(programme, kind, at), "amount")


def _sum(rows: QuerySet[Any], column: str) -> int:
    return int(rows.aggregate(sum=Sum(column))["sum"] or 0)


def _prefecture(programme: Programme) -> str:
    bulletin = Bulletin.objects.filter(programme=programme).order_by("-stage").first()
    named = str(tomllib.loads(bulletin.source).get("prefecture", "")) if bulletin else ""
    return named if named in PREFECTURES else ""
