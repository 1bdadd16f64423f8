"""One enquiry about a payment of the evening: decided and put on record. It never owes money of its own.

What case B brings is put back on the coupon (`compensation.remedies`), whose balance is paid like any other.
"""

from __future__ import annotations

from datetime import datetime
from typing import NamedTuple

import orjson
from django.db import connection, transaction

from compensation.awards import reasons
from compensation.awards.awarding import Awarding, Recorded
from compensation.awards.batch import Batch
from compensation.awards.ids import Ids
from compensation.awards.judging import Judge, Judged
from compensation.awards.rows import Rows
from compensation.awards.standing import Asked, standing
from compensation.awards.terms import Terms
from compensation.awards.writing import mailing_for, pack, write
from compensation.coupon_reading import held_coupons
from compensation.enquiries import latest_answer, payments_of, told_of
from compensation.facts import FactsOfCoupons, Held, account_of, instants_needed
from compensation.ledger import balances
from compensation.models import ShopAnswer
from compensation.outages import outage_of
from compensation.policy.bulletin import Bulletin
from compensation.policy.coupons.facts import CouponFacts
from compensation.policy.decision import Decision
from compensation.programmes import in_force
from compensation.sending import AUTOMATIC
from compensation.states import PayeeKind, SubjectKind
from compensation.travellers import Applicant, is_named
from foundation.trail.actor import Actor
from foundation.trail.clock import now


class EnquiryToDecide(NamedTuple):
    """The claim that a call became, its coupon, and who calls."""

    claim_id: int
    coupon_id: int
    caller: Applicant


class EnquiryDecided(NamedTuple):
    """The decision on record, whether it is a new one, and why it waits for a person (empty where it does not)."""

    decision_id: int
    decision: Decision
    is_new: bool
    referred: tuple[str, ...]


def enquiry_facts(slug: str, asked: EnquiryToDecide, as_of: datetime) -> CouponFacts:
    """What ledger, caller and shop say of the coupon: the same that the settlement goes by."""
    row, rules = in_force(slug, as_of)
    [held] = held_coupons([asked.coupon_id])
    known = balances([held.id], instants_needed(rules, as_of))[held.id]
    make = FactsOfCoupons(rules, as_of, told_of([held.id]), outage_of(row.programme_id))
    on_app = held.is_on_app(rules, as_of)
    if not on_app:
        return make.paper([(held, known)], asked.caller)
    facts = make.automatic(held, account_of([held], as_of), known)
    return facts._replace(claimant_is_named_traveller=is_named(asked.caller, [held.traveller_name]))


def decide_enquiry(slug: str, asked: EnquiryToDecide, as_of: datetime, *, by: Actor) -> EnquiryDecided:
    """Decide an enquiry as of an instant, in one transaction; again, it changes nothing.

    Referrals that the new decision makes needless are closed. Raises OvertakenError where somebody decided the same
    at the same moment.
    """
    force = in_force(slug, as_of)
    terms = Terms(force.row, force.rules, AUTOMATIC, as_of=as_of, at=now(), by=by)
    with transaction.atomic():
        [held] = held_coupons([asked.coupon_id])
        judged = Judge(force.rules, as_of).judge(enquiry_facts(slug, asked, as_of))
        key = [terms.loss_key(held.inquiry_number)]
        stands = standing(
            terms.programme.pk, Asked(SubjectKind.CLAIM, [asked.claim_id], [], key, PayeeKind.APPLICANT, [])
        )
        rows = Rows(terms, Batch(), Ids(connection, block=1), lambda: mailing_for(terms))
        decided = _decided(Awarding(terms, stands, rows), asked, held, judged)
        if not rows.batch.is_empty:
            write(pack(connection, rows.batch), terms)
    return decided


def _decided(awarding: Awarding, asked: EnquiryToDecide, held: Held, judged: Judged) -> EnquiryDecided:
    before = awarding.standing.decisions.get(asked.claim_id)
    is_new = before is None or not before.says(judged.decision, orjson.loads(judged.facts))
    if before is None or is_new:
        recorded = awarding.record(SubjectKind.CLAIM, asked.claim_id, (held,), judged)
    else:
        recorded = Recorded(SubjectKind.CLAIM, before.id, {})
    wanted = _for_a_person(judged.decision, awarding.terms.rules, held.id)
    for raised in awarding.standing.referrals.get(None, ()):
        if raised.is_open and (is_new or raised.reason not in wanted):
            awarding.rows.batch.answered.append(raised.id)
    for reason, clause in wanted.items():
        awarding.refer(recorded, None, reason, clause)
    return EnquiryDecided(recorded.id, judged.decision, is_new, tuple(wanted))


def _for_a_person(decision: Decision, rules: Bulletin, coupon_id: int) -> dict[str, str]:
    """Why a person must look at it, with the clause: also what stays open beside a balance that is paid."""
    unclear = [step for step in decision.trace if step.result == "unclear"]
    if decision.outcome == "refer":
        rule, clause = reasons.reason_of(decision)
        return {rule: clause}
    if unclear:
        return {unclear[0].rule: unclear[0].clause}
    silent = decision.outcome == "pending" and any(step.rule == "b.shop_silent" for step in decision.trace)
    answers = {latest_answer(payment) for payment in payments_of([coupon_id])} if silent else set()
    if ShopAnswer.NO_RECORD not in answers:
        return {}
    return {reasons.SHOP_HAS_NO_RECORD: reasons.clause_of(reasons.SHOP_HAS_NO_RECORD, rules)}
