"""Whose turn it is with a claim of any kind, or with a coupon, to do what, and by which day."""

from __future__ import annotations

from datetime import datetime
from typing import Final

from django.db.models import Max

from claims import enquiry_turns, fraud_turns
from claims.desk.payout_turns import turn_of_payout
from claims.desk.referral_turns import turn_of_referral
from claims.desk.turns import APPLICANT, PORTAL, SUPERVISOR, Turn, over, own_day
from claims.models import Claim, ClaimTransition, FraudContact
from claims.payouts_of_claims import latest_payout
from claims.states import CALL, ClaimState, WaitingFor
from compensation.models import Coupon, Decision, Payout, Referral
from compensation.referrals import referrals_of_claim
from compensation.states import SubjectKind
from foundation.japan.bilingual import Both
from foundation.trail import clock

_DECIDE: Final = Both(
    "次の一括判定で判定します。目安日を過ぎたら、責任者が理由を確かめます。",
    "The next settlement decides it; once the day has passed, a supervisor finds out why it did not.",
)
_ASK: Final = Both(
    "足りない項目を待っています。目安日を過ぎたら、コールセンター担当が電話でうかがいます。",
    "Something is missing; once the day has passed, an operator calls and asks for it.",
)
_LOOK: Final = Both("要対応の理由を確認し、判断します。", "See why it was referred, and decide.")
_PAY: Final = Both(
    "支払を作る一括判定を待っています。目安日を過ぎたら、責任者が理由を確かめます。",
    "A settlement makes the payout; once the day has passed, a supervisor finds out why it did not.",
)
_FORM: Final = Both(
    "申請フォームの送信を待っています。目安日を過ぎたら、コールセンター担当が電話で確かめます。",
    "The form is awaited; once the day has passed, an operator calls.",
)
_DONE: Final = Both("対応は終わっています。", "It is done.")
_APPLY: Final = Both(
    "紙のクーポンです。特設サイトから申請します。", "A coupon on paper: its holder applies on the site."
)
_HOLDER: Final = Both("クーポンの持ち主", "The coupon’s holder")
_BY_NOTICE: Final = Both("特設サイトに記載の申請期間", "within the days that the special site names")
_AT_NEXT: Final = Both("次の一括判定のとき", "at the next settlement")


def turn_of_claim(claim: Claim) -> Turn:
    """Of one claim: for misuse, of a call, or of the special site."""
    if claim.state == ClaimState.DRAFT:
        return _of_draft(claim.fraud_contact)
    if claim.programme.kind == "fraud":
        return _of_misuse(claim)
    return _of_call(claim) if claim.channel == CALL else _of_site(claim)


def turn_of_coupon(coupon: Coupon) -> Turn:
    """Of one coupon: of the referral that is open, else of its payout, else of the claim that names it."""
    referral = Referral.objects.filter(coupon=coupon, closed_at__isnull=True).order_by("pk").first()
    if referral is not None:
        return _of_referral(referral, None)
    payouts = Payout.objects.filter(lines__entitlement__loss__coupon=coupon).select_related("programme", "payee")
    payout = payouts.order_by("pk").last()
    if payout is not None:
        return turn_of_payout(payout)
    claims = Claim.objects.filter(coupons__coupon=coupon, number__isnull=False).select_related("programme")
    claim = claims.order_by("pk").last()
    return turn_of_claim(claim) if claim is not None else _unclaimed(coupon)


def _unclaimed(coupon: Coupon) -> Turn:
    if _standing(SubjectKind.COUPON, coupon.pk) is not None:
        return over(_DONE)
    if coupon.is_charged:
        return Turn(PORTAL, _DECIDE, until=_AT_NEXT)
    return Turn(_HOLDER, _APPLY, until=_BY_NOTICE)


def _of_draft(contact: FraudContact) -> Turn:
    return over(_DONE) if contact.ended_at else Turn(APPLICANT, _FORM, own_day(contact.at))


def _of_misuse(claim: Claim) -> Turn:
    turn = fraud_turns.turn_of(claim)
    return over(_DONE) if turn is None else Turn(turn.who, turn.what, turn.due_on)


def _of_call(claim: Claim) -> Turn:
    """The words name who acts; where no day is set, the centre's own counts."""
    turn = enquiry_turns.turn_of(claim)
    if turn.is_over:
        return over(turn.what)
    return Turn(None, turn.what, turn.due_on or own_day(_since(claim)))


def _of_site(claim: Claim) -> Turn:
    referral = referrals_of_claim(claim.pk).filter(closed_at__isnull=True).order_by("pk").first()
    if referral is not None:
        return _of_referral(referral, claim)
    match claim.state:
        case ClaimState.REFERRED:
            return Turn(SUPERVISOR, _LOOK, own_day(_since(claim)))
        case ClaimState.WAITING if claim.waiting_for == WaitingFor.CLAIMANT:
            return Turn(APPLICANT, _ASK, own_day(_since(claim)))
        case ClaimState.DECIDED:
            return _decided(claim)
        case ClaimState.CLOSED:
            return over(_DONE)
    return Turn(PORTAL, _DECIDE, own_day(_since(claim)))


def _decided(claim: Claim) -> Turn:
    payout = latest_payout(claim)
    if payout is not None:
        return turn_of_payout(payout)
    decision = _standing(SubjectKind.CLAIM, claim.pk)
    owed = decision is not None and decision.outcome == "eligible" and bool(decision.amount)
    return Turn(PORTAL, _PAY, own_day(_since(claim))) if owed else over(_DONE)


def _of_referral(referral: Referral, claim: Claim | None) -> Turn:
    turn = turn_of_referral(referral, claim)
    return Turn(turn.who, _LOOK, turn.due_on, is_own=not turn.is_last)


def _standing(kind: str, pk: int) -> Decision | None:
    return Decision.objects.filter(subject_kind=kind, subject_id=pk, superseded_at__isnull=True).first()


def _since(claim: Claim) -> datetime:
    """Since when a claim that was received stands so."""
    last: datetime | None = ClaimTransition.objects.filter(claim=claim).aggregate(at=Max("at"))["at"]
    return last or claim.received_at or clock.now()
