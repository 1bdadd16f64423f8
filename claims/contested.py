"""One coupon and several claims: a person says which of them goes on; the others end, or go on without it."""

from __future__ import annotations

from django.db import transaction

from claims.coupons_named import coupons_of, set_aside
from claims.enquiry_ending import decline
from claims.enquiry_examination import examine_again
from claims.joining import join, paid_by_calls
from claims.models import Claim
from claims.states import SITE, ClaimState
from compensation.models import Referral
from compensation.referrals import CLAIMED_TWICE, close
from foundation.trail.actor import Actor

_OVER = [ClaimState.DRAFT, ClaimState.CLOSED]


def is_contested(row: Referral) -> bool:
    """Whether a referral asks which of several claims goes on."""
    return row.reason == CLAIMED_TWICE and row.coupon_id is not None and row.closed_at is None


def contenders(row: Referral) -> list[Claim]:
    """The claims on the coupon of a referral that are not over, in the order they came."""
    named = Claim.objects.filter(coupons__coupon=row.coupon, coupons__set_aside_at__isnull=True)
    open_ones = named.exclude(state__in=_OVER).select_related("programme")
    return list(open_ones.distinct().order_by("received_at", "pk"))


def electable(row: Referral) -> list[Claim]:
    """Those of them that may be chosen: one that was decided already stays, whatever came later."""
    found = contenders(row)
    return [claim for claim in found if claim.state == ClaimState.DECIDED] or found


def joinable(row: Referral) -> list[Claim]:
    """The applications among them for which a call was paid before, that may be of the same person."""
    return [claim for claim in contenders(row) if _calls(claim, row)]


def let_go_on(row: Referral, chosen: Claim | None, because: str, *, joined: bool = False, by: Actor) -> bool:
    """Close the referral with a reason: the chosen claim is examined anew, the coupon of the others ends.

    A claim that names other coupons as well goes on with those, any other is declined. `joined`: the chosen one and the
    call that was paid before are of one person, and both stay. `chosen` is None where nobody is left to choose from.
    False where somebody closed it before. Raises TakenError; then nothing was changed.
    """
    with transaction.atomic():
        if not close([row.pk], because=because, by=by):
            return False
        stays = {chosen.pk, *(_calls(chosen, row) if joined else ())} if chosen else set()
        for claim in contenders(row):
            if claim.pk not in stays:
                _end(claim, row, because, by)
        if chosen is not None:
            (join if joined else _go_on)(chosen, by=by)
    return True


def _calls(claim: Claim, row: Referral) -> list[int]:
    """The calls that were paid for the coupon of a referral, which an application names as well."""
    if claim.channel != SITE or claim.state != ClaimState.REFERRED:
        return []
    return [paid.call.pk for paid in paid_by_calls(claim) if paid.coupon.pk == row.coupon_id]


def _go_on(claim: Claim, *, by: Actor) -> None:
    if claim.state != ClaimState.DECIDED:
        examine_again(claim, "a person chose this claim among several", by=by)


def _end(claim: Claim, row: Referral, because: str, by: Actor) -> None:
    contested = [coupon_id for coupon_id in [row.coupon_id] if coupon_id is not None]
    if set(coupons_of(claim)) - set(contested):
        set_aside(claim, contested, because, by=by)
        examine_again(claim, "a contested coupon was set aside", by=by)
    else:
        decline(claim, because, by=by)
