"""Restorations of the operator's ledger on coupons that this portal restored: noted beside ours, never booked again."""

from __future__ import annotations

from typing import Final

from django.db import connection

from compensation.imports.runs import Run
from compensation.imports.statements import execute, select
from compensation.models import Coupon, Loss, ReportedRestoration, Restoration
from compensation.restorations import compare
from compensation.states import EntryKind

REPORTED: Final = ReportedRestoration._meta.db_table
RESTORED: Final = (
    f"EXISTS (SELECT 1 FROM {REPORTED} p WHERE p.programme_id = r.programme_id AND p.entry_id = r.entry_id)"  # noqa: S608
)
"""Whether a resolved row `r` of the file is noted as a restoration that we booked ourselves."""

_OURS: Final = (
    f"EXISTS (SELECT 1 FROM {Restoration._meta.db_table} o JOIN {Loss._meta.db_table} l ON l.id = o.loss_id"  # noqa: S608
    " WHERE l.coupon_id = r.coupon_id)"
)


def noted_otherwise() -> str:
    """Rows of the file that were noted before, with other content."""
    return (
        f"FROM resolved r JOIN {REPORTED} p ON p.programme_id = r.programme_id AND p.entry_id = r.entry_id"
        " WHERE r.coupon_id IS NOT NULL AND r.line = r.first_line AND"
        f" (r.kind <> '{EntryKind.RESTORATION}' OR p.coupon_id <> r.coupon_id OR p.yen <> r.yen OR p.at <> r.at)"
    )


def note_restorations(run: Run, lines: tuple[int, int], new: str) -> None:
    """Note those among these lines, in the caller's transaction, and hold their sums against ours.

    `new` is the condition by which a row is one to be booked. The coupons are held, so that nobody puts a balance
    back between this look and the booking.
    """
    among = (
        f"FROM resolved r WHERE {new} AND r.kind = %s AND r.line BETWEEN %s AND %s"  # noqa: S608
        " AND NOT EXISTS (SELECT 1 FROM refused x WHERE x.line = r.line)"
    )
    asked = [EntryKind.RESTORATION.value, *lines]
    coupons = {pk for (pk,) in select(f"SELECT DISTINCT r.coupon_id {among}", asked)}
    if not coupons:
        return
    list(Coupon.objects.select_for_update().filter(pk__in=coupons).order_by("pk").values_list("pk"))
    noted = execute(
        f"INSERT INTO {REPORTED} (programme_id, coupon_id, entry_id, at, yen, recorded_at)"
        f" SELECT r.programme_id, r.coupon_id, r.entry_id, r.at, r.yen, %s {among} AND {_OURS} AND NOT {RESTORED}",
        [connection.ops.adapt_datetimefield_value(run.at), *asked],
    )
    run.count(restored_here=noted)
    compare(coupons, by=run.by)
