"""The keys of the vault: `settings.FIELD_KEYS`, ids to 32 bytes each, in the order they were given.

The first seals what is new; every one opens what it sealed. The last one makes the keyed hashes: to take a new key
into use put it in front, and keep the last one until every hash has been made again, or look-ups and uniqueness by
hash break.
"""

from __future__ import annotations

from functools import lru_cache
from typing import Any, Final, NamedTuple

from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.kdf.hkdf import HKDF
from django.conf import settings
from django.core.checks import CheckMessage, Error

KEY_BYTES: Final = 32
ID_MAX: Final = 16


class KeysError(Exception):
    """FIELD_KEYS cannot be used as it stands."""


class Key(NamedTuple):
    """A secret and the name it goes by in what it sealed."""

    id: str
    secret: bytes

    def derive(self, purpose: str) -> bytes:
        """The 32-byte subkey for one purpose: knowing it tells nothing about the others."""
        return HKDF(algorithm=SHA256(), length=KEY_BYTES, salt=None, info=purpose.encode()).derive(self.secret)


def key_ring() -> tuple[Key, ...]:
    """All keys, the current one first. Raises KeysError."""
    return _ring(tuple(settings.FIELD_KEYS.items()))


def check_field_keys(**_: Any) -> list[CheckMessage]:
    """System check: the portal does not start with keys it cannot use."""
    try:
        key_ring()
    except KeysError as wrong:
        return [Error(str(wrong), hint="FIELD_KEYS=id:base64,id:base64 with 32 random bytes each", id="vault.E001")]
    return []


@lru_cache(maxsize=8)
def _ring(entries: tuple[tuple[str, bytes], ...]) -> tuple[Key, ...]:
    if not entries:
        raise KeysError("FIELD_KEYS is empty")
    for position, (key_id, secret) in enumerate(entries, start=1):
        # An error says which entry is wrong and never repeats the secret.
        if not 0 < len(key_id.encode()) <= ID_MAX:
            raise KeysError(f"entry {position} of FIELD_KEYS needs an id of 1 to {ID_MAX} bytes before its colon")
        if len(secret) != KEY_BYTES:
            raise KeysError(f"entry {position} of FIELD_KEYS holds {len(secret)} bytes instead of {KEY_BYTES}")
    return tuple(Key(key_id, secret) for key_id, secret in entries)
