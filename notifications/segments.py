"""How many parts a short message costs, and how long one may be."""

from __future__ import annotations

from typing import Final

GSM_SIGNS: Final = frozenset(
    "@£$¥èéùìòÇ\nØø\rÅåΔ_ΦΓΛΩΠΨΣΘΞÆæßÉ !\"#¤%&'()*+,-./0123456789:;<=>?¡ABCDEFGHIJKLMNOPQRSTUVWXYZÄÖÑÜ§¿"
    "abcdefghijklmnopqrstuvwxyzäöñüà"
)
GSM_TWICE: Final = frozenset("^{}\\[~]|€\f")
"""Signs that take two places each."""

MAX_UNITS: Final = 660
"""Japanese carriers cut a text of UCS-2 here."""


def sms_units(text: str) -> int:
    """Places the text takes: GSM 7-bit signs where it has no others, else UTF-16 units."""
    if _is_gsm(text):
        return len(text) + sum(sign in GSM_TWICE for sign in text)
    return len(text.encode("utf-16-le")) // 2


def sms_parts(text: str) -> int:
    """Parts that are paid for: 70 units in one, 67 in each of several (GSM: 160 and 153)."""
    single, each = (160, 153) if _is_gsm(text) else (70, 67)
    units = sms_units(text)
    return 1 if units <= single else -(-units // each)


def _is_gsm(text: str) -> bool:
    return all(sign in GSM_SIGNS or sign in GSM_TWICE for sign in text)
