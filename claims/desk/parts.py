"""What several pages of the console show: payouts, messages and how both moved."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime
from typing import Final, NamedTuple

from django.db.models import QuerySet

from claims import state_words
from claims.desk.history_words import actor_words, cause_words
from claims.desk.mailing_words import purpose_words
from compensation.models import Coupon, Payout, PayoutLine, PayoutLink, PayoutTransition, Referral
from compensation.policy.bulletin import Words
from compensation.referrals import reason_words
from compensation.states import PayoutState
from foundation.japan import phone
from foundation.japan.bilingual import Both
from foundation.japan.errors import UnreadableError
from foundation.trail.models import AuditEvent
from foundation.vault import masking
from notifications.envelope import open_envelope
from notifications.models import Message, Transition
from notifications.states import Channel, MessageState

_LOCKED: Final = Both("リンクをロック（5回の誤り）", "Link locked after five wrong answers")
_LINK_ACTS: Final = {
    "unlock": Both("ロックを解除", "Link unlocked"),
    "reissue": Both("リンクを再発行", "New link sent"),
}
_TONES: Final = {
    PayoutState.FULFILLED.value: "good",
    PayoutState.LAPSED.value: "bad",
    PayoutState.RETURNED.value: "bad",
    PayoutState.CANCELLED.value: "bad",
    MessageState.DELIVERED.value: "good",
    MessageState.ACCEPTED.value: "key",
    MessageState.UNDELIVERED.value: "bad",
    MessageState.REJECTED.value: "bad",
    MessageState.EXPIRED.value: "bad",
    MessageState.UNKNOWN.value: "warn",
    MessageState.HELD.value: "warn",
}


class Moved(NamedTuple):
    """One step of a history, the newest first where several stand in a list; `actor` is None for the first plan."""

    at: datetime
    to: Both
    cause: Both | None = None
    actor: Both | None = None


class MessageShown(NamedTuple):
    """A message with its masked address, or the address in full where `revealed`; and its steps."""

    row: Message
    purpose: Both
    channel: Both
    address: str
    state: Both
    tone: str
    steps: list[Moved]


class Share(NamedTuple):
    """What a payout pays for one coupon."""

    coupon: Coupon
    yen: int


class PayoutShown(NamedTuple):
    """A payout with its live link (None where there is none), its steps, and what it pays for each coupon."""

    row: Payout
    state: Both
    tone: str
    link: PayoutLink | None
    steps: list[Moved]
    shares: list[Share]


class ReferralShown(NamedTuple):
    """A referral: why it waits or waited, and what a person concluded (None while it is open)."""

    row: Referral
    why: Words
    conclusion: Both | None


def moved(at: datetime, to: Both, cause: str, actor: str) -> Moved:
    """One step of a history in words."""
    return Moved(at, to, cause_words(cause), actor_words(actor))


def tone(state: str) -> str:
    """The colour that helps to read a state; what is on its way has the plain one."""
    return _TONES.get(state, "key")


def payout_shown(payout: Payout) -> PayoutShown:
    """A payout as the desk shows it."""
    link = PayoutLink.objects.filter(payout=payout, ended_at__isnull=True).first()
    state = state_words.PAYOUT[payout.state]
    return PayoutShown(payout, state, tone(payout.state), link, _payout_steps(payout), _shares(payout))


def _payout_steps(payout: Payout) -> list[Moved]:
    """How it moved and what became of its link, the newest first; the plan is the oldest."""
    steps = PayoutTransition.objects.filter(payout=payout)
    states = [moved(step.at, state_words.PAYOUT[step.to_state], step.cause, step.actor) for step in steps]
    later = sorted([*states, *_link_steps(payout)], key=lambda step: step.at, reverse=True)
    return [*later, Moved(payout.recorded_at, state_words.PAYOUT[PayoutState.PLANNED])]


def _link_steps(payout: Payout) -> list[Moved]:
    """The link locked by wrong answers, unlocked and replaced by somebody, with the reason they gave."""
    events = AuditEvent.objects.filter(subject_kind="payout", subject_ref=payout.number)
    asked = events.filter(action="payout.asked", detail__act__in=list(_LINK_ACTS))
    locked = [moved(event.at, _LOCKED, "", event.actor_ref) for event in events.filter(action="locked")]
    return locked + [
        moved(event.at, _LINK_ACTS[event.detail["act"]], event.detail["because"], event.actor_ref) for event in asked
    ]


def _shares(payout: Payout) -> list[Share]:
    lines = PayoutLine.objects.filter(payout=payout, entitlement__loss__coupon__isnull=False)
    found = lines.select_related("entitlement__loss__coupon").order_by("entitlement__loss__coupon__inquiry_number")
    coupons = ((line.entitlement.loss.coupon, line.yen) for line in found)
    return [Share(coupon, yen) for coupon, yen in coupons if coupon is not None]


def referrals_shown(found: QuerySet[Referral]) -> list[ReferralShown]:
    """Referrals as the pages of a case show them, those that wait first."""
    shown = [ReferralShown(row, reason_words(row.reason), _conclusion(row)) for row in found]
    return sorted(shown, key=lambda each: each.conclusion is not None)


def _conclusion(row: Referral) -> Both | None:
    return cause_words(row.closed_because) if row.closed_at else None


def messages_about(kind: str, refs: Iterable[str], *, revealed: bool = False) -> list[MessageShown]:
    """The messages about these subjects, the newest first."""
    found: QuerySet[Message] = Message.objects.filter(subject_kind=kind, subject_ref__in=list(refs))
    return [message_shown(message, revealed=revealed) for message in found.order_by("-recorded_at", "-pk")]


def message_shown(message: Message, *, revealed: bool = False) -> MessageShown:
    """One message as the desk shows it."""
    address = open_envelope(message).address
    steps = Transition.objects.filter(message=message).order_by("-number")
    history = [moved(step.at, state_words.MESSAGE[step.to_state], step.cause, step.actor) for step in steps]
    shown = _written(message.channel, address) if revealed else masked_address(message.channel, address)
    shown = message.address_masked or shown
    channel, state = state_words.CHANNEL[message.channel], state_words.MESSAGE[message.state]
    return MessageShown(message, purpose_words(message.purpose), channel, shown, state, tone(message.state), history)


def masked_address(channel: str, address: str) -> str:
    """Enough to recognise an address that somebody reads out."""
    return masking.email(address) if channel == Channel.EMAIL else masked_phone(address)


def masked_phone(number: str) -> str:
    """As it is dialled in Japan: its first group and its last four digits, such as 070-＊＊＊＊-0001."""
    dialled = dialled_phone(number)
    first, hyphen, _ = dialled.partition("-")
    return first + masking.phone(dialled)[len(first) :] if hyphen else masking.phone(dialled)


def dialled_phone(number: str) -> str:
    """A number as it is dialled in Japan; what is no telephone number stays as it is."""
    try:
        return phone.national(phone.parse(number).e164)
    except UnreadableError:
        return number


def _written(channel: str, address: str) -> str:
    return address if channel == Channel.EMAIL else dialled_phone(address)
