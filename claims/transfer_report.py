"""The report's rows on bank transfers: requests by state, with the yen that each holds."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime
from typing import Any

from django.db.models import Case, Count, F, OuterRef, Q, QuerySet, Subquery, Sum, Value, When
from django.db.models.functions import Coalesce

from claims.report_rows import Row, Total
from compensation.models import Programme
from compensation.transfers.models import TransferRequest, TransferTransition


def transfer_rows(programme: Programme, at: datetime) -> Iterator[Row]:
    """Requests for transfers; one whose claim is not decided yet asks for no yen so far, one that ended pays none."""
    moved = TransferTransition.objects.filter(request=OuterRef("pk"), at__lt=at).order_by("-at", "-pk")
    stood = Subquery(moved.values("to_state")[:1])
    groups = _transfers(programme, at).annotate(stood=stood).values("payout__route", "stood")
    for group in groups.annotate(n=Count("pk"), sum=Coalesce(Sum("yen_at"), 0)).order_by():
        route = group["payout__route"] or ("special_site" if programme.kind == "coupon" else "agreed")
        yield Row("transfer", "", "", route, f"transfer_{group['stood']}", group["n"], group["sum"])


def transfer_totals(programme: Programme, at: datetime) -> tuple[Total, ...]:
    """All requests; nothing where there were none."""
    found = _transfers(programme, at).aggregate(n=Count("pk"), sum=Coalesce(Sum("yen_at"), 0))
    return (Total("transfer", found["n"], found["sum"]),) if found["n"] else ()


def _transfers(programme: Programme, at: datetime) -> QuerySet[Any]:
    """Requests that had come in, with the yen that each held at the instant."""
    held = Q(payout__recorded_at__lt=at) & (Q(ended_at__isnull=True) | Q(ended_at__gte=at))
    yen = Case(When(held, then=F("payout__yen")), default=Value(0))
    return TransferRequest.objects.filter(programme=programme, asked_at__lt=at).annotate(yen_at=yen)
