"""Examines claims that a call became: every one on what caller, shop and ledger say by now."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from django.db import transaction
from django.db.models import Exists, OuterRef, Q

from claims import answers as claim_answers
from claims.contacts import contacts
from claims.coupons_named import coupons_of, own_applications, rivals
from claims.enquiry_intake import keep_items
from claims.enquiry_news import DECIDED_ANEW, tell
from claims.models import Claim
from claims.moves import move
from claims.states import CALL, ClaimState, WaitingFor
from compensation.awards.enquiry import EnquiryDecided, EnquiryToDecide, decide_enquiry
from compensation.awards.enquiry_payment import PayTo
from compensation.contacts import Contact
from compensation.enquiries import payments_of
from compensation.models import Coupon, Decision, Programme, Restoration
from compensation.policy import decision as policy
from compensation.programmes import in_force
from compensation.referrals import CLAIMED_TWICE, refer_coupons
from compensation.states import SubjectKind
from compensation.travellers import Applicant
from foundation.trail.actor import Actor

_TRAVELLER = {"yes": True, "no": False}
_UNDECIDED = [ClaimState.RECEIVED, ClaimState.EXAMINING, ClaimState.WAITING, ClaimState.REFERRED]
_NOT_OVER = [*_UNDECIDED, ClaimState.DECIDED]


def out_of_time(now: datetime) -> Q:
    """Enquiries that waited beyond the last day on which anything can be put back."""
    over = [slug for slug in _with_enquiries() if in_force(slug, now).rules.payment.balance_at <= now]
    to_restore = Decision.objects.filter(
        subject_kind=SubjectKind.CLAIM, subject_id=OuterRef("pk"), superseded_at__isnull=True, remedy="restore"
    )
    waits = Q(state=ClaimState.WAITING, waiting_for__in=[WaitingFor.STORE, WaitingFor.CLAIMANT])
    return Q(channel=CALL, programme__slug__in=over) & (waits | Q(Exists(to_restore), state=ClaimState.DECIDED))


def examine_enquiry(claim: Claim, as_of: datetime, *, by: Actor) -> str:
    """Examine one claim, which the caller's transaction holds; the state that it comes to stand in."""
    named = coupons_of(claim)
    if not named:
        return _stand(claim, ClaimState.WAITING, "no number was given", by, WaitingFor.CLAIMANT)
    if named[0] is None:
        return _stand(claim, ClaimState.WAITING, "the number is not in the records", by, WaitingFor.CLAIMANT)
    coupon = Coupon.objects.select_related("programme").get(pk=named[0])
    keep_items(claim, coupon)
    if contested := rivals(claim, [coupon.pk]):
        rules = in_force(claim.programme.slug, as_of).rules
        refer_coupons(contested, CLAIMED_TWICE, next(iter(rules.person_clauses), ""), by=by)
        return _stand(claim, ClaimState.REFERRED, "another claim names the same coupon", by)
    if not payments_of([coupon.pk]).exists():
        return _stand(claim, ClaimState.EXAMINING, "no payment was taken down yet", by)
    return _decide(claim, coupon, as_of, by)


def examine_again(claim: Claim, cause: str, *, by: Actor) -> None:
    """Something new was said: the claim is to be examined, whatever it waited for; one that is over stays so."""
    with transaction.atomic():
        held = Claim.objects.select_for_update().get(pk=claim.pk)
        if held.state in {ClaimState.RECEIVED, ClaimState.WAITING, ClaimState.REFERRED, ClaimState.DECIDED}:
            move([held.pk], ClaimState.EXAMINING, detail=cause, by=by)


def examine_all_again(programme: Programme, cause: str, *, by: Actor) -> int:
    """The rules of a whole programme changed: each of its enquiries that is not over is examined anew; how many."""
    with transaction.atomic():
        restored = Restoration.objects.filter(loss__coupon__claimed_in__claim=OuterRef("pk"))
        waiting = Claim.objects.filter(programme=programme, channel=CALL, state__in=_NOT_OVER).exclude(Exists(restored))
        waiting = waiting.exclude(state=ClaimState.EXAMINING)
        return len(move(list(waiting.values_list("pk", flat=True)), ClaimState.EXAMINING, detail=cause, by=by))


def _decide(claim: Claim, coupon: Coupon, as_of: datetime, by: Actor) -> str:
    given = claim_answers.of(claim).given
    caller = Applicant(str(given.get("name", "")), _TRAVELLER.get(str(given.get("traveller", ""))))
    asked = EnquiryToDecide(claim.pk, coupon.pk, caller, _pay_to(claim, coupon, given))
    decided = decide_enquiry(claim.programme.slug, asked, as_of, by=by)
    if decided.is_new and _under_another_bulletin(decided.decision_id):
        tell(claim, DECIDED_ANEW, by=by)
    if decided.referred:
        return _stand(claim, ClaimState.REFERRED, decided.referred[0], by)
    if decided.awaits_application:
        return _stand(claim, ClaimState.WAITING, "the caller's own application pays it", by, WaitingFor.DATE)
    if _is_open(decided.decision):
        return _stand(claim, ClaimState.WAITING, "decided pending", by, _waits_for(decided))
    return _stand(claim, ClaimState.DECIDED, decided.decision.outcome, by)


def _pay_to(claim: Claim, coupon: Coupon, given: Mapping[str, Any]) -> PayTo:
    """The caller as a payee, with their own applications for the coupon."""
    reach = contacts(given)
    own = own_applications(claim, coupon.pk)
    applies = any(state in _UNDECIDED for state in own.values())
    return PayTo(str(claim.number), Contact(reach.phone, reach.email), reach.channel, tuple(own), applies)


def _is_open(decision: policy.Decision) -> bool:
    """Nothing is decided yet, or case B stays open beside a balance that is."""
    return decision.outcome == "pending" or any(
        line.case == "B" and line.outcome == "pending" for line in decision.lines
    )


def _waits_for(decided: EnquiryDecided) -> WaitingFor:
    open_rules = {step.rule for step in decided.decision.trace if step.result == "open"}
    if open_rules & {"b.no_enquiry", "b.enquiry_incomplete"}:
        return WaitingFor.CLAIMANT
    # Until the programme says what is done, or the balance is final, time alone brings the matter on.
    return WaitingFor.STORE if "b.shop_silent" in open_rules else WaitingFor.DATE


def _under_another_bulletin(decision_id: int) -> bool:
    decision = Decision.objects.select_related("supersedes").get(pk=decision_id)
    return decision.supersedes is not None and decision.supersedes.bulletin_id != decision.bulletin_id


def _stand(claim: Claim, to: ClaimState, detail: str, by: Actor, waiting_for: str = "") -> str:
    if claim.state == ClaimState.DECIDED and to != ClaimState.DECIDED:
        move([claim.pk], ClaimState.EXAMINING, detail="decided anew", by=by)
    move([claim.pk], to, detail=detail[:80], by=by, waiting_for=waiting_for)
    return to.value


def _with_enquiries() -> list[str]:
    found = Claim.objects.filter(channel=CALL, state__in=[ClaimState.WAITING, ClaimState.DECIDED])
    return list(found.order_by().values_list("programme__slug", flat=True).distinct())
