"""A claim that ends unpaid leaves nothing that could still be paid: its transfer and payouts end, and what waits."""

from __future__ import annotations

from collections.abc import Container, Iterable
from typing import Final, NamedTuple

from django.db.models import Q, QuerySet

from claims.models import Claim
from claims.states import CALL
from compensation import payouts
from compensation.enquiries import end_enquiries
from compensation.models import Payout
from compensation.referrals import close, referrals_of_claim
from compensation.states import PAYOUT_MOVES, PayeeKind, PayoutState
from compensation.transfers import checking
from compensation.transfers.models import TransferRequest
from compensation.transfers.queries import live
from compensation.transfers.states import WITHDRAWABLE, TransferState
from foundation.trail import clock
from foundation.trail.actor import Actor

CANCELLABLE: Final = frozenset(state for state, following in PAYOUT_MOVES.items() if PayoutState.CANCELLED in following)


class TakenError(Exception):
    """Money of the claim was taken, or is about to be paid; says so in both languages."""

    def __init__(self, ja: str, en: str) -> None:
        super().__init__(en)
        self.ja, self.en = ja, en


class Ending(NamedTuple):
    """How a claim ends.

    `because` is the reason for what is closed with it, `cause` that of its payouts; a transfer in one of the states
    `ends` becomes `transfer`, any other stands in the way, as does a payout in a state of `taken`.
    """

    because: str
    cause: str
    transfer: TransferState
    ends: Container[str]
    taken: frozenset[str]


def withdrawn(because: str) -> Ending:
    """At the wish of whoever made it: what a person checked, or sees to, stays with that person."""
    taken = frozenset(PayoutState.values) - CANCELLABLE - {PayoutState.CANCELLED}
    return Ending(because, "claim withdrawn", TransferState.WITHDRAWN, WITHDRAWABLE, taken)


def declined(because: str) -> Ending:
    """By a person's finding, which ends also what another had checked; what lapsed or came back pays nobody."""
    ends = (*WITHDRAWABLE, TransferState.CHECKED)
    taken = frozenset({PayoutState.CHOSEN, PayoutState.FULFILLED})
    return Ending(because, "claim declined", TransferState.REFUSED, ends, taken)


def is_taken(claim: Claim, ending: Ending) -> bool:
    """Whether money of the claim was taken, so that it cannot end like this."""
    asked = _transfers(claim)
    if any(one.state not in ending.ends for one in asked):
        return True
    freed = [one.payout_id for one in asked if one.payout_id is not None]
    return _standing(claim).filter(state__in=ending.taken).exclude(pk__in=freed).exists()


def take_back(claim: Claim, ending: Ending, *, by: Actor) -> None:
    """End all of it, in the transaction of the caller, who holds the claim. Raises TakenError; nothing is to stay then.

    What was owed stays with the entitlement, and nothing of it is committed any more.
    """
    held = list(_standing(claim).select_for_update(of=("self",)).order_by("pk"))
    if is_taken(claim, ending):
        raise TakenError(
            "この申請の支払いは、すでに受け取られたか、振込の手続きに進んでいます。",
            "Money of this claim was taken already, or is on its way by bank transfer.",
        )
    for asked in _transfers(claim):
        checking.end_with_claim(asked, ending.transfer, ending.because, by=by)
    payouts.cancel(_ready(held), cause=ending.cause, by=by)
    waiting = referrals_of_claim(claim.pk).filter(closed_at__isnull=True)
    close(list(waiting.values_list("pk", flat=True)), because=ending.because, by=by)
    if claim.channel == CALL:
        end_enquiries(str(claim.number), at=clock.now())


def _ready(held: Iterable[Payout]) -> list[int]:
    return [payout.pk for payout in held if payout.state in CANCELLABLE]


def _standing(claim: Claim) -> QuerySet[Payout]:
    of_claim = Payout.objects.filter(
        payee__kind=PayeeKind.APPLICANT, payee__key=claim.number, programme=claim.programme_id
    )
    return of_claim.exclude(state=PayoutState.CANCELLED)


def _transfers(claim: Claim) -> list[TransferRequest]:
    """The claim's live requests, also one that was asked for behind the link of its payout."""
    of_claim = Q(programme=claim.programme_id, claim_number=claim.number) | Q(payout__in=_standing(claim))
    return list(live().filter(of_claim).order_by("pk"))
