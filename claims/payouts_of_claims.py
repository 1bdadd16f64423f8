"""What became of the payouts of claims: the link to choose by, and the claims that are finished."""

from __future__ import annotations

from typing import Final

from claims.models import Claim
from claims.moves import move
from claims.states import ClaimState
from compensation import links
from compensation.models import Payout, PayoutLink
from compensation.states import PayeeKind, PayoutState
from foundation.trail.actor import Actor

_CAN_BE_TAKEN: Final = [PayoutState.RELEASED, PayoutState.OPENED, PayoutState.CHOSEN]
_FINISHED: Final = {PayoutState.FULFILLED: "paid", PayoutState.LAPSED: "lapsed"}


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
