"""Personal data as it may be shown: enough to recognise it, too little to use it."""

from __future__ import annotations

from typing import Final

MASK: Final = "＊"
_SHOWN: Final = 4


def number(text: str, *, shown: int = _SHOWN) -> str:
    """The last `shown` characters; nothing at all of what is not at least twice as long."""
    kept = text[-shown:] if len(text) >= 2 * shown else ""
    return MASK * (len(text) - len(kept)) + kept


def phone(text: str) -> str:
    """The last four digits; hyphens and the plus sign stay."""
    total = sum(sign.isdigit() for sign in text)
    hidden = total - _SHOWN if total >= 2 * _SHOWN else total
    masked = []
    for sign in text:
        masked.append(MASK if sign.isdigit() and hidden > 0 else sign)
        hidden -= sign.isdigit()
    return "".join(masked)


def email(text: str) -> str:
    """The first character and the domain."""
    local, at, domain = text.rpartition("@")
    if not at:
        return MASK * len(text)
    return local[:1] + MASK * 3 + at + domain


def name(text: str) -> str:
    """The first character of each part of the name."""
    return " ".join(part[0] + MASK * (len(part) - 1) for part in text.split())
