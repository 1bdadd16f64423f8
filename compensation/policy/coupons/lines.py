"""One line a loss: what each coupon of a claim brought, adding up to the decision's amount."""

from __future__ import annotations

from dataclasses import dataclass, field

from compensation.policy.coupons.claim import Claim, Ending
from compensation.policy.coupons.classes import Classed, balance_at
from compensation.policy.coupons.facts import Coupon
from compensation.policy.coupons.gate import covered
from compensation.policy.decision import Line


@dataclass(slots=True)
class Parts:
    """How the parts of a claim ended: the one sum over `held` coupons, and B while it is not restored."""

    held: list[Classed] = field(default_factory=list)
    a: Ending | None = None
    b: Ending | None = None


def lines_of(claim: Claim, parts: Parts) -> tuple[Line, ...]:
    """The lines of all coupons, in their order; a coupon with two losses, or with an open question, has two."""
    classed = {found.number: found for found in claim.coupons}
    lines: list[Line] = []
    for place, coupon in enumerate(claim.facts.coupons):
        found = classed.get(place + 1)
        lines += _unclassed(claim, place, coupon) if found is None else _classed(claim, place, found, parts)
    return tuple(lines)


def _unclassed(claim: Claim, place: int, coupon: Coupon) -> list[Line]:
    return [Line(place, "none", "refer" if covered(coupon) else "ineligible", None, None)]


def _classed(claim: Claim, place: int, classed: Classed, parts: Parts) -> list[Line]:
    lines: list[Line] = []
    if parts.b is not None and classed.loss:
        granted = parts.b.outcome == "eligible"
        lines.append(Line(place, "B", parts.b.outcome, parts.b.remedy, classed.loss if granted else None))
    if parts.a is not None and classed in parts.held:
        lines.append(_line_of_sum(claim, place, classed, parts.a, restored=parts.b is None and classed.loss > 0))
    if classed.odd:
        lines.append(Line(place, "none", "refer", None, None))
    return lines or [Line(place, "none", "ineligible", None, None)]


def _line_of_sum(claim: Claim, place: int, classed: Classed, ending: Ending, *, restored: bool) -> Line:
    granted = ending.outcome == "eligible"
    yen = balance_at(classed.coupon, claim.bulletin.payment.balance_at) if granted else None
    return Line(place, "B" if restored else "A", ending.outcome, ending.remedy if yen else None, yen)
