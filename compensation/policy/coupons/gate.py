"""Who comes in at all: travel support, regionPAY, the prefecture, the named traveller, a sound ledger."""

from __future__ import annotations

from compensation.policy.bulletin import Bulletin
from compensation.policy.coupons.claim import Claim, Ending
from compensation.policy.coupons.facts import Coupon, CouponFacts

Numbered = list[tuple[int, Coupon]]


def admitted(facts: CouponFacts, bulletin: Bulletin) -> Numbered:
    """The coupons of this programme that are covered at all, with their numbers in the claim, from 1."""
    return [
        (number, coupon)
        for number, coupon in enumerate(facts.coupons, 1)
        if covered(coupon) and coupon.prefecture == bulletin.prefecture
    ]


def covered(coupon: Coupon) -> bool:
    """Whether the coupon came through the travel support and regionPAY."""
    return coupon.via_national_travel_support and coupon.received_via_regionpay


def sent_on(claim: Claim) -> bool:
    """Whether a coupon of the claim belongs to another prefecture, whose site it is sent on to."""
    return any(covered(coupon) and coupon.prefecture != claim.bulletin.prefecture for coupon in claim.facts.coupons)


def stopped(claim: Claim, inside: Numbered) -> Ending | None:
    """What ends the claim before any coupon is classed; coupons that are not covered only fall out."""
    _note_outside(claim)
    if not inside:
        return _nothing_inside(claim)
    traveller = claim.facts.claimant_is_named_traveller
    if not traveller:
        rule = "gate.traveller_unknown" if traveller is None else "gate.not_the_traveller"
        persons = claim.bulletin.persons
        claim.note(persons.clauses + persons.handing_on_clauses, rule, (), "unclear")
        claim.doubt(persons.clauses, rule)
        return claim.refer()
    return _negative(claim, inside)


def _note_outside(claim: Claim) -> None:
    bulletin = claim.bulletin
    for number, coupon in enumerate(claim.facts.coupons, 1):
        if not covered(coupon):
            came_by = (coupon.via_national_travel_support, coupon.received_via_regionpay)
            claim.note(bulletin.persons.clauses, "gate.not_covered", (number, *came_by), "fails")
        elif coupon.prefecture != bulletin.prefecture:
            where = (number, coupon.prefecture, bulletin.name)
            claim.note(
                bulletin.persons.clauses + bulletin.persons.visited_clauses, "gate.other_prefecture", where, "unclear"
            )


def _nothing_inside(claim: Claim) -> Ending:
    """Another prefecture's coupon is sent on; nobody is turned away without being told whom to call."""
    if sent_on(claim):
        return Ending("refer", None, None)
    if not claim.facts.coupons:
        claim.note(claim.bulletin.persons.clauses, "gate.no_coupon", (), "fails")
    contact = claim.bulletin.contact
    claim.note(contact.clauses, "contact", (contact.name, contact.telephone, contact.hours.text), "holds")
    return Ending("ineligible", None, None)


def _negative(claim: Claim, inside: Numbered) -> Ending | None:
    """An error of the ledger: nothing of the claim is decided before a person has looked at it."""
    case_a, payment = claim.bulletin.case_a, claim.bulletin.payment
    clauses = (case_a.clauses if case_a else ()) + payment.clauses
    for number, coupon in inside:
        for at, yen in coupon.balances:
            if yen < 0:
                claim.note(clauses, "gate.negative_balance", (number, at, yen), "unclear")
                return claim.refer()
    return None
