"""Telephone numbers as people in Japan write them."""

from __future__ import annotations

import re
from functools import lru_cache
from typing import Final, Literal, NamedTuple

import phonenumbers
from phonenumbers import NumberParseException, PhoneNumberFormat, PhoneNumberType

from foundation.japan.errors import UnreadableError
from foundation.japan.numbers import fold

PhoneKind = Literal["mobile", "fixed", "ip", "toll_free", "other"]

_KINDS: Final[dict[int, PhoneKind]] = {
    PhoneNumberType.MOBILE: "mobile",
    # Countries like the United States do not tell the two apart.
    PhoneNumberType.FIXED_LINE_OR_MOBILE: "mobile",
    PhoneNumberType.FIXED_LINE: "fixed",
    PhoneNumberType.VOIP: "ip",
    PhoneNumberType.TOLL_FREE: "toll_free",
}

# As the tables of phonenumbers have it, and fifty times as fast: a million numbers are asked about at once.
_JAPANESE_MOBILE: Final = re.compile(r"\+81[6-9]0[1-9]\d{7}")


class Phone(NamedTuple):
    """A telephone number in its international form (+81…), and what kind of line it is."""

    e164: str
    kind: PhoneKind


@lru_cache(maxsize=4_096)
def parse(text: str) -> Phone:
    """Read a number typed in any width, with hyphens and brackets of any kind; Japanese unless it begins with +.

    Raises UnreadableError for what is no telephone number.
    """
    if _JAPANESE_MOBILE.fullmatch(text):
        return Phone(text, "mobile")
    try:
        number = phonenumbers.parse(fold(text), "JP")
    except NumberParseException:
        raise _unreadable() from None
    if not phonenumbers.is_valid_number(number):
        raise _unreadable()
    kind = _KINDS.get(phonenumbers.number_type(number), "other")
    return Phone(phonenumbers.format_number(number, PhoneNumberFormat.E164), kind)


def can_take_sms(e164: str) -> bool:
    """Whether a text message can reach this number."""
    return parse(e164).kind == "mobile"


def national(e164: str) -> str:
    """The number as it is dialled in Japan, with hyphens; a foreign one in its international form."""
    number = phonenumbers.parse(e164)
    japanese = phonenumbers.region_code_for_country_code(number.country_code or 0) == "JP"
    return phonenumbers.format_number(
        number, PhoneNumberFormat.NATIONAL if japanese else PhoneNumberFormat.INTERNATIONAL
    )


def _unreadable() -> UnreadableError:
    return UnreadableError(
        "電話番号を確認してください（例：090-1234-5678）。", "Please check the telephone number (e.g. 090-1234-5678)."
    )
