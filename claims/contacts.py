"""How a claimant can be reached, and by what they are recognised."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, Literal, NamedTuple

from compensation.contacts import email_hash, phone_hash
from foundation.japan.numbers import fold
from foundation.japan.phone import can_take_sms


class Contacts(NamedTuple):
    """`phone` in E.164, `email` as written, either empty where not given; `channel` is where links and news go."""

    phone: str
    email: str
    channel: Literal["sms", "email"]

    @property
    def address(self) -> str:
        """Where the channel leads."""
        return self.email if self.channel == "email" else self.phone

    @property
    def phone_hash(self) -> bytes | None:
        return phone_hash(self.phone)

    @property
    def email_hash(self) -> bytes | None:
        return email_hash(self.email)


def contacts(given: Mapping[str, Any]) -> Contacts:
    """The contacts among the answers, with the channel that was chosen where there was a choice."""
    offered = reachable(given)
    return next((reach for reach in offered if reach.channel == given.get("delivery")), offered[0])


def reachable(given: Mapping[str, Any]) -> list[Contacts]:
    """The ways to choose from: the destination that was named alone, else the e-mail address and a mobile phone."""
    phone, email = str(given.get("contact", "")), str(given.get("email", ""))
    destination = str(given.get("delivery_destination", ""))
    if "@" in destination:
        return [Contacts(phone, destination, "email")]
    if destination:
        return [Contacts(destination, email, "sms")]
    by_email, by_sms = Contacts(phone, email, "email"), Contacts(phone, email, "sms")
    takes_sms = bool(phone) and can_take_sms(phone)
    return [by_email] * bool(email or not takes_sms) + [by_sms] * takes_sms


def known_by(given: Mapping[str, Any]) -> frozenset[bytes]:
    """Hashes of every phone number and e-mail address that was given: any of them shows who asks."""
    values = [str(given.get(item, "")) for item in ("contact", "email", "delivery_destination")]
    return frozenset(_hash(value) for value in values if value)


def typed_contact_hash(typed: str) -> bytes:
    """The hash of a phone number or e-mail address as somebody typed it; of the text itself where it is neither."""
    return _hash(typed)


def _hash(value: str) -> bytes:
    return (email_hash(value) if "@" in fold(value) else phone_hash(value)) or b""
