"""Decides a coupon claim: the gate, the classes, B before A, one sum."""

from __future__ import annotations

from datetime import datetime

from compensation.policy.bulletin import Bulletin, CaseB, Enquiry
from compensation.policy.coupons import balance, case_b, collection, gate, persons, site
from compensation.policy.coupons.claim import Claim, Ending
from compensation.policy.coupons.classes import Classed, classify
from compensation.policy.coupons.facts import CouponFacts
from compensation.policy.coupons.lines import Parts, lines_of
from compensation.policy.coupons.narration import narrate
from compensation.policy.coupons.payments import hours_of
from compensation.policy.decision import Decision

RUNNING = Ending("pending", None, None)


def decide(facts: CouponFacts, bulletin: Bulletin, at: datetime) -> Decision:
    """Decide one claim as of one instant under one bulletin. Amounts are whole yen."""
    claim = Claim(facts, bulletin, at)
    parts = Parts()
    inside = gate.admitted(facts, bulletin)
    ending = gate.stopped(claim, inside)
    if ending is None:
        hours = hours_of(facts.outage, bulletin.outage.windows)
        claim.coupons = [classify(number, coupon, bulletin, hours) for number, coupon in inside]
        narrate(claim)
        ending = _by_class(claim, parts)
    order = bulletin.clause_order
    # What is paid out for B is tested like the balance paid for A beside it; what both found is told once.
    steps = claim.trace if parts.b is None else dict.fromkeys(claim.trace)
    trace = tuple(sorted(steps, key=lambda step: order[step.clause]))
    lines = lines_of(claim, parts)
    return Decision(bulletin.programme, bulletin.id, claim.case, *ending, lines, trace, tuple(claim.doubts))


def _by_class(claim: Claim, parts: Parts) -> Ending:
    with_loss = [classed for classed in claim.coupons if classed.loss]
    parts.held = [classed for classed in claim.coupons if classed.a != "fails"]
    if with_loss and claim.bulletin.case_b is not None:
        return _with_b(claim, parts, with_loss, claim.bulletin.case_b)
    if parts.held:
        return _a_alone(claim, parts)
    return _without_class(claim)


def _without_class(claim: Claim) -> Ending:
    odd = [judged for classed in claim.coupons for judged in classed.odd]
    if not odd:
        # Another prefecture's coupon is sent on, also beside one of our own that has no class.
        return Ending("refer" if gate.sent_on(claim) else "ineligible", None, None)
    rules = claim.bulletin.case_b
    if rules is not None and rules.other_silent and any(judged.kind == "other" for judged in odd):
        claim.doubt(rules.other_clauses, "b.other_event_silent")
    return claim.refer()


def _a_alone(claim: Claim, parts: Parts) -> Ending:
    """Class A, or nobody knows whether: then even the route is open."""
    claim.case = "A"
    known = any(classed.a == "holds" for classed in parts.held)
    parts.a = _one_sum(claim, parts.held, restored=False) if known else RUNNING
    return parts.a


def _with_b(claim: Claim, parts: Parts, with_loss: list[Classed], rules: CaseB) -> Ending:
    claim.case = "B"
    if rules.remedy.enquiry is None:
        parts.b = case_b.without_remedy(claim, rules.remedy)
        return _a_goes_first(claim, parts) or parts.b
    if claim.restored and rules.remedy.kind == "restore":
        return _restored(claim, parts, rules)
    return _unrestored(claim, parts, sum(classed.loss for classed in with_loss), rules, rules.remedy.enquiry)


def _restored(claim: Claim, parts: Parts, rules: CaseB) -> Ending:
    """What was put back is in the balance: one sum over A and B, and never beside it."""
    claim.note(rules.remedy.check_clauses, "b.restored", (claim.facts.restored_at,), "holds")
    claim.note(rules.remedy.then_clauses, "b.as_a2", (), "holds")
    parts.held = [classed for classed in claim.coupons if classed.a != "fails" or classed.loss]
    parts.a = _one_sum(claim, parts.held, restored=True)
    return parts.a


def _unrestored(claim: Claim, parts: Parts, loss: int, rules: CaseB, enquiry: Enquiry) -> Ending:
    parts.b = b = case_b.unrestored(claim, rules.remedy, enquiry, loss)
    running = claim.at < claim.bulletin.payment.balance_at
    if rules.remedy.kind == "restore" and running:
        parts.a = RUNNING if parts.held else None
        return b
    a = _a_goes_first(claim, parts)
    if a is None or not a.amount:
        claim.case = "B"
        return b
    if b.outcome != "eligible":
        return a
    claim.case = "B"
    return Ending("eligible", a.amount + (b.amount or 0), b.route, "pay")


def _a_goes_first(claim: Claim, parts: Parts) -> Ending | None:
    """The ending of class A, where the claim is known to hold it; B then stays open beside it."""
    if not any(classed.a == "holds" for classed in parts.held):
        parts.a = RUNNING if parts.held else None
        return None
    return _a_alone(claim, parts)


def _one_sum(claim: Claim, held: list[Classed], *, restored: bool) -> Ending:
    """One sum of the balances when the extension has run out, and what may stand in its way, in this order."""
    ending = balance.still_running(claim)
    if ending is not None:
        return ending
    total = balance.known_sum(claim, held, restored=restored)
    if isinstance(total, Ending):
        return total
    return (
        site.too_late(claim)
        or site.transfer_refused(claim)
        or collection.unreachable(claim)
        or site.incomplete(claim, held)
        or collection.not_taken(claim)
        or persons.unanswered(claim)
        or Ending("eligible", total, claim.route, "pay")
    )
