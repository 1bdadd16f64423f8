"""Answers to the check as a browser sends them, and the facts that they amount to, written down without its code."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import Any, NamedTuple

from compensation.policy.bulletin import Bulletin
from compensation.policy.coupons.facts import (
    App,
    BalanceAt,
    Coupon,
    CouponFacts,
    PayoutLink,
    SiteApplication,
    TriedPayment,
    Wants,
)
from foundation.japan.dates import end_of, start_of

PAPER: dict[str, str] = {"owner": "own", "expiry": "the_day", "holding": "paper", "evening": "nothing"}
APP = PAPER | {"holding": "app", "reach": "mobile"}
LEFT = {"left_1": "2,000", "left_2": "1500"}
DOCKED = {"evening": "paid_otherwise", "hour": "19:30", "unit": "800", "paid": "900"}
PRESSED = {"evening": "pressed_repeatedly", "hour": "１９時半", "unit": "500", "meant": "1", "docked": "3"}
OTHER = {"evening": "other", "hour": "19:30", "unit": "700"}


class Case(NamedTuple):
    """A traveller: the answers, and what of the facts is not as with a paper coupon that nothing happened to."""

    name: str
    answers: dict[str, Any]
    facts: dict[str, Any] = {}
    coupon: dict[str, Any] = {}


CASES = (
    Case("paper", PAPER | LEFT),
    Case("paper, left unknown", PAPER, coupon={"balances": ()}),
    Case("paper, all spent", PAPER | {"left_1": "0", "left_2": "0"}, coupon={"yen": (0, 0)}),
    Case("lost", PAPER | LEFT | {"holding": "lost"}, coupon={"lost": True, "number_known": False}),
    Case("withdrawn", PAPER | LEFT | {"holding": "withdrawn"}, {"app": App(True, True, False, False)}),
    Case("app", APP | LEFT, {"app": App(True, False, True, False)}),
    Case("app by e-mail", APP | LEFT | {"reach": "email"}, {"app": App(True, False, False, True)}),
    Case("app by both", APP | LEFT | {"reach": "both"}, {"app": App(True, False, True, True)}),
    Case("app by neither", APP | LEFT | {"reach": "neither"}, {"app": App(True, False, False, False)}),
    Case("app, all spent", APP | {"left_1": "0"}, {"app": App(True, False, True, False)}, {"yen": (0, None)}),
    Case(
        "another day", PAPER | {"expiry": "other", "expiry_day": ["2023", "2", "２３"]}, coupon={"days": -1, "yen": ()}
    ),
    Case("family's", PAPER | LEFT | {"owner": "others"}, {"claimant_is_named_traveller": False}),
    Case("elsewhere", {"owner": "elsewhere", "elsewhere": "okinawa"}, {"place": "沖縄県"}),
    Case("no regionPAY", {"owner": "not_regionpay"}, coupon={"received_via_regionpay": False, "yen": ()}),
    Case("no support", {"owner": "not_supported"}, coupon={"via_national_travel_support": False, "yen": ()}),
    Case("none", {"owner": "none"}, {"coupons": ()}),
    Case("B1", PAPER | DOCKED, coupon={"yen": (), "tried": (True, 900, 1, 1, 800, 1)}),
    Case("B2", PAPER | PRESSED, coupon={"yen": (), "tried": (False, 0, 3, 1, 500, 3)}),
    Case("other event", PAPER | OTHER, coupon={"yen": (), "tried": (True, 0, 1, 1, 700, 1)}),
    Case(
        "B1 in the app",
        APP | DOCKED,
        {"app": App(True, False, True, False)},
        {"yen": (), "tried": (True, 900, 1, 1, 800, 1)},
    ),
)


def facts_of(case: Case, rules: Bulletin, at: datetime, link: bool | None = None) -> CouponFacts:
    """The case's facts under a bulletin as of an instant."""
    given, coupon = dict(case.facts), dict(case.coupon)
    place, coupons = given.pop("place", rules.prefecture), given.pop("coupons", None)
    usual = CouponFacts(
        True, (_coupon(coupon, rules, at, place),), App(False, False, False, False), Wants("points", None)
    )
    facts = usual._replace(**given)
    if link is not None and facts.app.charged and not facts.app.withdrawn and rules.app and rules.app.sending:
        assert rules.app.sending.earliest is not None
        facts = facts._replace(payout_link=PayoutLink(start_of(rules.app.sending.earliest), link, None))
    return facts if coupons is None else facts._replace(coupons=coupons, claimant_is_named_traveller=None)


def applied(facts: CouponFacts, rules: Bulletin, at: datetime) -> CouponFacts:
    """The same with an application that has all that is asked."""
    assert rules.paper is not None
    items = {item.id for item in rules.paper.items.items} | set(rules.paper.items.reached_by)
    return facts._replace(site_application=SiteApplication(at, frozenset(items)))


def _coupon(given: dict[str, Any], rules: Bulletin, at: datetime, place: str) -> Coupon:
    assert rules.case_a is not None
    day = rules.incident.day + timedelta(days=given.pop("days", 0))
    yen = given.pop("yen", (2000, 1500) if place == rules.prefecture else ())
    instants = (rules.case_a.balance_at, rules.payment.balance_at)
    balances = tuple(
        BalanceAt(when, sum_) for when, sum_ in zip(instants, yen, strict=False) if sum_ is not None and when <= at
    )
    tried = given.pop("tried", None)
    usual = Coupon(
        place, True, True, end_of(day) - timedelta(minutes=1), True, False, balances, _payments(tried, rules)
    )
    return usual._replace(**given)


def _payments(tried: tuple[Any, ...] | None, rules: Bulletin) -> tuple[TriedPayment, ...]:
    if tried is None:
        return ()
    at = start_of(rules.incident.day) + timedelta(hours=19, minutes=30)
    refused, paid, presses, intended, unit, deductions = tried
    return (TriedPayment(at, refused, paid, at, presses, intended, unit, deductions),)
