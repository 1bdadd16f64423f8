"""The answers of an application as the desk shows them: what names nobody in words, the rest masked."""

from __future__ import annotations

import re
from collections.abc import Callable
from datetime import date
from typing import Any, Final

from claims.desk.parts import dialled_phone, masked_phone
from compensation.policy.bulletin import Bulletin
from foundation.japan import bilingual
from foundation.japan.prefectures import PREFECTURES
from foundation.vault import masking

_TELEPHONE: Final = re.compile(r"\+?[\d\-() ]+")
_CHANNELS: Final = {"sms": bilingual.Both("SMS", "SMS"), "email": bilingual.Both("メール", "E-mail")}
_HOLDER: Final = bilingual.Both("ご本人（クーポンの利用者）", "The traveller named on the coupon")
_SOMEBODY_ELSE: Final = bilingual.Both("別の方", "Somebody else")
_LATER: Final = bilingual.Both("受け取るときに選ぶ", "Chosen when received")


def answer_words(item: str, value: Any, rules: Bulletin, *, revealed: bool) -> str:
    """One answer, a list of numbers in one line; personal data is in full where `revealed`."""
    texts = [str(part) for part in value] if isinstance(value, list) else [str(value)]
    shown = _PUBLIC.get(item) or (_in_full if revealed else _masked)
    return "、".join(shown(text, rules) for text in texts)


def _as_it_is(text: str, _: Bulletin) -> str:
    return text


def _day(text: str, _: Bulletin) -> str:
    return bilingual.day(date.fromisoformat(text))


def _prefecture(text: str, _: Bulletin) -> str:
    return bilingual.choose(*PREFECTURES[text])


def _points(text: str, rules: Bulletin) -> str:
    names = {method.id: method.name for method in rules.points.methods}
    return bilingual.choose(*names.get(text, _LATER))


def _channel(text: str, _: Bulletin) -> str:
    return bilingual.choose(*_CHANNELS[text])


def _traveller(text: str, _: Bulletin) -> str:
    return bilingual.choose(*(_HOLDER if text == "yes" else _SOMEBODY_ELSE))


def _in_full(text: str, _: Bulletin) -> str:
    return dialled_phone(text) if _TELEPHONE.fullmatch(text) else text


def _masked(text: str, _: Bulletin) -> str:
    if "@" in text:
        return masking.email(text)
    return masked_phone(text) if _TELEPHONE.fullmatch(text) else masking.name(text)


_PUBLIC: Final[dict[str, Callable[[str, Bulletin], str]]] = {
    "coupon_number": _as_it_is,
    "travel_date": _day,
    "prefecture_used": _prefecture,
    "expiry": _day,
    "prefecture": _prefecture,
    "shop": _as_it_is,
    "traveller": _traveller,
    "points": _points,
    "delivery": _channel,
}
"""Items that tell nothing about a person."""
