"""The bounce key: by it a mail server's notice names a message, and nobody else can.

A recipient sees our reference in the mail; a notice is therefore believed only with the keyed hash behind it.
"""

from __future__ import annotations

import hmac
import re
from collections.abc import Iterable
from typing import Final
from uuid import UUID

from foundation.vault.hashing import keyed_hash

PROOF_SIGNS: Final = 20
SIGNS: Final = 32 + PROOF_SIGNS
_KEY: Final = re.compile(rf"(?<![0-9a-f])[0-9a-f]{{{SIGNS}}}(?![0-9a-f])")


def bounce_key(reference: UUID) -> str:
    """The reference and 80 bits of its keyed hash, in 52 small hexadecimal signs: fit for an ENVID and an address."""
    return reference.hex + _proof(reference)


def return_address(mailbox: str, reference: UUID) -> str:
    """Where notices on a message go: `bounces@portal.example` becomes `bounces+<key>@portal.example`."""
    local, _, domain = mailbox.rpartition("@")
    return f"{local}+{bounce_key(reference)}@{domain}"


def references_in(texts: Iterable[str]) -> set[UUID]:
    """The messages whose keys stand in these texts; what merely looks like a key names none."""
    found = (key for text in texts for key in _KEY.findall(text.lower()))
    return {UUID(key[:32]) for key in found if _holds(key)}


def _holds(key: str) -> bool:
    return hmac.compare_digest(key[32:], _proof(UUID(key[:32])))


def _proof(reference: UUID) -> str:
    return keyed_hash(reference.hex, purpose="message.bounce").hex()[:PROOF_SIGNS]
