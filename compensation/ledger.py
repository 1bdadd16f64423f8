"""What the ledger says of coupons: the balance at an instant, the history of one, and how long it was valid.

A balance is the sum of the entries before an instant, in whole yen. Without an `issue` entry it is not known (None):
never 0. A negative one is told as it is; it is an error of the records, and a person's matter.
"""

from __future__ import annotations

from collections.abc import Collection, Sequence
from datetime import date, datetime
from typing import Any, NamedTuple

from django.db import connection

from compensation.models import Coupon, LedgerEntry
from compensation.states import EntryKind


class BookedEntry(NamedTuple):
    """An entry, and the balance after it; None where the balance is not known."""

    entry: LedgerEntry
    balance: int | None


def balances(coupon_ids: Collection[int], instants: Sequence[datetime]) -> dict[int, dict[datetime, int | None]]:
    """The balance of each coupon at each instant: one statement, however many of both."""
    unknown: dict[datetime, int | None] = dict.fromkeys(instants)
    found = dict.fromkeys(coupon_ids, unknown)
    if not (coupon_ids and instants):
        return found
    for coupon_id, issued, *yen in _sums(list(coupon_ids), instants):
        if issued:
            found[coupon_id] = dict(zip(instants, yen, strict=True))
    return found


def balance(coupon: Coupon, at: datetime) -> int | None:
    """The balance of one coupon at an instant."""
    return balances([coupon.pk], [at])[coupon.pk][at]


def entries_of(coupon: Coupon) -> list[BookedEntry]:
    """The history of one coupon in its order, with the balance after each entry."""
    entries = list(LedgerEntry.objects.filter(coupon=coupon).order_by("at", "entry_id"))
    known = any(entry.kind == EntryKind.ISSUE for entry in entries)
    booked: list[BookedEntry] = []
    running = 0
    for entry in entries:
        running += entry.yen
        booked.append(BookedEntry(entry, running if known else None))
    return booked


def validity(coupon: Coupon) -> date:
    """The last day of validity in Japan: the first one, or the latest that an extension gave; none shortens it."""
    extended = coupon.entries.filter(kind=EntryKind.EXTENSION).values_list("valid_until", flat=True)
    return max([coupon.expires_on, *filter(None, extended)])


def _sums(coupon_ids: list[int], instants: Sequence[datetime]) -> list[tuple[Any, ...]]:
    """(coupon, number of issues, sum before each instant) for every coupon that has entries."""
    listed, ids = _among(coupon_ids)
    sums = ", ".join(["SUM(CASE WHEN at < %s THEN yen ELSE 0 END)"] * len(instants))
    table = LedgerEntry._meta.db_table
    statement = (
        f"SELECT coupon_id, SUM(CASE WHEN kind = %s THEN 1 ELSE 0 END), {sums}"  # noqa: S608 (names of our own)
        f" FROM {table} WHERE coupon_id {listed} GROUP BY coupon_id"
    )
    moments = [connection.ops.adapt_datetimefield_value(at) for at in instants]
    with connection.cursor() as cursor:
        cursor.execute(statement, [EntryKind.ISSUE.value, *moments, *ids])
        return list(cursor.fetchall())


def _among(coupon_ids: list[int]) -> tuple[str, list[Any]]:
    """One array is one parameter, where the database has arrays; a long list of marks takes it longer to read."""
    if connection.vendor == "postgresql":
        return "= ANY(%s)", [coupon_ids]
    return f"IN ({', '.join(['%s'] * len(coupon_ids))})", coupon_ids
