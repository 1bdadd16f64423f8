"""Makes facts for tests: an app user with one coupon of 1,000 yen, changed only where a test says so."""

from __future__ import annotations

from datetime import datetime
from functools import cache
from typing import Any

from compensation.bulletin_files import FOLDER, coupon_bulletin, parse
from compensation.policy import coupons
from compensation.policy.bulletin import Bulletin
from compensation.policy.coupons.facts import (
    App,
    BalanceAt,
    Coupon,
    CouponFacts,
    Enquiry,
    Outage,
    PayoutLink,
    SiteApplication,
    TriedPayment,
    Wants,
)
from compensation.policy.decision import Decision
from compensation.policy.periods import JST

FILES = {"kumamoto": "kumamoto-3", "iwate": "iwate-2", "yamanashi": "yamanashi-1", "nara": "nara-3"}
ALL = tuple(FILES)
FULL_ITEMS = {
    "kumamoto": ("name", "address", "contact", "email", "coupon_number"),
    "iwate": ("name", "contact", "prefecture_used", "travel_date", "coupon_number", "delivery_destination"),
    "yamanashi": ("name", "contact"),
    "nara": ("name", "address", "contact", "email", "coupon_number"),
}
BANK_ITEMS = ("bank_account", "identity", "lodging")
FOUR = ("coupon_number", "expiry", "prefecture", "shop")
IN_APP = App(charged=True, withdrawn=False, phone=True, email=True)
ON_PAPER = App(charged=False, withdrawn=False, phone=False, email=False)
WITHDRAWN = IN_APP._replace(withdrawn=True)
POINTS = Wants("points", None)
TRANSFER = Wants("bank_transfer", None)
APRIL_28 = "2023-04-28T12:00:00"
MARCH_20 = "2023-03-20T12:00:00"
JUNE_5 = "2023-06-05T12:00:00"


def jst(text: str) -> datetime:
    """An instant of Japan's time, or the one of its own offset."""
    moment = datetime.fromisoformat(text)
    return moment if moment.tzinfo else moment.replace(tzinfo=JST)


@cache
def bulletin(programme: str) -> Bulletin:
    path = FOLDER / f"{FILES[programme]}.toml"
    return coupon_bulletin(parse(path, path.read_bytes()))


def balances(at_27: int | None, at_april: int | None, last_minute: int | None = None) -> tuple[BalanceAt, ...]:
    named = (("2023-02-27T00:00:00", at_27), ("2023-03-31T23:59:00", last_minute), ("2023-04-01T00:00:00", at_april))
    return tuple(BalanceAt(jst(at), yen) for at, yen in named if yen is not None)


def coupon(prefecture: str = "kumamoto", yen: int | None = 1000, **changes: Any) -> Coupon:
    made = Coupon(prefecture, True, True, jst("2023-02-24T23:59:00"), True, False, balances(yen, yen), ())
    return made._replace(**changes)


def facts(*held: Coupon, **changes: Any) -> CouponFacts:
    made = CouponFacts(claimant_is_named_traveller=True, coupons=held, app=IN_APP, wants=POINTS)
    return made._replace(**changes)


def payment(at: str = "2023-02-24T18:30:00", **changes: Any) -> TriedPayment:
    """A B1 payment of 500 yen."""
    made = TriedPayment(jst(at), True, 500, jst(at), presses=1, intended=1, unit_yen=500, deductions=1)
    return made._replace(**changes)


def pressed(times: int = 3, intended: int = 1, deductions: int = 3, **changes: Any) -> TriedPayment:
    """A B2 payment: pressed so often, so many meant, so many booked."""
    counts = {"presses": times, "intended": intended, "deductions": deductions}
    return payment(**{"refused_at_till": False, "paid_otherwise_yen": 0, **counts, **changes})


def docked(prefecture: str = "kumamoto", *payments: TriedPayment, **changes: Any) -> Coupon:
    """A coupon emptied in the outage: no class A."""
    return coupon(prefecture, 0, payments=payments or (payment(),), **changes)


OUTAGE = Outage(jst("2023-02-24T17:00:00"), jst("2023-02-24T23:00:00"))


def called(at: str = "2023-03-10T11:00:00", confirmed: bool | None = True, items: tuple[str, ...] = FOUR) -> Enquiry:
    return Enquiry(jst(at), frozenset(items), confirmed)


def applied(at: str = "2023-04-10T10:00:00", items: tuple[str, ...] = FULL_ITEMS["kumamoto"]) -> SiteApplication:
    return SiteApplication(jst(at), frozenset(items))


def link(arrived: bool | None = True, used: str | None = None, sent: str = "2023-04-10T10:00:00") -> PayoutLink:
    return PayoutLink(jst(sent), arrived, None if used is None else jst(used))


def decide(claim: CouponFacts, at: str = APRIL_28, programme: str = "kumamoto") -> Decision:
    return coupons.decide(claim, bulletin(programme), jst(at))


def verdict(decision: Decision) -> tuple[str, str, int | None, str | None]:
    """What a claimant would be told first: case, outcome, yen, route."""
    return (decision.case, decision.outcome, decision.amount, decision.route)


def doubts(decision: Decision) -> list[str]:
    return [doubt.rule for doubt in decision.doubts]
