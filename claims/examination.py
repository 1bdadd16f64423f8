"""Examines received claims: when every number is found and the balance is final, the policy decides.

Nothing here judges. A claim that cannot be decided yet waits, for whom its state says; what needs a person is
referred; what is decided is paid by a link, or not, by `compensation.awards`.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable
from datetime import datetime

from django.db import transaction
from django.db.models import Case, Q, When

from claims import answers as claim_answers
from claims.contacts import contacts
from claims.coupons_named import coupons_of, link_found, rivals
from claims.enquiry_examination import examine_enquiry, out_of_time
from claims.facts import applicant, site_application, wants
from claims.models import Claim
from claims.moves import move
from claims.reconsideration import is_decided_anew
from claims.reexamination import note_bulletin, under_an_earlier_bulletin
from claims.result_messages import CORRECTION, DECISION, NUMBER_NOT_FOUND, tell, tell_once
from claims.states import CALL, ClaimState, WaitingFor
from claims.transfer_claims import end_unpaid, with_transfer
from compensation.awards.claim import Award, ClaimToAward, award_claim, paper_facts
from compensation.awards.writing import OvertakenError
from compensation.contacts import Contact
from compensation.policy.bulletin import Bulletin
from compensation.policy.coupons.facts import CouponFacts, SiteApplication
from compensation.programmes import in_force
from compensation.referrals import CLAIMED_TWICE, refer_coupons
from compensation.transfers.requests import attach
from foundation.trail import clock
from foundation.trail.actor import Actor

_AGAIN = Q(state__in=[ClaimState.RECEIVED, ClaimState.EXAMINING])
_AGAIN |= Q(state=ClaimState.WAITING, waiting_for__in=[WaitingFor.DATE, WaitingFor.ISSUER])
# Claims for misuse are examined by people.
_AGAIN &= Q(programme__kind="coupon")


def claims_to_examine() -> list[int]:
    """Claims that nobody but time or the records keeps waiting, and those that a later bulletin wants looked at again.

    New ones first, then by how long they have waited.
    """
    at = clock.now()
    due = _AGAIN | out_of_time(at) | under_an_earlier_bulletin(at)
    new = Q(state__in=[ClaimState.RECEIVED, ClaimState.EXAMINING])
    order = Case(When(new, then=0), When(state=ClaimState.WAITING, then=1), default=2)
    return list(Claim.objects.filter(due).order_by(order, "received_at", "pk").values_list("pk", flat=True))


def examine(claims: Iterable[int], as_of: datetime, *, by: Actor) -> Counter[str]:
    """Examine claims (primary keys) on what is known as of an instant; how many came to stand in which state.

    Each claim is a transaction of its own. One that somebody changed at the same moment is left for the next time.
    """
    link_found()
    results: Counter[str] = Counter()
    for pk in claims:
        try:
            with transaction.atomic():
                results[_examine(pk, as_of, by)] += 1
        except OvertakenError:
            results["overtaken"] += 1
    return results


def _examine(pk: int, as_of: datetime, by: Actor) -> str:
    claim = Claim.objects.select_for_update(of=("self",)).select_related("programme").get(pk=pk)
    if not Claim.objects.filter(_AGAIN | out_of_time(as_of) | under_an_earlier_bulletin(as_of), pk=pk).exists():
        return claim.state
    force = in_force(claim.programme.slug, as_of)
    note_bulletin(claim, force.row, by=by)
    if claim.channel == CALL:
        return examine_enquiry(claim, as_of, by=by)
    again = claim.state in (ClaimState.DECIDED, ClaimState.CLOSED)
    return (_decide_again if again else _decide_first)(claim, force.rules, as_of, by)


def _decide_first(claim: Claim, rules: Bulletin, as_of: datetime, by: Actor) -> str:
    coupon_ids = coupons_of(claim)
    known = [coupon_id for coupon_id in coupon_ids if coupon_id is not None]
    contested = rivals(claim, known)
    if contested:
        refer_coupons(contested, CLAIMED_TWICE, rules.person_clauses[0] if rules.person_clauses else "", by=by)
        return _stand(claim, ClaimState.REFERRED, "another claim names the same coupon", by)
    if len(known) < len(coupon_ids):
        tell_once(claim, NUMBER_NOT_FOUND, by=by)
    if as_of < rules.payment.balance_at:
        return _stand(claim, ClaimState.WAITING, "the balance is not final yet", by, WaitingFor.DATE)
    if len(known) < len(coupon_ids):
        return _stand(claim, ClaimState.WAITING, "a number is not in the records", by, WaitingFor.ISSUER)
    return _conclude(claim, _awarded(claim, known, as_of, by), rules, by)


def _decide_again(claim: Claim, rules: Bulletin, as_of: datetime, by: Actor) -> str:
    """A claim that was decided under an earlier bulletin: nothing moves where the one in force says the same of it.

    Its coupons have their payee already, so that a later claim for one of them is no rival to it.
    """
    known = [coupon_id for coupon_id in coupons_of(claim) if coupon_id is not None]
    award = _awarded(claim, known, as_of, by)
    if award.is_new or award.yen or award.referred:
        move([claim.pk], ClaimState.EXAMINING, detail="decided anew under a later bulletin", by=by)
        return _conclude(claim, award, rules, by)
    return claim.state


def _awarded(claim: Claim, coupon_ids: list[int], as_of: datetime, by: Actor) -> Award:
    given = claim_answers.of(claim).given
    reach = contacts(given)
    facts: CouponFacts = paper_facts(claim.programme.slug, coupon_ids, as_of, applicant(claim, given))._replace(
        site_application=site_application(claim, given), wants=wants(given)
    )
    facts = with_transfer(facts, claim)
    contact = Contact(reach.phone, reach.email)
    anew = is_decided_anew(claim)
    asked = ClaimToAward(claim.pk, str(claim.number), coupon_ids, facts, contact, reach.channel, anew)
    return award_claim(claim.programme.slug, asked, as_of, by=by)


def _conclude(claim: Claim, award: Award, rules: Bulletin, by: Actor) -> str:
    if award.referred:
        return _stand(claim, ClaimState.REFERRED, award.referred[0], by)
    if award.decision.outcome == "pending":
        if not _lacks_items(rules, site_application(claim, claim_answers.of(claim).given)):
            return _stand(claim, ClaimState.WAITING, "decided pending", by, WaitingFor.ISSUER)
        if award.is_news or claim.state != ClaimState.WAITING:
            tell(claim, CORRECTION, by=by)
        return _stand(claim, ClaimState.WAITING, "decided pending", by, WaitingFor.CLAIMANT)
    attach(claim.programme, str(claim.number), by=by)
    if not award.decision.amount:
        end_unpaid(claim, by=by)
    told_before = claim.state in (ClaimState.DECIDED, ClaimState.CLOSED) and not award.is_news
    if not award.decision.amount and not told_before:
        # Of a sum the link tells.
        tell(claim, DECISION, by=by)
    return _stand(claim, ClaimState.DECIDED, award.decision.outcome, by)


def _lacks_items(rules: Bulletin, application: SiteApplication) -> bool:
    asked = {item.id for item in rules.paper.items.items} if rules.paper else set()
    return not asked <= application.items


def _stand(claim: Claim, to: ClaimState, detail: str, by: Actor, waiting_for: str = "") -> str:
    move([claim.pk], to, detail=detail[:80], by=by, waiting_for=waiting_for)
    return to.value
