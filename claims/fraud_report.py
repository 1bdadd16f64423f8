"""What a report tells of misuse beside its claims: how far examinations are, and what became of the money granted.

All of it as of an instant, from rows that only grow. Money stands by the instant of its decision, so that a grant and
what follows from it are never torn apart.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from datetime import datetime
from typing import Any, Final

from django.db.models import Case, Count, Exists, F, OuterRef, Q, QuerySet, Subquery, Sum, Value, When

from claims.models import Claim, ClaimTransition, ExaminationFinding, FraudProposal, Reconsideration
from claims.report_rows import DoesNotTieError, Row, Total
from compensation.credits.models import Arrangement, CreditClawBack, CreditInstruction, CreditTransition
from compensation.models import Programme

_WITHDRAWN: Final = "withdrawn"


def fraud_rows(programme: Programme, at: datetime) -> Iterator[Row]:
    """Examinations by how far they are, credits and arrangements by their state, claw-backs by how they ended."""
    yield from _examination_rows(programme, at)
    moved = CreditTransition.objects.filter(instruction=OuterRef("pk"), at__lt=at).order_by("-at", "-pk")
    stood = _credits(programme, at).annotate(stood=Subquery(moved.values("to_state")[:1]))
    for state, units, yen in _grouped(stood):
        yield Row("credit", "fraud", "", "", state, units, yen)
    noted = Case(When(noted_at__lt=at, then=Value("noted")), default=Value("to_note"))
    for state, units, yen in _grouped(_arrangements(programme, at).annotate(stood=noted)):
        yield Row("arrangement", "fraud", "", "", state, units, yen)
    ended = Case(When(ended_at__lt=at, then=F("ended_as")), default=Value("to_settle"))
    for state, units, yen in _grouped(_claw_backs(programme, at).annotate(stood=ended)):
        yield Row("claw_back", "fraud", "", "", state, units, yen)


def fraud_totals(programme: Programme, at: datetime) -> tuple[Total, ...]:
    """The totals of the same, with the proof that what was granted is all of it credited, arranged or asked back.

    Raises DoesNotTieError where it is not.
    """
    claims = Claim.objects.filter(programme=programme, received_at__lt=at)
    last = _standing(at).filter(claim=OuterRef("pk")).order_by("-pk").values("yen")
    examined = _sum(claims.annotate(last=Subquery(last[:1])), "last")
    credited, arranged = _credits(programme, at), _arrangements(programme, at)
    back = _claw_backs(programme, at)
    sums = _sum(credited, "yen"), _sum(arranged, "yen"), _sum(back, "yen")
    _prove(programme, at, sums)
    return (
        Total("examination", claims.count(), examined),
        Total("credit", credited.count(), sums[0]),
        Total("arrangement", arranged.count(), sums[1]),
        Total("claw_back", back.count(), sums[2]),
    )


def _prove(programme: Programme, at: datetime, sums: tuple[int, int, int]) -> None:
    credited, arranged, back = sums
    claims = Claim.objects.filter(programme=programme)
    approved = FraudProposal.objects.filter(claim=OuterRef("pk"), decision__recorded_at__lt=at).order_by("-pk")
    granted = _sum(claims.annotate(granted=Subquery(approved.values("yen")[:1])), "granted")
    if granted != credited + arranged - back:
        raise DoesNotTieError(f"granted {granted}: credited {credited}, arranged {arranged}, to be got back {back}")


def _examination_rows(programme: Programme, at: datetime) -> Iterator[Row]:
    signed = ExaminationFinding.objects.filter(claim=OuterRef("pk"), at__lt=at)
    standing = _standing(at).filter(claim=OuterRef("pk")).order_by("-pk")
    again = Reconsideration.objects.filter(claim=OuterRef("pk"), at__lt=at).order_by("-at").values("at")
    closed = ClaimTransition.objects.filter(claim=OuterRef("pk"), at__lt=at, to_state="closed", detail=_WITHDRAWN)
    claims = Claim.objects.filter(programme=programme, received_at__lt=at).annotate(
        begun=Exists(signed) | Q(fraud__established_at__lt=at),
        taken_back=Exists(closed),
        prepared=Subquery(standing.values("prepared_at")[:1]),
        decided=Subquery(standing.values("decision__recorded_at")[:1]),
        yen=Subquery(standing.values("yen")[:1]),
        again=Subquery(again[:1]),
    )
    counts, sums = Counter[str](), Counter[str]()
    for claim in claims:
        state = _how_far(claim, at)
        counts[state] += 1
        sums[state] += claim.yen or 0
    for state, units in counts.items():
        yield Row("examination", "fraud", "", "", state, units, sums[state])


def _how_far(claim: Any, at: datetime) -> str:
    """`claim` with what was known of its examination just before the instant."""
    if claim.taken_back:
        return "withdrawn"
    if claim.prepared is not None:
        if claim.decided is None or claim.decided >= at:
            return "proposed"
        return "reconsidered" if claim.again is not None and claim.again > claim.decided else "approved"
    return "under_examination" if claim.begun else "not_begun"


def _standing(at: datetime) -> QuerySet[FraudProposal]:
    """Proposals that were made and not returned before the instant."""
    return FraudProposal.objects.filter(prepared_at__lt=at).filter(Q(returned_at__isnull=True) | Q(returned_at__gte=at))


def _credits(programme: Programme, at: datetime) -> QuerySet[CreditInstruction]:
    return CreditInstruction.objects.filter(programme=programme, decision__recorded_at__lt=at)


def _arrangements(programme: Programme, at: datetime) -> QuerySet[Arrangement]:
    return Arrangement.objects.filter(programme=programme, decision__recorded_at__lt=at)


def _claw_backs(programme: Programme, at: datetime) -> QuerySet[CreditClawBack]:
    return CreditClawBack.objects.filter(programme=programme, decision__recorded_at__lt=at)


def _grouped(rows: QuerySet[Any]) -> Iterator[tuple[str, int, int]]:
    """Count and yen by `stood`; what has no step before the very instant has just been made."""
    for group in rows.values("stood").annotate(n=Count("pk"), sum=Sum("yen")).order_by():
        yield group["stood"] or "ready", group["n"], group["sum"]


def _sum(rows: QuerySet[Any], column: str) -> int:
    return int(rows.aggregate(sum=Sum(column))["sum"] or 0)
