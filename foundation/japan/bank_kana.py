"""The name of an account's holder as a transfer file carries it: half-width kana, capitals, digits and a few signs.

The set is that of the banks' common format for transfers (one byte a sign, 30 of them, a voicing mark is one of its
own). What can be brought there without a doubt is: hiragana, small kana, full width, long vowels, middle dots. What
cannot is refused in words: a name is never guessed from kanji and never cut.
"""

from __future__ import annotations

import re
import unicodedata
from typing import Final

import jaconv

from foundation.japan.errors import UnreadableError

LONGEST: Final = 30
_SMALL: Final = str.maketrans("ァィゥェォッャュョヮヵヶ", "アイウエオツヤユヨワカケ")
# Whatever stands for a long vowel, a hyphen or a space between the parts of a name.
_SIGNS: Final = str.maketrans(dict.fromkeys("ー－−‐‑‒–—―ｰ", "-") | dict.fromkeys("・･　", " ") | {"（": "(", "）": ")"})
_LOOSE_MARKS: Final = str.maketrans({"゛": "\u3099", "゜": "\u309a", "ﾞ": "\u3099", "ﾟ": "\u309a"})
_CARRIED: Final = re.compile(r"[ｱ-ﾝﾞﾟA-Z0-9 ().\-]+")
_CHECKED: Final = re.compile(r"[ｱ-ﾝﾞﾟA-Z0-9 ().\-]")


def holder(text: str) -> str:
    """The name as a transfer file carries it, at most 30 signs; raises UnreadableError naming what it cannot carry."""
    full = unicodedata.normalize("NFKC", text.translate(_LOOSE_MARKS))
    kana = str(jaconv.hira2kata(full)).translate(_SMALL).translate(_SIGNS)
    if "ヲ" in kana:
        raise UnreadableError(
            "「ヲ」は振込のデータに入れられません。通帳の表記をご確認のうえ、「オ」に置き換えて入力してください。",
            "A transfer cannot carry “ヲ”. Please check your passbook and write “オ” instead.",
        )
    half = str(jaconv.h2z(kana, kana=False, ascii=False, digit=False))
    carried = " ".join(str(jaconv.z2h(half, kana=True, ascii=True, digit=True)).upper().split())
    return _checked(carried)


def same_name(one: str, other: str) -> bool:
    """Whether two readings are one name to a bank: in any width and case, with or without spaces."""
    try:
        return holder(one).replace(" ", "") == holder(other).replace(" ", "")
    except UnreadableError:
        return False


def _checked(carried: str) -> str:
    if not carried:
        raise UnreadableError("カタカナで入力してください。", "Please write it in katakana.")
    if not _CARRIED.fullmatch(carried):
        strange = "".join(dict.fromkeys(sign for sign in carried if not _CHECKED.fullmatch(sign)))[:10]
        raise UnreadableError(
            f"振込のデータに入れられない文字があります（{strange}）。通帳の表記のとおり、カタカナ・英字・数字で入力してください。",
            f"A transfer cannot carry {strange}. Please write the name as in your passbook: katakana, Latin, digits.",
        )
    if len(carried) > LONGEST:
        raise UnreadableError(
            f"振込のデータに入るのは半角で{LONGEST}文字までです（濁点も1文字、いま{len(carried)}文字）。"
            "通帳に記された略し方で入力してください。",
            f"A transfer carries up to {LONGEST} half-width signs, voicing marks included (now {len(carried)}). "
            "Please write the short form in your passbook.",
        )
    return carried
