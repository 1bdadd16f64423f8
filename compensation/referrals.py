"""Coupons that are put before a person without a decision: deciding would already take somebody's side."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Final

from django.db import transaction

from compensation.models import Coupon, Referral
from compensation.policy.bulletin import Words
from foundation.trail import audit, clock
from foundation.trail.actor import Actor

CLAIMED_TWICE: Final = "claimed_twice"
WORDS: Final = {
    CLAIMED_TWICE: Words(
        "同じクーポンについて、複数の申請があります。",
        "More than one claim names the same coupon.",
    )
}


def refer_coupons(coupon_ids: Iterable[int], reason: str, clause: str, *, by: Actor) -> list[int]:
    """Open a referral for each coupon that has no open one for this reason; their ids are returned."""
    with transaction.atomic():
        coupons = Coupon.objects.select_for_update().filter(pk__in=list(coupon_ids))
        waiting = Referral.objects.filter(coupon__in=coupons, reason=reason, closed_at__isnull=True)
        known = set(waiting.values_list("coupon_id", flat=True))
        opened = [
            Referral.objects.create(
                programme_id=coupon.programme_id, coupon=coupon, reason=reason, clause=clause, opened_at=clock.now()
            ).pk
            for coupon in coupons
            if coupon.pk not in known
        ]
        if opened:
            audit.record("referral.opened", by=by, kind="referral", refs=map(str, opened), detail={"reason": reason})
    return opened
