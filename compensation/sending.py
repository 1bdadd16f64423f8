"""How and when a bulletin has payouts announced, route by route."""

from __future__ import annotations

from datetime import date, datetime
from typing import Final, NamedTuple

from django.conf import settings

from compensation.contacts import Contact, takes_sms
from compensation.policy.bulletin import Bulletin, Plan
from compensation.policy.periods import Deadline
from notifications.states import Channel

AUTOMATIC: Final = "automatic"
SPECIAL_SITE: Final = "special_site"
PURPOSE: Final = "payout_link"
REMINDERS: Final = ("reminder_1", "reminder_2")
"""What tells once more of a payout before its last day, at most twice."""
SUBJECT: Final = "payout"
"""How messages and the audit log name a payout; the reference is its number."""


class Sending(NamedTuple):
    """One route of one bulletin.

    `planned_on` is the first day to send on (Japan), `planned_text` the plan in the document's words; `receipt` until
    when the payout can be collected, of one claim where it was asked for one. With `chosen_on_site` the message carries
    no link to the payout: the claimant chooses on the special site.
    """

    route: str
    channels: tuple[str, ...]
    planned_on: date | None
    planned_text: str
    receipt: Deadline
    chosen_on_site: bool

    @property
    def collect_by(self) -> date | None:
        """The last day to collect on; None where the document is silent or counts from the sending itself."""
        return self.receipt.day


def sending_of(rules: Bulletin, route: str, received: datetime | None = None) -> Sending | None:
    """How the bulletin announces payouts of a route, for a claim `received` then; None where it has no such route."""
    if route == AUTOMATIC and rules.app is not None:
        return _sending(route, rules.app.channels, rules.app.sending, rules.app.receipt, on_site=False)
    if route == SPECIAL_SITE and rules.paper is not None:
        # The documents leave it to the applicant where the notice goes: either kind of contact will do.
        either = (Channel.SMS.value, Channel.EMAIL.value)
        paper = rules.paper
        return _sending(route, either, paper.sending, paper.receipt.of_claim(received), on_site=paper.chosen_on_site)
    return None


def choose_channel(channels: tuple[str, ...], contact: Contact, *, first: str = Channel.SMS) -> str | None:
    """The one channel a message takes: `first` (SMS unless an applicant chose) where it stands, else the other."""
    usable = [channel for channel in channels if address_for(channel, contact)]
    return first if first in usable else next(iter(usable), None)


def address_for(channel: str, contact: Contact) -> str:
    """Where a message of this channel goes; "" where the contact has no such address, as with a landline for SMS."""
    if channel == Channel.SMS:
        return contact.phone if takes_sms(contact.phone) else ""
    return contact.email


def sender_of(rules: Bulletin, channel: str) -> str:
    """The sender that the bulletin publishes, else the portal's own."""
    published = (sender.address for sender in rules.senders if sender.channel == channel)
    return next(published, None) or settings.SENDERS[channel]


def _sending(route: str, channels: tuple[str, ...], plan: Plan | None, receipt: Deadline, *, on_site: bool) -> Sending:
    planned = (plan.earliest, plan.text.ja) if plan else (None, "")
    return Sending(route, channels, *planned, receipt, on_site)
