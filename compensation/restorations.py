"""What the operator's own ledger says of sums that case B put back: held against ours, and never booked beside them.

Whoever is quicker books. Where this portal was, the operator's entry is noted; where the operator was, its entry is
the one that the restoration names. Sums that differ wait for a person, as a referral of the coupon.
"""

from __future__ import annotations

from collections.abc import Collection
from typing import Final

from django.db import transaction
from django.db.models import Sum

from compensation.models import Coupon, LedgerEntry, Referral, ReportedRestoration, Restoration
from compensation.programmes import in_force
from compensation.referrals import RESTORED_OTHERWISE, close, refer_coupons
from compensation.states import EntryKind
from foundation.trail import clock
from foundation.trail.actor import Actor

_AGREES: Final = "運営会社の台帳の戻入額が、当方の戻入額と一致した。"


class RestoredOtherwiseError(Exception):
    """The operator has put something back on the coupon, and it is not the sum that was decided."""


def compare(coupon_ids: Collection[int], *, by: Actor) -> list[int]:
    """Refer those restored coupons on which the operator reports another sum; close what agrees by now.

    Returns the coupons that differ. One of which the operator reports nothing does not differ.
    """
    with transaction.atomic():
        differing = [pk for pk, (ours, theirs) in _sums(coupon_ids).items() if ours != theirs]
        for coupon in Coupon.objects.filter(pk__in=differing).select_related("programme").order_by("pk"):
            refer_coupons([coupon.pk], RESTORED_OTHERWISE, _clause(coupon), by=by)
        settled = Referral.objects.filter(coupon__in=coupon_ids, reason=RESTORED_OTHERWISE, closed_at__isnull=True)
        agreeing = settled.exclude(coupon__in=differing)
        close(list(agreeing.values_list("pk", flat=True)), because=_AGREES, by=by)
    return differing


def entry_of_the_operator(coupon: Coupon, yen: int) -> LedgerEntry | None:
    """The restoration that the operator booked on a coupon before us; None where it booked none.

    Raises RestoredOtherwiseError where it is not this sum, booked at once.
    """
    booked = LedgerEntry.objects.filter(coupon=coupon, kind=EntryKind.RESTORATION, restores__isnull=True, yen__gt=0)
    found = list(booked.order_by("at", "entry_id"))
    if found and [entry.yen for entry in found] != [yen]:
        raise RestoredOtherwiseError
    return found[0] if found else None


def _sums(coupon_ids: Collection[int]) -> dict[int, tuple[int, int]]:
    """By coupon: the yen that we put back, and those that the operator reports."""
    of_coupon = "loss__coupon"
    ours = Restoration.objects.filter(loss__coupon__in=coupon_ids).values_list(of_coupon, "entry__yen")
    reported = ReportedRestoration.objects.filter(coupon__in=coupon_ids).order_by()
    theirs = dict(reported.values_list("coupon").annotate(total=Sum("yen")))
    return {pk: (yen, theirs[pk]) for pk, yen in ours if pk is not None and pk in theirs}


def _clause(coupon: Coupon) -> str:
    case_b = in_force(coupon.programme.slug, clock.now()).rules.case_b
    return next(iter(case_b.clauses), "") if case_b else ""
