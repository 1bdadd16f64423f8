"""One coupon and several claims: a person says which of them goes on, and the others end."""

from __future__ import annotations

from django.db import transaction

from claims.enquiry_ending import decline
from claims.enquiry_examination import examine_again
from claims.models import Claim, ClaimCoupon
from claims.states import ClaimState
from compensation.models import Referral
from compensation.referrals import CLAIMED_TWICE, close
from foundation.trail.actor import Actor

_OVER = [ClaimState.DRAFT, ClaimState.CLOSED]


class SeveralCouponsError(Exception):
    """A claim that would end names other coupons as well; `claim` is that one."""

    def __init__(self, claim: Claim) -> None:
        super().__init__(str(claim.number))
        self.claim = claim


def is_contested(row: Referral) -> bool:
    """Whether a referral asks which of several claims goes on."""
    return row.reason == CLAIMED_TWICE and row.coupon_id is not None and row.closed_at is None


def contenders(row: Referral) -> list[Claim]:
    """The claims on the coupon of a referral that are not over, in the order they came."""
    named = Claim.objects.filter(coupons__coupon=row.coupon).exclude(state__in=_OVER)
    return list(named.select_related("programme").distinct().order_by("received_at", "pk"))


def electable(row: Referral) -> list[Claim]:
    """Those of them that may be chosen: one that was decided already stays, whatever came later."""
    found = contenders(row)
    return [claim for claim in found if claim.state == ClaimState.DECIDED] or found


def let_go_on(row: Referral, chosen: Claim | None, because: str, *, by: Actor) -> bool:
    """Close the referral with a reason: the chosen claim is examined anew, the others are declined.

    `chosen` is None where nobody is left to choose from. False where somebody closed it before. Raises
    SeveralCouponsError; then nothing was changed.
    """
    with transaction.atomic():
        if not close([row.pk], because=because, by=by):
            return False
        for claim in contenders(row):
            if chosen is not None and claim.pk == chosen.pk:
                _go_on(claim, by)
            else:
                _end(claim, because, by)
    return True


def _go_on(claim: Claim, by: Actor) -> None:
    if claim.state != ClaimState.DECIDED:
        examine_again(claim, "a person chose this claim among several", by=by)


def _end(claim: Claim, because: str, by: Actor) -> None:
    if ClaimCoupon.objects.filter(claim=claim).count() > 1:
        raise SeveralCouponsError(claim)
    decline(claim, because, by=by)
