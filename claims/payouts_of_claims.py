"""What became of the payouts of claims: where they stand, the link to choose by, and the claims that are finished."""

from __future__ import annotations

from typing import Final

from claims import answers
from claims.contacts import contacts
from claims.models import Claim
from claims.moves import move
from claims.states import ClaimState, PayoutStage
from compensation import collection, links
from compensation.contacts import Contact
from compensation.models import Payout, PayoutLink
from compensation.states import PayeeKind, PayoutState
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


def latest_payout(claim: Claim) -> Payout | None:
    """The last payout of a claim that was not taken back."""
    payouts = Payout.objects.filter(
        payee__kind=PayeeKind.APPLICANT, payee__key=claim.number, programme=claim.programme_id
    )
    return payouts.exclude(state=PayoutState.CANCELLED).order_by("-pk").first()


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
    closed = 0
    applicants = Payout.objects.filter(payee__kind=PayeeKind.APPLICANT)
    unfinished = applicants.exclude(state__in=[*_FINISHED, PayoutState.CANCELLED]).values("payee__key")
    decided = Claim.objects.filter(state=ClaimState.DECIDED).exclude(number__in=unfinished)
    for state, closed_as in reversed(_FINISHED.items()):
        numbers = applicants.filter(state=state).values("payee__key")
        ready = decided.filter(number__in=numbers).values_list("pk", flat=True)
        closed += len(move(ready, ClaimState.CLOSED, detail=f"payout {state.value}", by=by, closed_as=closed_as))
    return closed


def contact_of_applicant(payout: Payout) -> Contact | None:
    """How the applicant who is paid said that they can be reached; None where the payout answers no claim."""
    claim = Claim.objects.filter(number=payout.payee.key, programme=payout.programme_id).first()
    if claim is None:
        return None
    reach = contacts(answers.of(claim).given)
    return Contact(reach.phone, reach.email)
