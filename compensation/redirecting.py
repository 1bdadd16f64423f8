"""Contacts that change before a payout is released: the message that waits goes to the new one.

What was released stays where it went. Where the account's coupons no longer show one usable contact, the payout is
taken back: the next settlement puts it before a person.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Iterable, Mapping
from typing import Final, NamedTuple

from django.db import transaction
from django.db.models import Q, Value
from django.db.models.functions import Upper

from compensation import links, payouts
from compensation.awards.terms import Announcement
from compensation.contacts import Contact, email_hash, phone_hash
from compensation.deadline_words import receipt_of
from compensation.models import Coupon, Payee, Payout, PayoutLink
from compensation.policy.bulletin import Bulletin
from compensation.programmes import rules_of
from compensation.sending import PURPOSE, SUBJECT, Sending, address_for, choose_channel, sending_of
from compensation.states import PayeeKind, PayoutState
from foundation.trail import audit
from foundation.trail.actor import Actor
from foundation.trail.clock import now
from notifications import outbox
from notifications.envelope import address_hash
from notifications.models import Mailing, Message
from notifications.states import MessageState
from notifications.transitions import move

UNCLEAR: Final = "contact no longer clear"
REDIRECTED: Final = "contact changed"


class Redirected(NamedTuple):
    """How many messages go to another contact now, and how many payouts were taken back."""

    messages: int
    taken_back: int


class _Waiting(NamedTuple):
    """A message that is planned, with its payout, and the contact that the account shows now."""

    message: Message
    payout: Payout
    contact: Contact | None

    @property
    def to(self) -> tuple[str, str] | None:
        """Channel and address by the bulletin and the contact; None where no message can go."""
        sending = sending_of(rules_of(self.payout.bulletin), self.payout.route)
        channel = choose_channel(sending.channels, self.contact) if sending and self.contact else None
        return (channel, address_for(channel, self.contact)) if channel and self.contact else None

    @property
    def is_redirected(self) -> bool:
        """Whether the message would go elsewhere than it says."""
        if self.to is None:
            return True
        channel, address = self.to
        return channel != self.message.channel or bytes(self.message.address_hash) != address_hash(channel, address)


def redirect(coupon_ids: Collection[int], *, take_back: bool, by: Actor) -> Redirected:
    """Let planned messages about these coupons follow the contacts that their accounts show now, in one transaction.

    Without `take_back` payouts without a clear contact are left: the rest of an account may be about to follow.
    """
    with transaction.atomic():
        moved = [one for one in _waiting(coupon_ids) if one.is_redirected]
        news = [new for one in moved if (new := _message(one)) is not None]
        lost = [one.payout.pk for one in moved if one.to is None and take_back]
        move([one.message.pk for one in moved if one.to], MessageState.CANCELLED, cause=REDIRECTED, by=by)
        outbox.plan(news, by=by)
        _note(moved, by)
        return Redirected(len(news), len(payouts.cancel(lost, cause=UNCLEAR, by=by)))


def _waiting(coupon_ids: Collection[int]) -> list[_Waiting]:
    """The mailings are held first, as a release does: what waits then cannot be released meanwhile."""
    about = Payout.objects.filter(
        lines__entitlement__loss__coupon__in=coupon_ids, state=PayoutState.PLANNED, payee__kind=PayeeKind.APP_ACCOUNT
    )
    numbers = list(about.values_list("number", flat=True).distinct())
    links_out = Message.objects.filter(subject_kind=SUBJECT, subject_ref__in=numbers, purpose=PURPOSE)
    planned = links_out.filter(state=MessageState.PLANNED)
    mailings = planned.order_by().values("mailing")
    list(Mailing.objects.select_for_update(no_key=True).filter(pk__in=mailings).order_by("pk").values_list("pk"))
    held = Payout.objects.select_related("payee", "bulletin", "programme").filter(state=PayoutState.PLANNED)
    by_number = {payout.number: payout for payout in held.filter(number__in=numbers)}
    contacts = _contacts(by_number.values())
    return [
        _Waiting(message, payout, contacts.get(payout.payee_id))
        for message in planned.order_by("pk")
        if (payout := by_number.get(message.subject_ref)) is not None
    ]


def _contacts(found: Iterable[Payout]) -> Mapping[int, Contact]:
    """By payee the one contact that all charged coupons of the account show."""
    payees = {(payout.programme_id, payout.payee.key): payout.payee_id for payout in found}
    keys = {key for _, key in payees}
    # By the index, which knows accounts in one case.
    accounts = Coupon.objects.alias(account=Upper("app_account")).filter(~Q(app_account=""), app_account__in=keys)
    charged = accounts.filter(account__in=[Upper(Value(key)) for key in keys], charged_at__isnull=False).order_by()
    shown = defaultdict[int, set[Contact]](set)
    for programme_id, key, phone, email in charged.values_list(
        "programme_id", "app_account", "app_phone", "app_email"
    ).distinct():
        if (programme_id, key) in payees:
            shown[payees[programme_id, key]].add(Contact(phone, email))
    return {payee_id: contacts.pop() for payee_id, contacts in shown.items() if len(contacts) == 1}


def _message(one: _Waiting) -> outbox.NewMessage | None:
    rules = rules_of(one.payout.bulletin)
    sending, to = sending_of(rules, one.payout.route), one.to
    return renewed(one.payout, one.message, rules, sending, to) if sending and to else None


def renewed(
    payout: Payout, message: Message, rules: Bulletin, sending: Sending, to: tuple[str, str]
) -> outbox.NewMessage:
    """A planned notice anew, with the same link and in the same mailing, by a channel to an address."""
    channel, address = to
    announced = Announcement(rules, sending._replace(receipt=receipt_of(payout)), channel, now())
    link = PayoutLink.objects.get(payout=payout, ended_at__isnull=True)
    new = announced.message(payout.number, links.url_of(link), address, payout.yen, message.mailing_id or 0)
    return new._replace(mailing_id=message.mailing_id, generation=message.generation + 1)


def _note(moved: Iterable[_Waiting], by: Actor) -> None:
    """The payee is known by the new contact too, unless something went out to the one before."""
    for one in moved:
        sent = Payout.objects.filter(payee=one.payout.payee_id).exclude(
            state__in=[PayoutState.PLANNED, PayoutState.CANCELLED]
        )
        if one.contact is not None and not sent.exists():
            hashes = {"phone_hash": phone_hash(one.contact.phone), "email_hash": email_hash(one.contact.email)}
            Payee.objects.filter(pk=one.payout.payee_id).update(**hashes)
        if one.to is not None:
            scope, detail = one.payout.programme.slug, {"channel": one.to[0]}
            audit.record("payout.redirected", by=by, kind=SUBJECT, refs=[one.payout.number], scope=scope, detail=detail)
