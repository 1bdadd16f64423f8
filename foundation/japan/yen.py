"""Sums of yen: whole numbers, read as people write them."""

from __future__ import annotations

import re
from typing import Final

from foundation.japan.errors import UnreadableError
from foundation.japan.numbers import fold

_YEN: Final = re.compile(r"([-+▲△]?)[¥\\]?(\d{1,3}(?:,\d{3})+|\d+)円?")


def parse_yen(text: str) -> int:
    """１，０００円, ¥1,000 or 1000; negative with a minus or ▲ in front. Raises UnreadableError, also for fractions."""
    found = _YEN.fullmatch("".join(fold(text).split()))
    if found is None:
        raise UnreadableError("金額を確認してください（例：1,000円）。", "This is not a sum of yen (e.g. 1,000).")
    sign, amount = found.groups()
    yen = int(amount.replace(",", ""))
    return yen if sign in ("", "+") else -yen


def format_yen(yen: int) -> str:
    """1,000円."""
    return f"{yen:,}円"


def format_yen_en(yen: int) -> str:
    """1,000 yen."""
    return f"{yen:,} yen"
