"""A claim about coupons is taken back by whoever made it, on the site or by telephone: nothing is paid on it then."""

from __future__ import annotations

from typing import Final

from django.db import transaction

from claims.models import Claim
from claims.moves import move
from claims.result_messages import WITHDRAWN, tell
from claims.states import ClaimState
from claims.taking_back import TakenError, is_taken, take_back, withdrawn
from foundation.trail.actor import Actor

WITHDRAWN_AS: Final = "withdrawn"
_ENDING: Final = withdrawn("申請者が申請を取り下げた。")
_ENDS: Final = frozenset(
    {ClaimState.RECEIVED, ClaimState.EXAMINING, ClaimState.WAITING, ClaimState.REFERRED, ClaimState.DECIDED}
)


class WithdrawalError(Exception):
    """The claim cannot be taken back; says why in both languages."""

    def __init__(self, ja: str, en: str) -> None:
        super().__init__(en)
        self.ja, self.en = ja, en


_TAKEN: Final = (
    "受取方法をすでに選ばれているため、取り下げられません。お電話でご相談ください。",
    "You have chosen how to be paid already, so the claim cannot be withdrawn: please call.",
)
_OVER: Final = (
    "この申請の手続きは終わっているため、取り下げられません。",
    "This claim is closed, so it cannot be withdrawn.",
)


def refusal(claim: Claim) -> WithdrawalError | None:
    """Why a claim cannot be taken back; None where it can."""
    if claim.state not in _ENDS or claim.programme.kind != "coupon":
        return WithdrawalError(*_OVER)
    return WithdrawalError(*_TAKEN) if is_taken(claim, _ENDING) else None


def withdraw(claim: Claim, *, by: Actor) -> Claim:
    """Close a claim as withdrawn: its payout is cancelled, its link ends, what waits of it is closed or counts no more.

    Done twice it is done once. Raises WithdrawalError where the money was taken or the claim is over.
    """
    with transaction.atomic():
        held = Claim.objects.select_for_update(of=("self",)).select_related("programme", "bulletin").get(pk=claim.pk)
        if held.closed_as == WITHDRAWN_AS:
            return held
        wrong = refusal(held)
        if wrong is not None:
            raise wrong
        _take_back(held, by)
        [done] = move([held.pk], ClaimState.CLOSED, detail="withdrawn", by=by, closed_as=WITHDRAWN_AS)
        tell(held, WITHDRAWN, by=by)
    return done


def _take_back(claim: Claim, by: Actor) -> None:
    try:
        take_back(claim, _ENDING, by=by)
    except TakenError as error:
        raise WithdrawalError(*_TAKEN) from error
