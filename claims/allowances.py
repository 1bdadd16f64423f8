"""How often something may be done in a day, counted in the database: across processes, and through a restart."""

from __future__ import annotations

from datetime import timedelta
from typing import Any, Final, NamedTuple

from django.db.models import F

from claims.models import Allowance
from foundation.trail import clock
from foundation.vault.hashing import keyed_hash

_KEPT: Final = timedelta(days=2)


class Limit(NamedTuple):
    """`most` of a `purpose` a day for one `key` (a network's address, a contact; "" for everybody together)."""

    purpose: str
    key: str
    most: int


def take(limits: list[Limit]) -> bool:
    """Count one more under each limit, if none of them is used up; else count nothing.

    In the caller's transaction: what it does is undone together with the count.
    """
    rows = [_row(limit) for limit in limits]
    if any(row.used >= limit.most for row, limit in zip(rows, limits, strict=True)):
        return False
    # Guarded once more: two requests may have read the same count.
    return all(
        Allowance.objects.filter(pk=row.pk, used__lt=limit.most).update(used=F("used") + 1)
        for row, limit in zip(rows, limits, strict=True)
    )


def is_used_up(limit: Limit) -> bool:
    """Whether nothing is left of a limit today; counts nothing."""
    return Allowance.objects.filter(**_today(limit), used__gte=limit.most).exists()


def forget_old() -> int:
    """Delete the counts of days that are over; how many."""
    return Allowance.objects.filter(day__lt=clock.today() - _KEPT).delete()[0]


def _row(limit: Limit) -> Allowance:
    row, _ = Allowance.objects.get_or_create(**_today(limit))
    return row


def _today(limit: Limit) -> dict[str, Any]:
    key_hash = keyed_hash(limit.key, purpose=f"allowance:{limit.purpose}")
    return {"purpose": limit.purpose, "key_hash": key_hash, "day": clock.today()}
