"""What became of the payouts of claims: where they stand, the link to choose by, and the claims that are finished."""

from __future__ import annotations

from typing import Final

from django.db.models import Exists, OuterRef, Q, QuerySet

from claims import answers
from claims.contacts import contacts
from claims.coupons_named import coupons_of, own_applications
from claims.models import Claim
from claims.moves import move
from claims.states import CALL, ClaimState, PayoutStage
from compensation import collection, links
from compensation.contacts import Contact
from compensation.models import Coupon, Decision, Payout, PayoutLink
from compensation.states import LineRemedy, PayeeKind, PayoutState, SubjectKind
from compensation.transfers.states import BANK_TRANSFER
from foundation.trail import clock
from foundation.trail.actor import Actor

_CAN_BE_TAKEN: Final = [PayoutState.RELEASED, PayoutState.OPENED, PayoutState.CHOSEN]
_STAGES: Final[dict[str, PayoutStage]] = {
    PayoutState.PLANNED: PayoutStage.PLANNED,
    PayoutState.RELEASED: PayoutStage.SENT,
    PayoutState.OPENED: PayoutStage.SENT,
    PayoutState.CHOSEN: PayoutStage.TAKEN,
    PayoutState.FULFILLED: PayoutStage.TAKEN,
    PayoutState.LAPSED: PayoutStage.OVER,
    PayoutState.RETURNED: PayoutStage.RETURNED,
}
_FINISHED: Final = {PayoutState.FULFILLED: "paid", PayoutState.LAPSED: "lapsed"}


def payouts_of(claim: Claim) -> QuerySet[Payout]:
    """The payouts of a claim. What a call is about may be paid to the app account of its coupon, as the settlement
    pays it, or by the caller's own application.
    """
    keys = {str(claim.number)}
    found = Q(pk__in=[])
    if claim.channel == CALL:
        named = [coupon_id for coupon_id in coupons_of(claim) if coupon_id is not None]
        of_coupons = Payout.objects.filter(lines__entitlement__loss__coupon__in=named)
        found = Q(payee__kind=PayeeKind.APP_ACCOUNT, pk__in=of_coupons.values("pk"))
        keys |= {number for coupon_id in named for number in own_applications(claim, coupon_id)}
    found |= Q(payee__kind=PayeeKind.APPLICANT, payee__key__in=keys, programme=claim.programme_id)
    return Payout.objects.filter(found).select_related("programme", "payee").order_by("pk")


def latest_payout(claim: Claim) -> Payout | None:
    """The last payout of a claim that was not taken back."""
    return payouts_of(claim).exclude(state=PayoutState.CANCELLED).last()


def is_paid_to_account(claim: Claim) -> bool:
    """Whether what a call is about is paid to the app account that the coupon is charged to, and not to the caller."""
    if claim.channel != CALL:
        return False
    latest = latest_payout(claim)
    if latest is not None:
        return latest.payee.kind == PayeeKind.APP_ACCOUNT
    charged = Coupon.objects.filter(claimed_in__claim=claim, charged_at__isnull=False, app_withdrawn_at__isnull=True)
    return charged.exists()


def payout_stage(claim: Claim) -> PayoutStage:
    """Where the latest payout of a claim stands for its applicant; PLANNED before there is one."""
    latest = latest_payout(claim)
    if latest is None:
        return PayoutStage.PLANNED
    if latest.method == BANK_TRANSFER and latest.state == PayoutState.CHOSEN:
        return PayoutStage.TRANSFER
    stage = _STAGES[latest.state]
    # What never arrived is not ended by the clock but by a person; its page is closed all the same.
    return PayoutStage.OVER if stage == PayoutStage.SENT and collection.is_over(latest, clock.now()) else stage


def link_to_choose_by(claim: Claim) -> str | None:
    """The address at which the applicant chooses and takes the points; None before the payout was released.

    The page behind it asks its own question. Whoever gets this address has shown claim number and contact.
    """
    live = PayoutLink.objects.filter(
        payout__payee__kind=PayeeKind.APPLICANT,
        payout__payee__key=claim.number,
        payout__programme=claim.programme_id,
        payout__state__in=_CAN_BE_TAKEN,
        ended_at__isnull=True,
    )
    link = live.order_by("pk").first()
    return links.url_of(link) if link else None


def close_finished(*, by: Actor) -> int:
    """Close decided claims of which every payout was taken, or the last one lapsed; how many."""
    closed = _close_paid_to_accounts(by)
    applicants = Payout.objects.filter(payee__kind=PayeeKind.APPLICANT)
    unfinished = applicants.exclude(state__in=[*_FINISHED, PayoutState.CANCELLED]).values("payee__key")
    decided = Claim.objects.filter(state=ClaimState.DECIDED).exclude(number__in=unfinished)
    for state, closed_as in reversed(_FINISHED.items()):
        numbers = applicants.filter(state=state).values("payee__key")
        ready = decided.filter(number__in=numbers).values_list("pk", flat=True)
        closed += len(move(ready, ClaimState.CLOSED, detail=f"payout {state.value}", by=by, closed_as=closed_as))
    return closed


def _close_paid_to_accounts(by: Actor) -> int:
    """The same of calls that are paid to the app account of their coupon."""
    granted = Decision.objects.filter(
        subject_kind=SubjectKind.CLAIM,
        subject_id=OuterRef("pk"),
        superseded_at__isnull=True,
        remedy=LineRemedy.PAY,
        amount__gt=0,
    )
    to_account = Payout.objects.filter(
        lines__entitlement__loss__coupon__claimed_in__claim=OuterRef("pk"), payee__kind=PayeeKind.APP_ACCOUNT
    )
    open_ones = to_account.exclude(state__in=[*_FINISHED, PayoutState.CANCELLED])
    calls = Claim.objects.filter(Exists(granted), ~Exists(open_ones), channel=CALL, state=ClaimState.DECIDED)
    closed = 0
    for state, closed_as in reversed(_FINISHED.items()):
        ready = calls.filter(Exists(to_account.filter(state=state))).values_list("pk", flat=True)
        closed += len(move(ready, ClaimState.CLOSED, detail=f"payout {state.value}", by=by, closed_as=closed_as))
    return closed


def contact_of_applicant(payout: Payout) -> Contact | None:
    """How the applicant who is paid said that they can be reached; None where the payout answers no claim."""
    claim = Claim.objects.filter(number=payout.payee.key, programme=payout.programme_id).first()
    if claim is None:
        return None
    reach = contacts(answers.of(claim).given)
    return Contact(reach.phone, reach.email)
