"""Writes into the trace how each coupon was classed, and what of it bore on the decision."""

from __future__ import annotations

from compensation.policy.bulletin import Bulletin, CaseA, CaseB
from compensation.policy.coupons.claim import Claim
from compensation.policy.coupons.classes import Classed
from compensation.policy.coupons.payments import Judged


def narrate(claim: Claim) -> None:
    """Record the classes of all coupons. A test that failed bears only where the coupon has no other class."""
    held = any(classed.a != "fails" or classed.loss or classed.odd for classed in claim.coupons)
    claim.note(claim.bulletin.persons.clauses, "gate.passed", (len(claim.coupons),), "holds", bears=held)
    for classed in claim.coupons:
        _class_a(claim, classed, claim.bulletin)
        for judged in classed.judged:
            if claim.bulletin.case_b is not None:
                _payment(claim, classed, judged, claim.bulletin.case_b)


def _class_a(claim: Claim, classed: Classed, bulletin: Bulletin) -> None:
    case_a = bulletin.case_a
    if case_a is None:
        return
    bears = classed.a != "fails" or not classed.loss
    number = classed.number
    _expiry(claim, classed, case_a, bears=bears)
    if not classed.expires_inside:
        return
    facts_of_balance = (number, case_a.balance_at, classed.balance, case_a.least_yen)
    rule = {"holds": "a.balance_enough", "fails": "a.balance_short"}.get(classed.a, "a.balance_unknown")
    claim.note(case_a.balance_clauses, rule, facts_of_balance, classed.a, bears)


def _expiry(claim: Claim, classed: Classed, case_a: CaseA, *, bears: bool) -> None:
    expires, inside = classed.coupon.expires_at, classed.expires_inside
    first, last = case_a.first_expiry, case_a.last_expiry
    facts: tuple[object, ...] = (classed.number, expires, first, last)
    rule = "a.expiry_inside" if inside else "a.expiry_outside"
    if first is not None and first == last:
        facts = (classed.number, first) if inside else (classed.number, expires, first)
        rule = "a.expiry_day" if inside else "a.expiry_other_day"
    claim.note(case_a.expiry_clauses, rule, facts, "holds" if inside else "fails", bears)


def _payment(claim: Claim, classed: Classed, judged: Judged, case_b: CaseB) -> None:
    payment, kind = judged.payment, judged.kind
    if judged.at_the_end:
        claim.doubt(case_b.clauses, "b.at_the_end")
    if kind in ("unset", "contradicted"):
        claim.note(case_b.clauses, f"b.hours_{kind}", (classed.number, payment.at), "unclear")
        claim.note(claim.bulletin.outage.clauses, f"b.hours_{kind}", (classed.number, payment.at), "unclear")
    elif kind == "outside":
        bears = judged.at_the_end or (classed.a == "fails" and not classed.loss)
        claim.note(case_b.clauses, "b.outside_hours", (classed.number, payment.at), "fails", bears)
    else:
        _inside_the_hours(claim, classed, judged, case_b)


def _inside_the_hours(claim: Claim, classed: Classed, judged: Judged, case_b: CaseB) -> None:
    payment, kind, number = judged.payment, judged.kind, classed.number
    odd = kind == "other"
    bears = odd or (classed.a == "fails" and not classed.loss)
    docked = 0 if payment.deducted_at is None else payment.deductions
    b1 = (number, payment.at, payment.refused_at_till, payment.paid_otherwise_yen, payment.deducted_at, judged.loss)
    b2 = (number, payment.at, payment.presses, payment.intended, docked, payment.unit_yen, judged.loss)
    claim.note(case_b.clauses, "b.inside_hours", (number, payment.at), "holds", bears or bool(judged.loss))
    if kind == "paid_otherwise":
        claim.note(case_b.paid_otherwise_clauses, "b.paid_otherwise", b1, "holds")
        return
    claim.note(case_b.paid_otherwise_clauses, "b.not_paid_otherwise", b1[:-1], "fails", bears)
    if kind == "pressed_repeatedly":
        claim.note(case_b.pressed_repeatedly_clauses, "b.pressed_repeatedly", b2, "holds")
        return
    claim.note(case_b.pressed_repeatedly_clauses, "b.not_pressed_repeatedly", b2[:-1], "fails", bears)
    if odd:
        rule = "b.other_event_silent" if case_b.other_silent else "b.other_event"
        claim.note(case_b.other_clauses, rule, (number, payment.at), "unclear")
