"""What a mail that came back says: a delivery status notification (RFC 3464) is read, whatever else is named."""

from __future__ import annotations

import re
from collections.abc import Iterator
from email import message_from_bytes
from email.errors import MessageError
from email.message import Message as Mail
from types import MappingProxyType
from typing import Final, NamedTuple

from notifications.states import UNREADABLE, MessageState

LONGEST: Final = 1_048_576
"""Bytes of a mail that is read; a notice with the headers of ours has a few thousand."""
SAYS: Final = MappingProxyType(
    {
        "delivered": MessageState.DELIVERED,
        "failed": MessageState.UNDELIVERED,
        # Still on its way, but a mail server has it, and that is an acceptance.
        "delayed": MessageState.ACCEPTED,
        "relayed": MessageState.ACCEPTED,
        "expanded": MessageState.ACCEPTED,
    }
)
_STRONGEST_FIRST: Final = (MessageState.DELIVERED, MessageState.UNDELIVERED, MessageState.ACCEPTED)
_CAME_TO: Final = ("Delivered-To", "X-Original-To", "Envelope-To", "To")
_HEXCHAR: Final = re.compile(r"\+([0-9A-F]{2})")


class Notice(NamedTuple):
    """`says`: a state of the message, or `unreadable`, and then `problem` why. `names`: texts that may hold a key."""

    says: str
    names: tuple[str, ...] = ()
    problem: str = ""


def read(raw: bytes) -> Notice:
    """What a mail says; one that cannot be read says so, and raises nothing."""
    if len(raw) > LONGEST:
        return Notice(UNREADABLE, problem="longer than a notice may be")
    try:
        return _read(message_from_bytes(raw))
    except (MessageError, AttributeError, AssertionError, LookupError, RecursionError, TypeError, ValueError) as error:
        # A stranger wrote it: it may break the parser, not us.
        return Notice(UNREADABLE, problem=f"breaks the parser: {type(error).__name__}")


def _read(mail: Mail) -> Notice:
    came_to = tuple(str(value) for name in _CAME_TO for value in mail.get_all(name, []))
    status = next((part for part in mail.walk() if part.get_content_type() == "message/delivery-status"), None)
    if status is None:
        return Notice(UNREADABLE, came_to, "no delivery status in it, perhaps an automatic reply")
    blocks = list(_blocks(status))
    ids = tuple(_plain(str(value)) for block in blocks for value in block.get_all("Original-Envelope-Id", []))
    actions = {str(block["Action"]).strip().lower() for block in blocks if block["Action"] is not None}
    told = {SAYS[action] for action in actions if action in SAYS}
    says = next((state for state in _STRONGEST_FIRST if state in told), None)
    if says is None:
        return Notice(UNREADABLE, (*ids, *came_to), "its delivery status states no action that is known")
    return Notice(says, (*ids, *came_to))


def _blocks(status: Mail) -> Iterator[Mail]:
    """The fields about the mail, then those about each recipient."""
    payload = status.get_payload()
    return (block for block in payload if isinstance(block, Mail)) if isinstance(payload, list) else iter(())


def _plain(value: str) -> str:
    """An ENVID comes back as xtext."""
    return _HEXCHAR.sub(lambda found: chr(int(found[1], 16)), value)
