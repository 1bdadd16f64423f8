"""A claim about coupons is taken back by whoever made it, on the site or by telephone: nothing is paid on it then."""

from __future__ import annotations

from typing import Final

from django.db import transaction
from django.db.models import QuerySet

from claims.models import Claim
from claims.moves import move
from claims.result_messages import WITHDRAWN, tell
from claims.states import CALL, ClaimState
from compensation import payouts
from compensation.enquiries import end_enquiries
from compensation.models import Payout
from compensation.referrals import close, referrals_of_claim
from compensation.states import PAYOUT_MOVES, PayeeKind, PayoutState
from compensation.transfers import checking
from compensation.transfers.moves import TransferError
from compensation.transfers.queries import live_of_claim
from foundation.trail import clock
from foundation.trail.actor import Actor

WITHDRAWN_AS: Final = "withdrawn"
_BECAUSE: Final = "申請者が申請を取り下げた。"
_ENDS: Final = frozenset(
    {ClaimState.RECEIVED, ClaimState.EXAMINING, ClaimState.WAITING, ClaimState.REFERRED, ClaimState.DECIDED}
)


class WithdrawalError(Exception):
    """The claim cannot be taken back; says why in both languages."""

    def __init__(self, ja: str, en: str) -> None:
        super().__init__(en)
        self.ja, self.en = ja, en


_TAKEN: Final = (
    "ポイントの受取方法をすでに選ばれているため、取り下げられません。お電話でご相談ください。",
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
    return WithdrawalError(*_TAKEN) if _standing(claim).exclude(state__in=_cancellable()).exists() else None


def withdraw(claim: Claim, *, by: Actor) -> Claim:
    """Close a claim as withdrawn: its payout is cancelled, its link ends, what waits of it is closed or counts no more.

    Done twice it is done once. Raises WithdrawalError where the money was taken or the claim is over.
    """
    with transaction.atomic():
        held = Claim.objects.select_for_update(of=("self",)).select_related("programme", "bulletin").get(pk=claim.pk)
        if held.closed_as == WITHDRAWN_AS:
            return held
        ready = list(_standing(held).select_for_update().order_by("pk"))
        wrong = refusal(held)
        if wrong is not None:
            raise wrong
        _end_transfer(held, by)
        payouts.cancel([payout.pk for payout in ready], cause="claim withdrawn", by=by)
        waiting = referrals_of_claim(held.pk).filter(closed_at__isnull=True)
        close(list(waiting.values_list("pk", flat=True)), because=_BECAUSE, by=by)
        if held.channel == CALL:
            end_enquiries(str(held.number), at=clock.now())
        [done] = move([held.pk], ClaimState.CLOSED, detail="withdrawn", by=by, closed_as=WITHDRAWN_AS)
        tell(held, WITHDRAWN, by=by)
    return done


def _end_transfer(claim: Claim, by: Actor) -> None:
    """A transfer that was asked for ends with the claim; one that was checked already stands in its way."""
    asked = live_of_claim(claim.programme, str(claim.number))
    if asked is None:
        return
    try:
        checking.withdraw(asked, _BECAUSE, by=by)
    except TransferError as error:
        raise WithdrawalError(error.ja, error.en) from error


def _standing(claim: Claim) -> QuerySet[Payout]:
    of_claim = Payout.objects.filter(
        payee__kind=PayeeKind.APPLICANT, payee__key=claim.number, programme=claim.programme_id
    )
    return of_claim.exclude(state=PayoutState.CANCELLED)


def _cancellable() -> list[str]:
    return [state for state, following in PAYOUT_MOVES.items() if PayoutState.CANCELLED in following]
