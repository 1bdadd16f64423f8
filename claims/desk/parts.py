"""What several pages of the console show: payouts, messages and how both moved."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Final, NamedTuple

from django.db.models import QuerySet

from compensation.models import Payout, PayoutLink, PayoutTransition
from compensation.states import PayoutState
from foundation.japan.bilingual import Both
from foundation.vault import masking
from notifications.envelope import open_envelope
from notifications.models import Message, Transition
from notifications.states import Channel, MessageState

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
    """One step of a history, the newest first where several stand in a list."""

    at: object
    to: Both
    cause: str
    actor: str


class MessageShown(NamedTuple):
    """A message with its masked address, or the address in full where `revealed`; and its steps."""

    row: Message
    address: str
    state: Both
    tone: str
    steps: list[Moved]


class PayoutShown(NamedTuple):
    """A payout with its live link (None where there is none) and its steps."""

    row: Payout
    state: Both
    tone: str
    link: PayoutLink | None
    steps: list[Moved]


def state_words(states: Iterable[tuple[str, str]], code: str) -> Both:
    """A state's label in Japanese, and its name in English."""
    ja, _, en = dict(states).get(code, f"{code} {code}").rpartition(" ")
    return Both(ja or en, en.capitalize())


def tone(state: str) -> str:
    """The colour that helps to read a state; what is on its way has the plain one."""
    return _TONES.get(state, "key")


def payout_shown(payout: Payout) -> PayoutShown:
    """A payout as the desk shows it."""
    link = PayoutLink.objects.filter(payout=payout, ended_at__isnull=True).first()
    steps = PayoutTransition.objects.filter(payout=payout).order_by("-at", "-pk")
    moved = [Moved(s.at, state_words(PayoutState.choices, s.to_state), s.cause, s.actor) for s in steps]
    planned = Moved(payout.recorded_at, state_words(PayoutState.choices, PayoutState.PLANNED), "", "")
    shown = state_words(PayoutState.choices, payout.state)
    return PayoutShown(payout, shown, tone(payout.state), link, [*moved, planned])


def messages_about(kind: str, refs: Iterable[str], *, revealed: bool = False) -> list[MessageShown]:
    """The messages about these subjects, the newest first."""
    found: QuerySet[Message] = Message.objects.filter(subject_kind=kind, subject_ref__in=list(refs))
    return [message_shown(message, revealed=revealed) for message in found.order_by("-recorded_at", "-pk")]


def message_shown(message: Message, *, revealed: bool = False) -> MessageShown:
    """One message as the desk shows it."""
    address = open_envelope(message).address
    steps = Transition.objects.filter(message=message).order_by("-number")
    moved = [Moved(s.at, state_words(MessageState.choices, s.to_state), s.cause, s.actor) for s in steps]
    shown = address if revealed else masked_address(message.channel, address)
    return MessageShown(message, shown, state_words(MessageState.choices, message.state), tone(message.state), moved)


def masked_address(channel: str, address: str) -> str:
    """Enough to recognise an address that somebody reads out."""
    return masking.email(address) if channel == Channel.EMAIL else masking.phone(address)
