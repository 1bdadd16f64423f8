"""Postal codes: their form. Which place one stands for is another question."""

from __future__ import annotations

from typing import Final

from foundation.japan.errors import UnreadableError
from foundation.japan.numbers import digits

_LENGTH: Final = 7
_AREA: Final = 3


def parse(text: str) -> str:
    """A postal code as 100-0001, typed in any width, with or without 〒 and hyphen; raises UnreadableError."""
    try:
        code = digits(text.replace("〒", ""))
    except UnreadableError:
        code = ""
    if len(code) != _LENGTH:
        raise UnreadableError(
            "郵便番号は 7 けたで入力してください（例：100-0001）。", "A postal code has 7 digits (e.g. 100-0001)."
        )
    return f"{code[:_AREA]}-{code[_AREA:]}"
