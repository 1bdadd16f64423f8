"""What was sent, when, by whom, in which words, and what was heard of it: for any person, for years."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime
from typing import NamedTuple

from django.db.models import Q, QuerySet

from foundation.japan.errors import UnreadableError
from foundation.japan.numbers import fold
from foundation.japan.phone import parse
from foundation.vault.sealing import SealError
from notifications.envelope import address_hash, body_hash, open_envelope, open_text
from notifications.models import Attempt, LookUp, Message, Transition
from notifications.reports import Heard, of_message
from notifications.states import Channel, MessageState
from notifications.transitions import ChainWrongError, verify_chain


class Proof(NamedTuple):
    """Everything kept of one message. `title` and `body` are None where the sealed text does not open.

    `text_proved`: the text is the one that was hashed before it was sent. `steps_proved`: how many steps its chain
    proves, None where it is broken. `handed_over_at`: when a provider took it.
    """

    message: Message
    address: str
    title: str | None
    body: str | None
    text_proved: bool
    steps_proved: int | None
    steps: list[Transition]
    attempts: list[Attempt]
    look_ups: list[LookUp]
    reports: list[Heard]
    handed_over_at: datetime | None


def messages_of(subjects: Iterable[tuple[str, str]], address: str, scopes: Iterable[str]) -> QuerySet[Message]:
    """Messages about these subjects (kind, reference) or to this address, of these scopes, the newest first.

    The address is found by its keyed hash, also when it was purged; "" for none.
    """
    by_kind = dict[str, list[str]]()
    for kind, ref in subjects:
        by_kind.setdefault(kind, []).append(ref)
    wanted = _to_address(address)
    for kind, refs in by_kind.items():
        wanted |= Q(subject_kind=kind, subject_ref__in=refs)
    found = Message.objects.filter(wanted, scope__in=list(scopes))
    return found.select_related("mailing").order_by("-recorded_at", "-pk")


def prove(message: Message) -> Proof:
    """Everything that is kept of a message, with its chain and its text tried."""
    attempts = list(Attempt.objects.filter(message=message).order_by("number"))
    steps = list(Transition.objects.filter(message=message).order_by("number"))
    title, body, proved = _text(message)
    taken = [step.at for step in steps if step.to_state == MessageState.ACCEPTED]
    return Proof(
        message=message,
        address=_address(message),
        title=title,
        body=body,
        text_proved=proved,
        steps_proved=_proved(message),
        steps=steps,
        attempts=attempts,
        look_ups=list(LookUp.objects.filter(message=message).order_by("pk")),
        reports=of_message(message),
        handed_over_at=taken[0] if taken else None,
    )


def _to_address(typed: str) -> Q:
    text = fold(typed)
    if not text:
        return Q(pk__in=[])
    if "@" in text:
        return Q(channel=Channel.EMAIL, address_hash=address_hash(Channel.EMAIL, text))
    try:
        return Q(channel=Channel.SMS, address_hash=address_hash(Channel.SMS, parse(text).e164))
    except UnreadableError:
        return Q(pk__in=[])


def _address(message: Message) -> str:
    try:
        return open_envelope(message).address
    except SealError:
        return ""


def _text(message: Message) -> tuple[str | None, str | None, bool]:
    try:
        whole, said = open_text(message), open_envelope(message)
    except SealError:
        return None, None, False
    return said.title, said.body, body_hash(whole) == bytes(message.body_hash)


def _proved(message: Message) -> int | None:
    try:
        return verify_chain(message)
    except ChainWrongError:
        return None
