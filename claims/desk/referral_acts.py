"""What may become of a claim when its referral is closed: which ways are open to whom, and how each is gone."""

from __future__ import annotations

from typing import Final

from django.db import transaction

from claims import joining
from claims.coupons_named import coupons_of, set_aside
from claims.enquiry_ending import decline, keep_paid
from claims.enquiry_examination import examine_again
from claims.models import Claim
from claims.models.reconsideration import SETTLED_AS
from claims.reconsideration import settle
from claims.taking_back import declined, is_taken
from compensation.awards.reasons import CLAIMED_ELSEWHERE
from compensation.models import Referral
from compensation.referrals import RECONSIDERATION, close
from foundation.trail.actor import Actor

STAYS: Final = "stays"
AGAIN: Final = "again"
JOINED: Final = "joined"
WITHOUT: Final = "without"
KEPT: Final = "kept"
DECLINED: Final = "declined"


def ways_of(row: Referral, claim: Claim, *, leader: bool) -> list[str]:
    """The ways that are open to whoever looks at the referral of a claim, in the order they are shown."""
    is_wish = row.reason == RECONSIDERATION
    ways = [AGAIN] if is_wish else [STAYS, AGAIN]
    if not leader:
        return ways
    if joining.can_join(row, claim):
        ways.append(JOINED)
    if row.reason == CLAIMED_ELSEWHERE and others_pay(claim) and set(coupons_of(claim)) - set(others_pay(claim)):
        ways.append(WITHOUT)
    if not is_wish and is_taken(claim, declined("")):
        ways.append(KEPT)
    return [*ways, DECLINED]


def others_pay(claim: Claim) -> list[int]:
    """The coupons of a claim that are owed to another payee."""
    found = (owed.loss.coupon_id for owed in joining.owed_to_others(claim))
    return sorted({coupon_id for coupon_id in found if coupon_id is not None})


def carry_out(row: Referral, claim: Claim | None, then: str, because: str, *, by: Actor) -> bool:
    """Close a referral with a reason, and do what the person decided; False where somebody was quicker.

    Raises TakenError where the claim's money stands in the way; then nothing was changed.
    """
    with transaction.atomic():
        done = bool(close([row.pk], because=because, by=by))
        if done and then in SETTLED_AS:
            settle(row, then, by=by)
        if done and claim is not None:
            _go(claim, then, because, by)
    return done


def _go(claim: Claim, then: str, because: str, by: Actor) -> None:
    if then == DECLINED:
        decline(claim, because, by=by)
    elif then == KEPT:
        keep_paid(claim, because, by=by)
    elif then == JOINED:
        joining.join(claim, by=by)
    elif then == WITHOUT:
        set_aside(claim, others_pay(claim), because, by=by)
        examine_again(claim, "a coupon of another payee was set aside", by=by)
    elif then == AGAIN:
        examine_again(claim, "a person asks to decide again", by=by)
