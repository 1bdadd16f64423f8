"""What the decisions that stand find was owed too much: shown to people, taken from nobody by itself."""

from __future__ import annotations

from datetime import datetime

from django.db.models import Q, QuerySet, Sum

from compensation.models import ClawBack, Payout


def standing(as_of: datetime | None = None) -> QuerySet[ClawBack]:
    """The claw-backs whose decision stands, or stood just before an instant."""
    if as_of is None:
        return ClawBack.objects.filter(decision__superseded_at__isnull=True)
    stood = Q(decision__superseded_at__isnull=True) | Q(decision__superseded_at__gt=as_of)
    return ClawBack.objects.filter(stood, recorded_at__lte=as_of)


def total(claw_backs: QuerySet[ClawBack]) -> int:
    """Their yen."""
    return int(claw_backs.aggregate(total=Sum("yen"))["total"] or 0)


def of_payout(payout: Payout) -> int:
    """The yen found too much of what this payout pays for."""
    return total(standing().filter(entitlement__payout_lines__payout=payout))
