"""What is added to an enquiry after its call, or taken back: each in one transaction with its being examined anew."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from django.db import transaction

from claims.enquiry_examination import examine_again
from claims.enquiry_intake import supply
from claims.models import Claim
from compensation import enquiries
from compensation.enquiries import Tried, tell_payment
from compensation.models import Enquiry, LedgerEntry, TriedPayment
from foundation.trail.actor import Actor


def supply_items(claim: Claim, given: dict[str, Any], *, by: Actor) -> bool:
    """Add or mend what the caller gave, by item; False where all of it was known."""
    with transaction.atomic():
        if not supply(claim, given, by=by):
            return False
        examine_again(claim, "items were supplied", by=by)
    return True


def take_down(
    claim: Claim, enquiry: Enquiry, tried: Tried, entries: Sequence[LedgerEntry], *, by: Actor
) -> TriedPayment:
    """Take down one payment of the evening. Raises NotTakenError, also where it was taken down before."""
    with transaction.atomic():
        payment = tell_payment(enquiry, tried, entries, by=by)
        examine_again(claim, "a payment was told", by=by)
    return payment


def take_back(claim: Claim, payment: TriedPayment, because: str, *, by: Actor) -> bool:
    """Let a payment count no more; False where it did not. Raises NotTakenError, also where it was paid out."""
    with transaction.atomic():
        # An examination of the same moment may be paying it: whoever holds the claim goes first.
        Claim.objects.select_for_update().get(pk=claim.pk)
        if not enquiries.void(payment, because, by=by):
            return False
        examine_again(claim, "a payment was voided", by=by)
    return True
