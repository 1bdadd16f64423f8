"""To which class a coupon belongs, each coupon by itself."""

from __future__ import annotations

from datetime import datetime
from typing import NamedTuple

from compensation.policy.bulletin import Bulletin, CaseA
from compensation.policy.coupons.facts import Coupon
from compensation.policy.coupons.payments import LOSSES, UNJUDGED, Hours, Judged, judge
from compensation.policy.decision import Result


class Classed(NamedTuple):
    """A coupon with its number in the claim (from 1), what class A found, and how its payments were judged."""

    number: int
    coupon: Coupon
    expires_inside: bool
    balance: int | None
    a: Result
    judged: tuple[Judged, ...]
    loss: int

    @property
    def odd(self) -> tuple[Judged, ...]:
        """The payments that are neither B1 nor B2 and yet no ordinary ones, or that could not be judged."""
        return tuple(found for found in self.judged if found.kind == "other" or found.kind in UNJUDGED)


def classify(number: int, coupon: Coupon, bulletin: Bulletin, hours: Hours) -> Classed:
    """Class one coupon."""
    judged: tuple[Judged, ...] = ()
    loss = 0
    case_a = bulletin.case_a
    if coupon.payments and bulletin.case_b is not None:
        judged = tuple([judge(payment, hours) for payment in coupon.payments])
        loss = sum([found.loss for found in judged if found.kind in LOSSES])
    if case_a is None:
        return Classed(number, coupon, False, None, "fails", judged, loss)
    inside = _expires_inside(coupon.expires_at, case_a)
    balance = balance_at(coupon, case_a.balance_at)
    return Classed(number, coupon, inside, balance, _class_a(inside, balance, case_a.least_yen), judged, loss)


def balance_at(coupon: Coupon, at: datetime) -> int | None:
    """The balance that was stated for exactly this instant; None, never 0, where none was."""
    for instant, yen in coupon.balances:
        if instant == at:
            return yen
    return None


def _expires_inside(expires_at: datetime, case_a: CaseA) -> bool:
    """The day of expiry counts, in Japan: compared as instants, from the first day's start to the last one's end."""
    if case_a.expires_from is not None and expires_at < case_a.expires_from:
        return False
    return case_a.expires_before is None or expires_at < case_a.expires_before


def _class_a(inside: bool, balance: int | None, least_yen: int) -> Result:
    if not inside:
        return "fails"
    if balance is None:
        return "open"
    return "holds" if balance >= least_yen else "fails"
