"""An application for a coupon that was paid upon a call before: a person joins the two, and the difference is paid."""

from __future__ import annotations

from typing import NamedTuple

from django.db import transaction

from claims import answers as claim_answers
from claims.contacts import contacts
from claims.coupons_named import coupons_of
from claims.enquiry_examination import examine_again
from claims.models import Claim
from claims.states import CALL, SITE, ClaimState
from compensation.awards.reasons import CLAIMED_ELSEWHERE
from compensation.contacts import Contact
from compensation.joining import owe_to_applicant
from compensation.models import Coupon, Entitlement, PayoutLine, Referral
from compensation.states import PayeeKind, PayoutState
from foundation.trail.actor import Actor


class PaidByCall(NamedTuple):
    """A coupon of an application, the call upon which it was paid, and how many yen a payout has taken up."""

    coupon: Coupon
    call: Claim
    yen: int


def paid_by_calls(claim: Claim) -> list[PaidByCall]:
    """The coupons of an application whose payee is somebody who called about them."""
    of_others = owed_to_others(claim)
    keys = {owed.payee.key for owed in of_others if owed.payee.kind == PayeeKind.APPLICANT}
    calls = Claim.objects.filter(programme=claim.programme_id, number__in=keys, channel=CALL)
    by_number = {call.number: call for call in calls}
    return [
        PaidByCall(coupon, by_number[owed.payee.key], owed.committed)
        for owed in of_others
        if owed.payee.key in by_number and (coupon := owed.loss.coupon) is not None
    ]


def owed_to_others(claim: Claim) -> list[Entitlement]:
    """What is owed for the coupons of a claim to another payee than its applicant."""
    known = [coupon_id for coupon_id in coupons_of(claim) if coupon_id is not None]
    owed = Entitlement.objects.filter(loss__coupon__in=known, balance="").select_related("payee", "loss__coupon")
    own = {"payee__kind": PayeeKind.APPLICANT, "payee__key": claim.number}
    return list(owed.exclude(**own).order_by("pk"))


def can_join(row: Referral, claim: Claim) -> bool:
    """Whether a referral asks what to do with an application for a coupon that was paid upon a call."""
    waits = row.reason == CLAIMED_ELSEWHERE and claim.channel == SITE and claim.state == ClaimState.REFERRED
    return waits and bool(paid_by_calls(claim))


def join(claim: Claim, *, by: Actor) -> int:
    """What was paid upon calls counts to this application, which is examined anew; of how many coupons.

    Whoever decides so has closed the referral with the reason.
    """
    with transaction.atomic():
        held = Claim.objects.select_for_update(of=("self",)).select_related("programme").get(pk=claim.pk)
        coupon_ids = [paid.coupon.pk for paid in paid_by_calls(held)]
        reach = contacts(claim_answers.of(held).given)
        contact = Contact(reach.phone, reach.email)
        joined = owe_to_applicant(held.programme, coupon_ids, str(held.number), contact, by=by)
        examine_again(held, "joined with the call that was paid before", by=by)
    return joined


def paid_apart(claim: Claim) -> int:
    """The yen of what an application is owed that were paid to whoever called, before the two were joined."""
    own = {"kind": PayeeKind.APPLICANT, "key": claim.number, "programme": claim.programme_id}
    lines = PayoutLine.objects.filter(**{f"entitlement__payee__{name}": value for name, value in own.items()})
    apart = lines.exclude(**{f"payout__payee__{name}": value for name, value in own.items()})
    counting = apart.exclude(payout__state=PayoutState.CANCELLED).values_list("yen", flat=True)
    return sum(counting)
