"""Claim numbers: read out on the phone, not guessable one from another."""

from __future__ import annotations

import secrets
from datetime import date

from foundation.japan.numbers import code
from foundation.vault.tokens import check_character, valid_number

_DIGITS = 10
_APRIL = 4


def new_number(today: date) -> str:
    """A number such as 30-0412-7358-K: fiscal year, eight random digits, a letter that a slip of the tongue changes."""
    body = f"{_fiscal_year(today) % 100:02}{secrets.randbelow(10**8):08}"
    return _grouped(body + check_character(body))


def read_number(typed: str) -> str | None:
    """The number as we write it, from whatever width, case and hyphens it was typed in; None where it is none."""
    bare = code(typed)
    if len(bare) != _DIGITS + 1 or not valid_number(bare):
        return None
    return _grouped(bare)


def _grouped(bare: str) -> str:
    return f"{bare[:2]}-{bare[2:6]}-{bare[6:10]}-{bare[10]}"


def _fiscal_year(today: date) -> int:
    return today.year if today.month >= _APRIL else today.year - 1
