"""Hash chains over append-only rows: whoever alters, removes or inserts a row later breaks the chain at it.

Rows cut off the end leave no break: compare the last link with one that was kept elsewhere.
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Sequence
from hashlib import sha256
from typing import Any, Final

import orjson

GENESIS: Final = bytes(32)
"""What the first row of a chain is linked to."""

_ENCODER: Final = json.JSONEncoder(sort_keys=True, separators=(",", ":"), ensure_ascii=False)


class ChainError(Exception):
    """The row at `position` (from 0) does not follow from the rows before it."""

    def __init__(self, position: int) -> None:
        super().__init__(f"the chain is broken at row {position}")
        self.position = position


def canonical(content: Any) -> bytes:
    """One byte form for one content: JSON with sorted keys and no spaces."""
    return _ENCODER.encode(content).encode()


def canonical_line(parts: Sequence[str | int]) -> bytes:
    """The same bytes as `canonical` of a list of words and numbers, many times as fast."""
    return orjson.dumps(parts)


def link(previous: bytes, payload: bytes) -> bytes:
    """The link of a row: 32 bytes over the link before it and the row's own content."""
    if len(previous) != len(GENESIS):
        raise ValueError("a link is 32 bytes long")
    return sha256(previous + payload).digest()


def verify(rows: Iterable[tuple[bytes, bytes]], *, previous: bytes = GENESIS) -> bytes:
    """Check rows of (payload, link) in their order and return the last link; raises ChainError at the first break."""
    for position, (payload, kept) in enumerate(rows):
        previous = link(previous, payload)
        if previous != kept:
            raise ChainError(position)
    return previous
