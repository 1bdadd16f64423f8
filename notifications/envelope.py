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
    """What messages to an address are found by."""
    return keyed_hash(address, purpose=f"message.address.{channel}")


def seal_envelope(reference: UUID, channel: str, envelope: Envelope) -> SealedEnvelope:
    """Address and text of the message with this reference, sealed and hashed."""
    text = f"{envelope.title}\n\n{envelope.body}" if channel == Channel.EMAIL else envelope.body
    return SealedEnvelope(
        seal(envelope.address, bound_to=f"message.address:{reference}"),
        address_hash(channel, envelope.address),
        seal(text, bound_to=f"message.body:{reference}"),
        keyed_hash(text, purpose="message.body"),
    )


def open_envelope(message: Message) -> Envelope:
    """What the message says to whom; raises SealError where a column was moved or altered.

    Showing it to a person is a view of personal data: the caller writes that down.
    """
    return opened(message.reference, message.channel, message.address_sealed, message.body_sealed)


def opened(
    reference: UUID, channel: str, address_sealed: bytes | memoryview, body_sealed: bytes | memoryview
) -> Envelope:
    """The same from the columns of a message."""
    address = open_sealed(address_sealed, bound_to=f"message.address:{reference}")
    text = open_sealed(body_sealed, bound_to=f"message.body:{reference}")
    if channel != Channel.EMAIL:
        return Envelope(address, "", text)
    title, _, body = text.partition("\n\n")
    return Envelope(address, title, body)
