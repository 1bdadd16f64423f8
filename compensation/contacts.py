"""Registered telephone numbers and e-mail addresses: which of them a message can reach, and what they are found by."""

from __future__ import annotations

from typing import NamedTuple

from foundation.japan import phone as phones
from foundation.japan.errors import UnreadableError
from foundation.japan.numbers import fold
from foundation.vault.hashing import keyed_hash


class Contact(NamedTuple):
    """How one payee can be reached: `phone` is E.164 or "", `email` an address or ""."""

    phone: str
    email: str


def takes_sms(phone: str) -> bool:
    """Whether a registered number is one that a text message can reach; unreadable ones are not."""
    try:
        return bool(phone) and phones.can_take_sms(phone)
    except UnreadableError:
        return False


def phone_hash(phone: str) -> bytes | None:
    """What a number is found by, however it was typed; None without one."""
    return keyed_hash(_same_phone(phone), purpose="phone") if phone else None


def email_hash(email: str) -> bytes | None:
    """What an address is found by; None without one."""
    return keyed_hash(fold(email).lower(), purpose="email") if email else None


def _same_phone(phone: str) -> str:
    try:
        return phones.parse(phone).e164
    except UnreadableError:
        return phone
