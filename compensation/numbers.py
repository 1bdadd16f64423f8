"""Payout numbers: what people say on the phone to name one payout."""

from __future__ import annotations

from typing import Final

from foundation.japan.numbers import code
from foundation.vault.tokens import check_character, valid_number

# A permutation of the nine-digit numbers: neighbours in the table are no neighbours on the phone, and a number
# does not tell how many payouts there are. It keeps no secret.
_SIZE: Final = 10**9
_FACTOR: Final = 387_420_489
_SHIFT: Final = 618_033_988


def payout_number(pk: int) -> str:
    """`123-456-789K`: nine digits of the row's id and a check letter; unique for ids below a thousand million."""
    digits = f"{(pk * _FACTOR + _SHIFT) % _SIZE:09d}"
    return f"{digits[:3]}-{digits[3:6]}-{digits[6:]}{check_character(digits)}"


def read_payout_number(text: str) -> str | None:
    """The number as it is stored, from what somebody typed in any width and with any hyphens; None if misread."""
    if not valid_number(text):
        return None
    plain = code(text)
    return f"{plain[:3]}-{plain[3:6]}-{plain[6:]}" if len(plain) == 10 else None
