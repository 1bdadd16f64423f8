"""Keyed hashes: equal values can be found and kept unique without keeping the value readable."""

from __future__ import annotations

import hmac
from functools import lru_cache

from foundation.vault.keys import Key, key_ring


def keyed_hash(value: str, *, purpose: str) -> bytes:
    """32 bytes of HMAC-SHA256 over `value`, which the caller has already brought to one form.

    The same value under two purposes ("phone", "email") hashes differently, so tables cannot be joined by it.
    """
    return hmac.digest(_subkey(key_ring()[-1], purpose), value.encode(), "sha256")


@lru_cache(maxsize=128)
def _subkey(key: Key, purpose: str) -> bytes:
    return key.derive(f"hashing:{purpose}")
