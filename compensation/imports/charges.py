"""A charge that the ledger books turns a paper coupon into one of the app."""

from __future__ import annotations

from typing import Final

from compensation.imports import changes
from compensation.imports.runs import Run
from compensation.imports.statements import execute, select
from compensation.models import Coupon, LedgerEntry
from compensation.states import EntryKind

COUPONS: Final = Coupon._meta.db_table
ENTRIES: Final = LedgerEntry._meta.db_table


def mark_charged(run: Run, lines: tuple[int, int]) -> None:
    """Coupons charged by these lines of the file: say since when, where their record does not.

    One without an account stays as it is: to whom it was charged is not known. The summary counts those.
    """
    found = select(
        f"SELECT DISTINCT r.coupon_id FROM resolved r JOIN {ENTRIES} e ON e.programme_id = r.programme_id"  # noqa: S608
        " AND e.entry_id = r.entry_id WHERE r.kind = %s AND r.line BETWEEN %s AND %s",
        [EntryKind.CHARGE, *lines],
    )
    coupons = Coupon.objects.filter(pk__in=[pk for (pk,) in found], charged_at__isnull=True)
    charged = [coupon for coupon in coupons if coupon.app_account]
    run.count(charged=len(charged), charged_without_account=len(coupons) - len(charged))
    if charged:
        changes.keep(charged, run)
        _update([coupon.pk for coupon in charged])


def keep_booked_charges() -> None:
    """A charge that the ledger holds stands, also where a file of coupons does not know of it yet."""
    execute(
        f"UPDATE incoming SET charged_at = (SELECT MIN(e.at) FROM {ENTRIES} e JOIN matched m"  # noqa: S608
        " ON m.coupon_id = e.coupon_id WHERE m.line = incoming.line AND e.kind = %s)"
        " WHERE charged_at IS NULL AND app_account <> '' AND line IN (SELECT line FROM matched)",
        [EntryKind.CHARGE],
    )


def _update(coupon_ids: list[int]) -> None:
    marks = ", ".join(["%s"] * len(coupon_ids))
    execute(
        f"UPDATE {COUPONS} SET charged_at = (SELECT MIN(e.at) FROM {ENTRIES} e"  # noqa: S608
        f" WHERE e.coupon_id = {COUPONS}.id AND e.kind = %s) WHERE id IN ({marks})",
        [EntryKind.CHARGE, *coupon_ids],
    )
