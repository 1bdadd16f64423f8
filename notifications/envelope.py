"""What is sent to whom, sealed at rest and bound to the message's own reference."""

from __future__ import annotations

from typing import NamedTuple
from uuid import UUID

from foundation.vault.hashing import keyed_hash
from foundation.vault.sealing import open_sealed, seal
from notifications.models import Message
from notifications.states import Channel


class Envelope(NamedTuple):
    """Address (E.164 or an e-mail address), the e-mail's subject line ("" for an SMS), and the text."""

    address: str
    title: str
    body: str


class SealedEnvelope(NamedTuple):
    """An envelope as the columns of a message keep it, in their order."""

    address_sealed: bytes
    address_hash: bytes
    body_sealed: bytes
    body_hash: bytes


def address_hash(channel: str, address: str) -> bytes:
    """What messages to an address are found by; the case of an e-mail address does not matter."""
    written = address.lower() if channel == Channel.EMAIL else address
    return keyed_hash(written, purpose=f"message.address.{channel}")


def body_hash(text: str) -> bytes:
    """What proves that a text is the one that was sent; of an e-mail it covers the subject line as well."""
    return keyed_hash(text, purpose="message.body")


def seal_envelope(reference: UUID, channel: str, envelope: Envelope) -> SealedEnvelope:
    """Address and text of the message with this reference, sealed and hashed."""
    text = f"{envelope.title}\n\n{envelope.body}" if channel == Channel.EMAIL else envelope.body
    return SealedEnvelope(
        seal(envelope.address, bound_to=f"message.address:{reference}"),
        address_hash(channel, envelope.address),
        seal(text, bound_to=f"message.body:{reference}"),
        body_hash(text),
    )


def open_envelope(message: Message) -> Envelope:
    """What the message says to whom; raises SealError where a column was moved or altered.

    Of an address that was purged the masked form is left. Showing it to a person is a view of personal data: the caller
    writes that down.
    """
    if message.purged_at is not None:
        title, body = _text(message.channel, open_text(message))
        return Envelope(message.address_masked, title, body)
    return opened(message.reference, message.channel, message.address_sealed, message.body_sealed)


def open_text(message: Message) -> str:
    """The text as `body_hash` covers it; raises SealError."""
    return open_sealed(message.body_sealed, bound_to=f"message.body:{message.reference}")


def opened(
    reference: UUID, channel: str, address_sealed: bytes | memoryview, body_sealed: bytes | memoryview
) -> Envelope:
    """The same from the columns of a message."""
    address = open_sealed(address_sealed, bound_to=f"message.address:{reference}")
    text = open_sealed(body_sealed, bound_to=f"message.body:{reference}")
    return Envelope(address, *_text(channel, text))


def _text(channel: str, text: str) -> tuple[str, str]:
    """Subject line and body."""
    if channel != Channel.EMAIL:
        return "", text
    title, _, body = text.partition("\n\n")
    return title, body
