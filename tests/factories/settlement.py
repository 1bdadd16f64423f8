"""Coupons of the campaigns as they stand when the extension has run out, and a settlement over them."""

from __future__ import annotations

from datetime import date, datetime
from typing import Any

from compensation.models import Coupon, LedgerEntry
from compensation.settlement import Summary, settle
from compensation.states import EntryKind
from foundation.trail.actor import Actor
from tests.factories.compensation import SNAPSHOT, LedgerEntryFactory, ProgrammeFactory, coupon_with_ledger, jst

BY = Actor.system("settle")


def charged(slug: str = "kumamoto", *spent: int, **fields: Any) -> Coupon:
    """A coupon on an app account, of which these sums were spent in March."""
    return coupon_with_ledger(*spent, programme=ProgrammeFactory.create(slug=slug), **fields)


def family(size: int, slug: str = "kumamoto", **fields: Any) -> list[Coupon]:
    """Coupons on one account, under one name and with one contact."""
    shared = {"app_account": "family", "app_phone": "+819011112222", "app_email": "family@example.jp", **fields}
    return [charged(slug, **shared) for _ in range(size)]


def booked(coupon: Coupon, kind: EntryKind, yen: int, at: datetime, **fields: Any) -> LedgerEntry:
    """One more entry of a coupon."""
    return LedgerEntryFactory.create(coupon=coupon, kind=kind, yen=yen, at=at, **fields)


def settled(slug: str = "kumamoto", as_of: datetime = SNAPSHOT, **options: Any) -> Summary:
    """A settlement as of the end of the extension, unless told otherwise."""
    return settle(slug, as_of, by=BY, **options)


BEFORE_SNAPSHOT = jst(2023, 3, 20)
LATER = jst(2023, 4, 10)
OUTSIDE = date(2023, 2, 25)
