"""Which coupons claims mean: their numbers looked up, and other claims that name the same coupon."""

from __future__ import annotations

from collections.abc import Sequence

from django.db.models import Q, QuerySet

from claims.models import Claim, ClaimCoupon
from claims.states import SITE, ClaimState
from compensation.joining import joined_with
from compensation.models import Coupon
from foundation.japan.numbers import code
from foundation.trail import audit
from foundation.trail.actor import Actor
from foundation.trail.clock import now

_OVER = [ClaimState.DRAFT, ClaimState.CLOSED]
_AT_ONCE = 500


def link_found() -> int:
    """Link every number in an open claim that the records hold by now to its coupon; how many were linked.

    All claims at once, so that two claims on one coupon are seen before either of them is decided.
    """
    missing = ClaimCoupon.objects.filter(coupon__isnull=True).exclude(claim__state__in=_OVER)
    rows = list(missing.select_related("claim").order_by("pk"))
    linked, at = 0, now()
    for start in range(0, len(rows), _AT_ONCE):
        chunk = rows[start : start + _AT_ONCE]
        coupons = _coupons(chunk)
        for row in chunk:
            row.coupon_id = next(filter(None, (coupons.get((row.claim.programme_id, n)) for n in _readings(row))), None)
        found = [row for row in chunk if row.coupon_id is not None]
        for row in found:
            row.linked_at = at
        ClaimCoupon.objects.bulk_update(found, ["coupon", "linked_at"])
        linked += len(found)
    return linked


def coupons_of(claim: Claim) -> list[int | None]:
    """The coupons that count in a claim, in their order; None for a number that the records do not hold."""
    return list(_counting().filter(claim=claim).order_by("position").values_list("coupon_id", flat=True))


def set_aside(claim: Claim, coupon_ids: Sequence[int], because: str, *, by: Actor) -> int:
    """Let these coupons count no more in a claim, which the caller's transaction holds and which keeps others.

    How many were set aside now. Raises ValueError where none would be left: such a claim is declined.
    """
    kept = [coupon_id for coupon_id in coupons_of(claim) if coupon_id not in coupon_ids]
    if not kept:
        raise ValueError("a claim keeps a coupon")
    gone = _counting().filter(claim=claim, coupon__in=coupon_ids)
    numbers = list(gone.order_by("position").values_list("inquiry_number", flat=True))
    gone.update(set_aside_at=now(), set_aside_by=by.ref, set_aside_because=because.strip())
    refs, scope = [str(claim.number)], claim.programme.slug
    audit.record("claim.set_aside", by=by, kind="claim", refs=refs, scope=scope, detail={"numbers": numbers})
    return len(numbers)


def rivals(claim: Claim, coupon_ids: Sequence[int]) -> list[int]:
    """Coupons of this claim that another claim names as well, which nobody has closed.

    A call about a payment and an application by the same person are no rivals: they are about two matters. Who is the
    same person their contacts say, or a person who joined the two.
    """
    others = _counting().filter(coupon_id__in=coupon_ids).exclude(claim=claim).exclude(claim__state__in=_OVER)
    others = others.exclude(_same_person(claim) & ~Q(claim__channel=claim.channel))
    return sorted(set(filter(None, others.values_list("coupon_id", flat=True))))


def own_applications(claim: Claim, coupon_id: int) -> dict[str, str]:
    """What whoever called applied for themselves on the site with the same coupon: number and state."""
    named = _counting().filter(_same_person(claim), coupon=coupon_id, claim__channel=SITE)
    rows = named.exclude(claim__state=ClaimState.DRAFT).values_list("claim__number", "claim__state")
    return {str(number): state for number, state in rows}


def _counting() -> QuerySet[ClaimCoupon]:
    return ClaimCoupon.objects.filter(set_aside_at__isnull=True)


def _same_person(claim: Claim) -> Q:
    same = Q(claim__number__in=joined_with(claim.programme_id, str(claim.number)))
    same |= Q(claim__phone_hash=claim.phone_hash) if claim.phone_hash else Q(pk__in=[])
    return same | (Q(claim__email_hash=claim.email_hash) if claim.email_hash else Q(pk__in=[]))


def _coupons(rows: Sequence[ClaimCoupon]) -> dict[tuple[int, str], int]:
    numbers = {number for row in rows for number in _readings(row)}
    found = Coupon.objects.filter(inquiry_number__in=numbers).values_list("programme_id", "inquiry_number", "pk")
    return {(programme_id, number): pk for programme_id, number, pk in found}


def _readings(row: ClaimCoupon) -> tuple[str, str]:
    """As typed, and with O read as 0, and I or l as 1: a number that really has the letter is found first."""
    return row.inquiry_number, code(row.inquiry_number, look_alikes=True)
