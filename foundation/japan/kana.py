"""Names and their reading. Name kanji are never changed: NFKC would swap variants that people insist on."""

from __future__ import annotations

import re
import unicodedata
from typing import Final

import jaconv

from foundation.japan.errors import UnreadableError

_READING: Final = re.compile(r"[ァ-ヶー・　]+|[A-Za-z'.\-　]+")
_VOICED: Final = str.maketrans({"゛": "\u3099", "゜": "\u309a", "ﾞ": "\u3099", "ﾟ": "\u309a"})


def reading(text: str) -> str:
    """フリガナ in full-width katakana, parts one full-width space apart; Latin letters for foreign names.

    Raises UnreadableError for kanji, digits and anything else that is no reading.
    """
    kana = "　".join(_katakana(text).split())
    if not _READING.fullmatch(kana):
        raise UnreadableError(
            "フリガナはカタカナで入力してください（例：ヤマダ　タロウ）。",
            "Please write the reading in katakana, or in Latin letters (e.g. YAMADA TARO).",
        )
    return kana


def name(text: str) -> str:
    """A name as it was typed, with single spaces and none around; its characters stay as they are."""
    return " ".join(text.split())


def search_key(text: str) -> str:
    """One form for やまだ, ﾔﾏﾀﾞ and ヤマダ: katakana capitals without spaces, to find people by."""
    return "".join(_katakana(text).split()).upper()


def _katakana(text: str) -> str:
    """Full-width katakana for any kana, other characters by NFKC; a voicing mark joins the kana before it."""
    voiced = unicodedata.normalize("NFKC", text.translate(_VOICED))
    return str(jaconv.hira2kata(voiced))
