"""What a coupon owes, owed to another payee from now on: because a person found that two payees are one."""

from __future__ import annotations

from collections.abc import Collection

from compensation.contacts import Contact, email_hash, phone_hash
from compensation.models import Coupon, Entitlement, Payee, PayoutLine, Programme
from compensation.states import PayeeKind
from foundation.trail import audit, clock
from foundation.trail.actor import Actor


def joined_with(programme_id: int, number: str) -> frozenset[str]:
    """The numbers of claims that a person joined with the one of this number: one was paid what is the other's."""
    payee = Payee.objects.filter(programme=programme_id, kind=PayeeKind.APPLICANT, key=number).first()
    if payee is None:
        return frozenset()
    applicants = {"payout__payee__kind": PayeeKind.APPLICANT, "entitlement__payee__kind": PayeeKind.APPLICANT}
    lines = PayoutLine.objects.filter(**applicants)
    paid = lines.filter(entitlement__payee=payee).values_list("payout__payee__key", flat=True)
    owed = lines.filter(payout__payee=payee).values_list("entitlement__payee__key", flat=True)
    return frozenset({*paid, *owed} - {number})


def owe_to_applicant(programme: Programme, coupon_ids: Collection[int], number: str, to: Contact, *, by: Actor) -> int:
    """Let these coupons owe to the applicant of the claim of this number; how many did not before.

    What was committed stays committed and where it went: only the difference can still be paid. Runs in the caller's
    transaction.
    """
    payee, _ = Payee.objects.get_or_create(
        programme=programme,
        kind=PayeeKind.APPLICANT,
        key=number,
        defaults={
            "phone_hash": phone_hash(to.phone),
            "email_hash": email_hash(to.email),
            "recorded_at": clock.now(),
        },
    )
    coupons = Coupon.objects.select_for_update(of=("self",)).filter(pk__in=coupon_ids, programme=programme)
    moving = list(coupons.exclude(payee=payee).order_by("pk"))
    keys = [coupon.pk for coupon in moving]
    Entitlement.objects.filter(loss__coupon__in=keys, balance="").update(payee=payee)
    Coupon.objects.filter(pk__in=keys).update(payee=payee)
    refs = [coupon.inquiry_number for coupon in moving]
    audit.record("coupon.joined", by=by, kind="coupon", refs=refs, scope=programme.slug, detail={"claim": number})
    return len(moving)
