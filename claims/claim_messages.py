"""Messages about one claim, to the contact that it named: its number and nothing personal, no outcome and no sum."""

from __future__ import annotations

from typing import NamedTuple

from django.conf import settings

from claims.contacts import Contacts
from claims.models import Claim
from compensation.explanations import desk_of
from compensation.policy.bulletin import Contact
from compensation.programmes import rules_of
from compensation.sending import sender_of
from foundation.japan.bilingual import Both
from notifications.outbox import NewMessage

SUBJECT = "claim"


class ClaimText(NamedTuple):
    """One text in both languages; {number}, {url}, {programme} and {telephone} are filled in.

    `asked`: it answers what the claimant just did, at any hour. `version` changes whenever the wording does, so that
    what somebody was sent stays known.
    """

    purpose: str
    version: str
    sms: Both
    title: Both
    email: Both
    asked: bool = False


def message_of(claim: Claim, text: ClaimText, reach: Contacts, *, generation: int = 1, number: str = "") -> NewMessage:
    """The text for a claim, in the language it was made in; a draft goes by the `number` that it will have."""
    named = number or str(claim.number)
    body = _filled(text.email if reach.channel == "email" else text.sms, claim, named)
    return NewMessage(
        scope=claim.programme.slug,
        subject_kind=SUBJECT,
        subject_ref=named,
        purpose=text.purpose,
        channel=reach.channel,
        address=reach.address,
        body=body,
        sender=sender_to(claim, reach.channel),
        title=_filled(text.title, claim, named) if reach.channel == "email" else "",
        text_version=text.version,
        generation=generation,
        asked=text.asked,
    )


def _filled(words: Both, claim: Claim, number: str) -> str:
    english = claim.language == "en"
    programme = claim.programme.name_en if english else claim.programme.name_ja
    return (words.en if english else words.ja).format(
        number=number,
        url=f"{settings.SITE_URL}/status/",
        programme=programme,
        telephone=telephone(desk_of(claim.bulletin), english=english),
    )


def sender_to(claim: Claim, channel: str) -> str:
    """What the bulletin publishes; a policy on misuse publishes none."""
    if claim.programme.kind == "fraud":
        return str(settings.SENDERS[channel])
    return sender_of(rules_of(claim.bulletin), channel)


def telephone(contact: Contact, *, english: bool) -> str:
    """Whom to call and when, in one line."""
    if english:
        return f"{contact.telephone}, {contact.hours.text.en}"
    return f"{contact.name.ja} {contact.telephone}（{contact.hours.text.ja}）"
