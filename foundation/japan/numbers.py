"""Digits and reference numbers as people type them: full-width, spaced, with hyphens of any kind."""

from __future__ import annotations

import re
import unicodedata
from typing import Final

from foundation.japan.errors import UnreadableError

# NFKC leaves some of these alone, and a long vowel mark between digits is a hyphen typed in kana mode.
_HYPHENS: Final = dict.fromkeys("ーｰ－−‐‑‒–—―﹣⁃", "-")
# Marks of direction, joints and soft hyphens come along when a number is copied, and nobody sees them.
_UNSEEN: Final = dict.fromkeys(
    "\u00ad\u061c\u200b\u200c\u200d\u200e\u200f\u202a\u202b\u202c\u202d\u202e\u2060\u2066\u2067\u2068\u2069\ufeff"
)
_TYPED: Final = str.maketrans(_HYPHENS | _UNSEEN)
_SEPARATORS: Final = re.compile(r"[\s\-().]+")
_SPACES_AND_HYPHENS: Final = re.compile(r"[\s\-]+")
_LOOK_ALIKES: Final = str.maketrans("OILＯＩＬ", "011011")


def fold(text: str) -> str:
    """Half-width, plain hyphens, no space around: for numbers only, never for names or addresses."""
    if text.isascii():
        return text.strip()
    return unicodedata.normalize("NFKC", text.translate(_TYPED)).strip()


def digits(text: str) -> str:
    """The digits of a number, without hyphens, spaces, dots and brackets; raises UnreadableError for anything else."""
    bare = _SEPARATORS.sub("", fold(text))
    if not (bare.isascii() and bare.isdigit()):
        raise UnreadableError("数字で入力してください。", "Please enter digits only.")
    return bare


def code(text: str, *, look_alikes: bool = False) -> str:
    """A reference of letters and digits in the one form it is looked up by: half-width capitals, no separators.

    With `look_alikes`, for numbers that have no such letters, O is read as 0 and I and L as 1.
    """
    bare = _SPACES_AND_HYPHENS.sub("", fold(text)).upper()
    return bare.translate(_LOOK_ALIKES) if look_alikes else bare
