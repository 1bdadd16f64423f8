"""The 47 prefectures in the order of their JIS X 0401 codes."""

from __future__ import annotations

from typing import Final

from foundation.japan.bilingual import Both
from foundation.japan.prefecture_names import NAMES

PREFECTURES: Final[dict[str, Both]] = {slug: Both(*names) for slug, names in NAMES.items()}
"""By the English name in small letters: kumamoto, nara."""

_WEIGHTS: Final = (6, 5, 4, 3, 2)


def body_code(slug: str) -> str:
    """団体コード of a prefecture: two digits of its number, three of no municipality, a check digit."""
    body = f"{list(PREFECTURES).index(slug) + 1:02}000"
    rest = sum(int(digit) * weight for digit, weight in zip(body, _WEIGHTS, strict=True)) % 11
    return f"{body}{(11 - rest) % 10}"
