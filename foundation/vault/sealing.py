"""Fields that are kept sealed: AES-GCM, bound to the one row and column they stand in.

A sealed value is: format (1 byte), length of the key's id (1), the id, nonce (12), ciphertext with its tag.
"""

from __future__ import annotations

import os
from functools import lru_cache
from typing import Final

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM

from foundation.vault.keys import Key, key_ring

_FORMAT: Final = b"\x01"
_NONCE_BYTES: Final = 12
_TAG_BYTES: Final = 16


class SealError(Exception):
    """A value that does not open: altered, moved from another row, or sealed under a key that is not here."""


def seal(text: str, *, bound_to: str) -> bytes:
    """Seal `text` so that it opens only under the same `bound_to`, e.g. "message.address:<uuid>"."""
    prefix, cipher = _sealer(key_ring()[0])
    nonce = os.urandom(_NONCE_BYTES)
    return prefix + nonce + cipher.encrypt(nonce, text.encode(), bound_to.encode())


def open_sealed(blob: bytes | memoryview, *, bound_to: str) -> str:
    """The text that was sealed; raises SealError."""
    blob = bytes(blob)
    start = 2 + blob[1] if len(blob) > 1 else 0
    if blob[:1] != _FORMAT or len(blob) < start + _NONCE_BYTES + _TAG_BYTES:
        raise SealError("this is not a sealed value")
    cipher = _opener(blob[2:start])
    nonce, sealed = blob[start : start + _NONCE_BYTES], blob[start + _NONCE_BYTES :]
    try:
        return cipher.decrypt(nonce, sealed, bound_to.encode()).decode()
    except InvalidTag:
        raise SealError(f"the value does not belong to {bound_to}") from None


def _opener(key_id: bytes) -> AESGCM:
    for key in key_ring():
        if key.id.encode() == key_id:
            return _sealer(key)[1]
    raise SealError("the key that sealed this value is not in FIELD_KEYS")


@lru_cache(maxsize=32)
def _sealer(key: Key) -> tuple[bytes, AESGCM]:
    name = key.id.encode()
    return _FORMAT + bytes([len(name)]) + name, AESGCM(key.derive("sealing"))
