"""How a call about a payment of the evening comes in: four items, as far as the caller has them, become a claim."""

from __future__ import annotations

from datetime import date
from typing import Any, NamedTuple
from uuid import UUID

from django.db import transaction

from claims import answers as claim_answers
from claims.acknowledgement import acknowledgement
from claims.answers import Answers
from claims.call_entries import ASK_SHOP, NUMBER_TOLD, written
from claims.call_states import CallChannel, Category, Direction, Outcome, Speaker
from claims.calls import CallAbout, CallSaid, log_call
from claims.contacts import Contacts, contacts
from claims.models import Claim, ClaimCoupon
from claims.moves import move
from claims.numbers import new_number
from claims.states import CALL, ClaimState
from compensation.enquiries import open_enquiry
from compensation.models import Coupon, Programme
from compensation.programmes import in_force
from foundation.trail import audit, clock
from foundation.trail.actor import Actor
from notifications import outbox

CONSENT = "call-1"
"""What the caller was told on the phone, and agreed to."""
ITEMS = ("coupon_number", "expiry", "prefecture", "shop")


class Taken(NamedTuple):
    """What was taken down on the phone.

    `given` by item: coupon_number (a list), expiry (an ISO day), prefecture (a slug), shop; and traveller (yes, no or
    nothing), name, contact (E.164), email; what was not said is missing. `ask_by` is the day to ask the shop by.
    """

    given: dict[str, Any]
    checked: list[str]
    content: str
    ask_by: date


def receive_enquiry(programme: Programme, key: UUID, taken: Taken, *, by: Actor) -> Claim:
    """The claim that a call became, with the call in its log, in one transaction; pressed again it is the same one."""
    with transaction.atomic():
        claim, is_new = _draft(programme, key, taken)
        if is_new:
            claim = _received(claim, taken, by)
    return claim


def supply(claim: Claim, given: dict[str, Any], *, by: Actor) -> bool:
    """Add or mend what was said, by item; False where all of it was known, and nothing was written."""
    with transaction.atomic():
        held = Claim.objects.select_for_update().get(pk=claim.pk)
        before = claim_answers.of(held).given
        answers = {**before, **given}
        if answers == before:
            return False
        sealed = claim_answers.sealed(held.draft_key, Answers({}, {item: v for item, v in answers.items() if v}))
        reach = contacts(answers)
        Claim.objects.filter(pk=held.pk).update(
            answers_sealed=sealed, phone_hash=reach.phone_hash, email_hash=reach.email_hash
        )
        _name_coupon(held, answers)
        refs, detail = [str(held.number)], {"items": sorted(given)}
        audit.record("claim.supplied", by=by, kind="claim", refs=refs, scope=claim.programme.slug, detail=detail)
    return True


def keep_items(claim: Claim, coupon: Coupon) -> None:
    """State to those who decide which of the four items were given."""
    given = claim_answers.of(claim).given
    if claim.received_at is not None:
        items = [item for item in ITEMS if given.get(item)]
        open_enquiry(coupon, str(claim.number), claim.received_at, items)


def _draft(programme: Programme, key: UUID, taken: Taken) -> tuple[Claim, bool]:
    bulletin = in_force(programme.slug, clock.now()).row
    reach = contacts(taken.given)
    return Claim.objects.get_or_create(
        draft_key=key,
        defaults={
            "programme": programme,
            "bulletin": bulletin,
            "channel": CALL,
            "answers_sealed": claim_answers.sealed(key, Answers({}, taken.given)),
            "phone_hash": reach.phone_hash,
            "email_hash": reach.email_hash,
            "consent_version": CONSENT,
            "started_at": clock.now(),
        },
    )


def _received(draft: Claim, taken: Taken, by: Actor) -> Claim:
    number, at = new_number(clock.today()), clock.now()
    [claim] = move(
        [draft.pk], ClaimState.RECEIVED, detail="received on the phone", by=by, number=number, received_at=at
    )
    _name_coupon(claim, taken.given)
    said = CallSaid(
        at,
        CallChannel.PHONE,
        Direction.IN,
        Speaker.HOLDER,
        taken.checked,
        Category.DOCKED_TWICE,
        taken.content,
        written(NUMBER_TOLD, number),
        Outcome.CALL_BACK,
        written(ASK_SHOP),
        taken.ask_by,
    )
    log_call(CallAbout(claim.programme, claim, _coupon(claim)), said, by=by)
    _acknowledge(claim, contacts(taken.given), by)
    return claim


def _acknowledge(claim: Claim, reach: Contacts, by: Actor) -> None:
    if reach.address:
        outbox.plan([acknowledgement(claim, reach)], by=by)


def _name_coupon(claim: Claim, given: dict[str, Any]) -> None:
    """The coupon of the claim; a number that was misheard is replaced, as long as it led to no coupon."""
    for number in given.get("coupon_number") or []:
        ClaimCoupon.objects.filter(claim=claim, coupon__isnull=True).exclude(inquiry_number=number).delete()
        found = Coupon.objects.filter(programme=claim.programme, inquiry_number=number).first()
        named = {"inquiry_number": number, "coupon": found, "linked_at": clock.now() if found else None}
        ClaimCoupon.objects.get_or_create(claim=claim, position=1, defaults=named)


def _coupon(claim: Claim) -> Coupon | None:
    named = ClaimCoupon.objects.filter(claim=claim).select_related("coupon").first()
    return named.coupon if named else None
