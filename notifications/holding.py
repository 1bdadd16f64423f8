"""Messages that nobody can be asked about: a person finds out from the provider, and says what becomes of them."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Final

from django.db import transaction
from django.db.models import Max, Q, QuerySet

from foundation.trail.actor import Actor
from foundation.trail.audit import record
from foundation.trail.clock import now
from foundation.vault.sealing import SealError
from notifications import outbox
from notifications.envelope import open_envelope
from notifications.models import Message
from notifications.states import MessageState
from notifications.transitions import move

WAS_SENT: Final = "a person found that it was sent"
SENT_AGAIN: Final = "a person has it sent again"
ENDED: Final = "a person ended it"
_HELD: Final = Q(state=MessageState.HELD)


class HoldError(Exception):
    """It was not done; `ja` and `en` say why."""

    def __init__(self, ja: str, en: str) -> None:
        super().__init__(en)
        self.ja, self.en = ja, en


def held(scopes: Iterable[str]) -> QuerySet[Message]:
    """The messages of these scopes that wait for a person, the oldest first."""
    return Message.objects.filter(_HELD, scope__in=list(scopes)).order_by("pk")


def was_sent(message: Message, because: str, *, by: Actor) -> None:
    """The provider says that it took it. Raises HoldError where it no longer waits."""
    with transaction.atomic():
        _settle(message, MessageState.ACCEPTED, WAS_SENT, because, by)


def end(message: Message, because: str, *, by: Actor) -> None:
    """Nothing is sent any more. Raises HoldError where it no longer waits."""
    with transaction.atomic():
        _settle(message, MessageState.CANCELLED, ENDED, because, by)


def send_again(message: Message, because: str, *, by: Actor) -> int:
    """Send the same text to the same address as a new generation, at once; the id of the new message.

    Whoever has the first one gets it twice: that is for a person to decide, and their reason is kept. Raises HoldError
    where it no longer waits, its time is over, or it does not open.
    """
    if message.valid_until is not None and message.valid_until <= now():
        raise HoldError("送れる期限を過ぎているため、再送できません。", "Its time is over: it cannot be sent any more.")
    with transaction.atomic():
        _settle(message, MessageState.CANCELLED, SENT_AGAIN, because, by)
        [again] = outbox.plan([_copy(message)], by=by)
    return again


def _settle(message: Message, to: str, cause: str, because: str, by: Actor) -> None:
    if not move([message.pk], to, cause=cause, by=by, only=_HELD, retry_at=None):
        raise HoldError(
            "すでに保留ではなくなっています。一覧で確かめてください。", "It is not held any more: look at the list."
        )
    detail = {"act": cause, "because": because}
    record("message_settled", by=by, kind="message", refs=[str(message.reference)], scope=message.scope, detail=detail)


def _copy(message: Message) -> outbox.NewMessage:
    try:
        said = open_envelope(message)
    except SealError as broken:
        raise HoldError(
            "宛先または本文を開けないため、再送できません。", "Address or text cannot be opened."
        ) from broken
    same = Message.objects.filter(
        subject_kind=message.subject_kind, subject_ref=message.subject_ref, purpose=message.purpose
    )
    last = same.filter(channel=message.channel).aggregate(last=Max("generation"))["last"]
    return outbox.NewMessage(
        scope=message.scope,
        subject_kind=message.subject_kind,
        subject_ref=message.subject_ref,
        purpose=message.purpose,
        channel=message.channel,
        address=said.address,
        body=said.body,
        title=said.title,
        sender=message.sender,
        text_version=message.text_version,
        parts=message.parts,
        yen=message.yen,
        generation=last + 1,
        valid_until=message.valid_until,
    )
