"""The facts of a coupon claim: typed and frozen, cheap to make, a million a settlement.

Yen are whole; instants carry their offset. Null in the contract is None here and means: not known, or not happened.
"""

from __future__ import annotations

from datetime import datetime
from typing import Literal, NamedTuple

PayoutWish = Literal["points", "bank_transfer"]


class BalanceAt(NamedTuple):
    """The balance of a coupon at an instant, in yen; negative where the ledger is in error."""

    at: datetime
    yen: int


class TriedPayment(NamedTuple):
    """One try to pay with a coupon: what the till did, what was paid otherwise, what was docked."""

    at: datetime
    refused_at_till: bool
    paid_otherwise_yen: int
    deducted_at: datetime | None
    presses: int
    intended: int
    unit_yen: int
    deductions: int


class Coupon(NamedTuple):
    """One coupon; `expires_at` is the last moment of validity before any extension."""

    prefecture: str
    via_national_travel_support: bool
    received_via_regionpay: bool
    expires_at: datetime
    number_known: bool
    lost: bool
    balances: tuple[BalanceAt, ...]
    payments: tuple[TriedPayment, ...]


class App(NamedTuple):
    """The app account; it speaks for all coupons of the claim."""

    charged: bool
    withdrawn: bool
    phone: bool
    email: bool


class Wants(NamedTuple):
    """How the claimant wants to be paid; `points` is None where not chosen yet."""

    payout: PayoutWish
    points: str | None


class Outage(NamedTuple):
    """The hours of the outage as an office has set them, `ends_at` excluded."""

    starts_at: datetime
    ends_at: datetime


class SiteApplication(NamedTuple):
    """An application on the special site, and the items it gave."""

    received_at: datetime
    items: frozenset[str]


class Enquiry(NamedTuple):
    """A call to the centre; `shop_confirmed` is None while the shop has not answered."""

    made_at: datetime
    items: frozenset[str]
    shop_confirmed: bool | None


class PayoutLink(NamedTuple):
    """A link that was sent; `arrived` is None where not known, `used_at` None where it was not used."""

    sent_at: datetime
    arrived: bool | None
    used_at: datetime | None


class CouponFacts(NamedTuple):
    """All that is known of one person's claim."""

    claimant_is_named_traveller: bool | None
    coupons: tuple[Coupon, ...]
    app: App
    wants: Wants
    outage: Outage | None = None
    site_application: SiteApplication | None = None
    enquiry: Enquiry | None = None
    restored_at: datetime | None = None
    payout_link: PayoutLink | None = None
