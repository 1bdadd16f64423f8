"""What a coupon was before an import changed it."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date
from typing import Any, Final

from compensation.imports.runs import Run
from compensation.models import Coupon, CouponChange

# What the payee is changes by an award, and is recorded there.
_KEPT: Final = [field.attname for field in Coupon._meta.concrete_fields if field.name not in ("id", "payee")]


def keep(coupons: Iterable[Coupon], run: Run) -> None:
    """Write down what these coupons are, with who changes them by which file and when."""
    changes = [
        CouponChange(coupon=coupon, run=run.row, at=run.at, actor=run.by.ref, before=_as_json(coupon))
        for coupon in coupons
    ]
    CouponChange.objects.bulk_create(changes, batch_size=2_000)


def _as_json(coupon: Coupon) -> dict[str, Any]:
    return {column: _plain(getattr(coupon, column)) for column in _KEPT}


def _plain(value: Any) -> Any:
    return value.isoformat() if isinstance(value, date) else value
