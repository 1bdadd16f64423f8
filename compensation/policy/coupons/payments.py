"""What a try to pay was: case B1, case B2, another event, nothing unusual, or not to be judged."""

from __future__ import annotations

from datetime import datetime
from typing import Literal, NamedTuple

from compensation.policy.bulletin import Window
from compensation.policy.coupons.facts import Outage, TriedPayment

Kind = Literal["paid_otherwise", "pressed_repeatedly", "other", "ordinary", "outside", "unset", "contradicted"]

LOSSES = frozenset(("paid_otherwise", "pressed_repeatedly"))
UNJUDGED = frozenset(("unset", "contradicted"))


class Judged(NamedTuple):
    """A payment, what it was, and the yen wrongly docked.

    `at_the_end` says that something happened at the very end of the outage, which is read as outside.
    """

    payment: TriedPayment
    kind: Kind
    loss: int = 0
    at_the_end: bool = False


class Hours(NamedTuple):
    """The hours by which payments are judged; none where nobody has set them, or two sources differ."""

    windows: tuple[Window, ...]
    contradicted: bool = False


def hours_of(set_by_office: Outage | None, stated: tuple[Window, ...]) -> Hours:
    """The hours that the bulletin states, or else those that an office has set; both and different: none."""
    if set_by_office is None:
        return Hours(stated)
    own = (Window(*set_by_office),)
    return Hours((), contradicted=True) if stated and stated != own else Hours(own)


def judge(payment: TriedPayment, hours: Hours) -> Judged:
    """Judge one payment by the hours of the outage, each window without its end."""
    if hours.contradicted:
        return Judged(payment, "contradicted")
    if not hours.windows:
        return Judged(payment, "unset")
    if _inside(payment.at, hours.windows):
        return _inside_the_hours(payment)
    ends = any(payment.at == window.ends_at for window in hours.windows)
    return Judged(payment, "outside", at_the_end=ends and _inside_the_hours(payment).kind != "ordinary")


def _inside(at: datetime, windows: tuple[Window, ...]) -> bool:
    return any(starts_at <= at < ends_at for starts_at, ends_at in windows)


def _inside_the_hours(payment: TriedPayment) -> Judged:
    docked = 0 if payment.deducted_at is None else payment.deductions
    if docked == 0 or payment.unit_yen == 0:
        return Judged(payment, "ordinary")
    if payment.refused_at_till and payment.paid_otherwise_yen > 0 and payment.deducted_at == payment.at:
        return Judged(payment, "paid_otherwise", docked * payment.unit_yen)
    if docked > payment.intended and payment.presses > max(payment.intended, 1):
        return Judged(payment, "pressed_repeatedly", (docked - payment.intended) * payment.unit_yen)
    odd = docked > payment.intended or payment.refused_at_till or payment.paid_otherwise_yen > 0
    return Judged(payment, "other" if odd else "ordinary")
