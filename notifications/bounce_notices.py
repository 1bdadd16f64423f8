"""What a mail that came back says: a delivery status notification is read, whatever else is named.

RFC 3464, and RFC 6533 where addresses or texts hold more than ASCII: then its part is called global, may be encoded as
any text is, and what stood as xtext may stand as UTF-8 or as `\\x{3042}`.
"""

from __future__ import annotations

import re
from base64 import b64decode
from binascii import a2b_qp
from email import message_from_bytes
from email.errors import MessageError
from email.message import Message as Mail
from email.policy import compat32
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
_STATUS: Final = ("message/delivery-status", "message/global-delivery-status")
_HEXCHAR: Final = re.compile(r"\+([0-9A-F]{2})|\\x\{([0-9A-F]{2,6})\}")
_AS_IT_CAME: Final = compat32.clone(max_line_length=None)
_BLANK_LINE: Final = re.compile(rb"\r?\n[ \t]*\r?\n")


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
    status = next((part for part in mail.walk() if part.get_content_type() in _STATUS), None)
    if status is None:
        return Notice(UNREADABLE, came_to, "no delivery status in it, perhaps an automatic reply")
    blocks = _blocks(status)
    ids = tuple(_plain(str(value)) for block in blocks for value in block.get_all("Original-Envelope-Id", []))
    actions = {str(block["Action"]).strip().lower() for block in blocks if block["Action"] is not None}
    told = {SAYS[action] for action in actions if action in SAYS}
    says = next((state for state in _STRONGEST_FIRST if state in told), None)
    if says is None:
        return Notice(UNREADABLE, (*ids, *came_to), "its delivery status states no action that is known")
    return Notice(says, (*ids, *came_to))


def _blocks(status: Mail) -> list[Mail]:
    """The fields about the mail, then those about each recipient."""
    payload = status.get_payload()
    if not isinstance(payload, list):
        return []
    parts = [part for part in payload if isinstance(part, Mail)]
    # The parser knows the blocks of the ASCII kind alone; the other it takes for a mail within the mail.
    return (
        parts if status.get_content_type() == _STATUS[0] else [each for part in parts for each in _split(part, status)]
    )


def _split(part: Mail, status: Mail) -> list[Mail]:
    text, encoding = part.as_bytes(policy=_AS_IT_CAME), str(status.get("Content-Transfer-Encoding", "")).strip().lower()
    if encoding == "base64":
        text = b64decode(text)
    elif encoding == "quoted-printable":
        text = a2b_qp(text)
    return [message_from_bytes(block) for block in _BLANK_LINE.split(text.strip())]


def _plain(value: str) -> str:
    """An ENVID comes back as xtext, or with its other signs as their numbers."""
    return _HEXCHAR.sub(lambda found: chr(int(found[1] or found[2], 16)), value)
