"""One enquiry about a payment of the evening: decided and put on record, and paid where the bulletin pays case B out.

Where the bulletin puts case B back on the coupon (`compensation.remedies`) an enquiry never owes money of its own: the
balance is paid like any other.
"""

from __future__ import annotations

from datetime import datetime
from typing import NamedTuple

import orjson
from django.db import connection, transaction

from compensation.awards import reasons
from compensation.awards.awarding import Awarding, Recorded
from compensation.awards.batch import Batch
from compensation.awards.enquiry_payment import EnquiryPayment, PayTo, Receiver, receiver_of, route_of
from compensation.awards.ids import Ids
from compensation.awards.judging import Judge, Judged
from compensation.awards.rows import Rows
from compensation.awards.standing import Asked, Standing, standing
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
from compensation.states import PayeeKind, SubjectKind
from compensation.travellers import Applicant, is_named
from foundation.trail.actor import Actor
from foundation.trail.clock import now


class EnquiryToDecide(NamedTuple):
    """The claim that a call became, its coupon, and who calls.

    `pay_to` is the caller as a payee, for a bulletin that pays case B out; None where nobody can be paid by this call.
    """

    claim_id: int
    coupon_id: int
    caller: Applicant
    pay_to: PayTo | None = None


class EnquiryDecided(NamedTuple):
    """The decision on record, whether it is a new one, and why it waits for a person (empty where it does not).

    `yen` of a payout that was made for it now; `awaits_application` where the caller's own application pays it.
    """

    decision_id: int
    decision: Decision
    is_new: bool
    referred: tuple[str, ...]
    yen: int = 0
    awaits_application: bool = False


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
    with transaction.atomic():
        [held] = held_coupons([asked.coupon_id])
        route = route_of(held, force.rules, as_of)
        terms = Terms(force.row, force.rules, route, as_of=as_of, at=now(), by=by)
        judged = Judge(force.rules, as_of).judge(enquiry_facts(slug, asked, as_of))
        receiver = receiver_of(held, asked.pay_to, terms)
        rows = Rows(terms, Batch(), Ids(connection, block=1), lambda: mailing_for(terms))
        awarding = Awarding(terms, _standing(terms, asked, held, receiver), rows)
        decided = _decided(awarding, asked, held, judged, receiver)
        if not rows.batch.is_empty:
            write(pack(connection, rows.batch), terms)
    return decided


def _standing(terms: Terms, asked: EnquiryToDecide, held: Held, receiver: Receiver | None) -> Standing:
    kind, payees = (receiver.kind, [receiver.key, *receiver.own]) if receiver else (PayeeKind.APPLICANT, [])
    keys = [terms.loss_key(held.inquiry_number)]
    return standing(terms.programme.pk, Asked(SubjectKind.CLAIM, [asked.claim_id], [held.id], keys, kind, payees))


def _decided(
    awarding: Awarding, asked: EnquiryToDecide, held: Held, judged: Judged, receiver: Receiver | None
) -> EnquiryDecided:
    before = awarding.standing.decisions.get(asked.claim_id)
    is_new = before is None or not before.says(judged.decision, orjson.loads(judged.facts))
    if before is None or is_new:
        recorded = awarding.record(SubjectKind.CLAIM, asked.claim_id, (held,), judged)
    else:
        recorded = Recorded(SubjectKind.CLAIM, before.id, {})
    payment = EnquiryPayment(awarding, asked.claim_id, held, judged, receiver) if receiver else None
    wanted = _for_a_person(judged.decision, awarding.terms.rules, held.id)
    if payment is not None and (reason := payment.held_back()):
        wanted.setdefault(reason, reasons.clause_of(reason, awarding.terms.rules))
    _refer(awarding, recorded, wanted, is_new=is_new)
    decided = EnquiryDecided(recorded.id, judged.decision, is_new, tuple(wanted))
    if payment is None:
        return decided
    payment.claw_back(recorded)
    yen = 0 if wanted else payment.pay(recorded)
    return decided._replace(yen=yen, awaits_application=payment.awaits_application)


def _refer(awarding: Awarding, recorded: Recorded, wanted: dict[str, str], *, is_new: bool) -> None:
    """Put what is wanted before a person, and close what no longer is."""
    for raised in awarding.standing.referrals.get(None, ()):
        if raised.is_open and (is_new or raised.reason not in wanted):
            awarding.rows.batch.answered.append(raised.id)
    for reason, clause in wanted.items():
        awarding.refer(recorded, None, reason, clause)


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
