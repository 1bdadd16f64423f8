"""The code that proves that messages reach a claimant: asked for, sent, typed in, or gone on without.

It goes to whatever number or address was typed, known to us or not; what is refused is refused by counts alone.
"""

from __future__ import annotations

import hmac
import secrets
from datetime import timedelta
from typing import Final, Literal

from django.conf import settings
from django.db import transaction
from django.db.models import F, QuerySet

from claims.allowances import Limit, take
from claims.contacts import Contacts
from claims.draft_messages import contact_code_message
from claims.models import Claim, ContactCode
from claims.models.contact_code import MOST_TRIES
from foundation.trail import audit, clock
from foundation.trail.actor import Actor
from foundation.vault.hashing import keyed_hash
from notifications import outbox

DIGITS: Final = 6
VALID: Final = timedelta(minutes=30)
WAIT: Final = timedelta(seconds=60)
A_DAY_TO_ONE_ADDRESS: Final = 5
A_DAY_FROM_ONE_NETWORK: Final = 60
"""Many phones of one carrier share an address."""

Sent = Literal["sent", "wait", "refused"]
Standing = Literal["none", "sent", "refused", "proved", "given_up"]


def send(claim: Claim, reach: Contacts, network: str, *, by: Actor) -> Sent:
    """Send a code to the contact that links will go to: "wait" within a minute of the last, "refused" past a limit.

    `network` is the address that the request came from. What was refused is kept too, so that the claimant may go on
    without a code.
    """
    with transaction.atomic():
        held = Claim.objects.select_for_update(of=("self",)).select_related("programme", "bulletin").get(pk=claim.pk)
        last = ContactCode.objects.filter(claim=held).order_by("-generation").first()
        at = clock.now()
        if last is not None and last.code_hash is not None and at < last.asked_at + WAIT and _is_of(last, reach):
            return "wait"
        allowed = take(_limits(reach, network))
        code = f"{secrets.randbelow(10**DIGITS):0{DIGITS}}" if allowed else ""
        row = ContactCode.objects.create(
            claim=held,
            generation=last.generation + 1 if last else 1,
            channel=reach.channel,
            address_hash=address_hash(reach),
            code_hash=_code_hash(held, code) if allowed else None,
            asked_at=at,
            expires_at=at + VALID,
        )
        if not allowed:
            return "refused"
        outbox.plan([contact_code_message(held, reach, code, row.generation, row.expires_at)], by=by)
    return "sent"


def prove(claim: Claim, reach: Contacts, typed: str, *, by: Actor) -> bool:
    """Whether a code that was sent to this contact was typed, in time; each try counts, also a wrong one.

    Any code that has not expired will do: a message may overtake the one before it.
    """
    with transaction.atomic():
        rows = list(_to(claim, reach).filter(code_hash__isnull=False, expires_at__gt=clock.now()))
        tried = [row for row in rows if _count_a_try(row)]
        wanted = _code_hash(claim, typed)
        right = [row for row in tried if hmac.compare_digest(bytes(row.code_hash or b""), wanted)]
        if right:
            ContactCode.objects.filter(pk=right[0].pk).update(proved_at=clock.now())
            _note("contact.proved", claim, by)
    return bool(right)


def give_up(claim: Claim, reach: Contacts, *, by: Actor) -> bool:
    """Go on without a code; only after one was asked for. The desk sees that nothing proves this contact."""
    with transaction.atomic():
        last = _to(claim, reach).order_by("-generation").first()
        if last is None:
            return False
        ContactCode.objects.filter(pk=last.pk).update(given_up_at=clock.now())
        _note("contact.unproved", claim, by)
    return True


def standing(claim: Claim, reach: Contacts) -> Standing:
    """How far the contact that links will go to is proved; none of another contact counts."""
    rows = list(_to(claim, reach).order_by("-generation"))
    if any(row.proved_at for row in rows):
        return "proved"
    if any(row.given_up_at for row in rows):
        return "given_up"
    if any(row.code_hash for row in rows):
        return "sent"
    return "refused" if rows else "none"


def is_settled(claim: Claim, reach: Contacts) -> bool:
    """Whether the claim may go on: the contact is proved, or the claimant goes on without."""
    return standing(claim, reach) in {"proved", "given_up"}


def address_hash(reach: Contacts) -> bytes:
    """What two codes to the same contact have in common."""
    return keyed_hash(f"{reach.channel}:{reach.address.lower()}", purpose="contact-code")


def _to(claim: Claim, reach: Contacts) -> QuerySet[ContactCode]:
    return ContactCode.objects.filter(claim=claim, address_hash=address_hash(reach))


def _is_of(row: ContactCode, reach: Contacts) -> bool:
    return bytes(row.address_hash) == address_hash(reach)


def _count_a_try(row: ContactCode) -> bool:
    return bool(ContactCode.objects.filter(pk=row.pk, tries__lt=MOST_TRIES).update(tries=F("tries") + 1))


def _code_hash(claim: Claim, code: str) -> bytes:
    return keyed_hash(f"{claim.draft_key}:{code}", purpose="contact-code")


def _limits(reach: Contacts, network: str) -> list[Limit]:
    return [
        Limit("code-to", f"{reach.channel}:{reach.address.lower()}", A_DAY_TO_ONE_ADDRESS),
        Limit("code-from", network, A_DAY_FROM_ONE_NETWORK),
        Limit("code-all", "", settings.CONTACT_CODES_A_DAY),
    ]


def _note(action: str, claim: Claim, by: Actor) -> None:
    audit.record(action, by=by, kind="draft", refs=[str(claim.pk)], scope=claim.programme.slug)
