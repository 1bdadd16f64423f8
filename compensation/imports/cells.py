"""One cell of an imported file, as people and other programs write it, read into one value.

Every reader raises UnreadableError with what is wrong in Japanese and English. `columns` reads whole columns of cells
that are in their plain form already.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from datetime import date, datetime
from functools import lru_cache
from typing import Final, TypeVar
from zoneinfo import ZoneInfo

from compensation.imports import columns
from foundation.japan import phone as phones
from foundation.japan.dates import day_in_japan, parse_date, parse_instant, start_of
from foundation.japan.errors import UnreadableError
from foundation.japan.numbers import code, fold
from foundation.japan.yen import parse_yen

Value = TypeVar("Value")

YEN_MAX: Final = 2**31 - 1
PHONE_MAX: Final = 20
_SUM_MAX: Final = 20
YEARS: Final = range(2000, 2100)
_BREAKS: Final = re.compile(r"[\t\r\n]+")
_JST: Final = ZoneInfo("Asia/Tokyo")
_YES: Final = frozenset({"true", "1", "yes", "y", "t", "はい", "有", "○", "〇", "対象"})
_NO: Final = frozenset({"false", "0", "no", "n", "f", "いいえ", "無", "×", "対象外"})


def required(read: Callable[[str], Value]) -> Callable[[str], Value]:
    """The same, with a word of its own for a cell that is empty."""

    def read_filled(cell: str) -> Value:
        if not cell or cell.isspace():
            raise UnreadableError("空欄です。値が必要です。", "The cell is empty; a value is needed.")
        return read(cell)

    return read_filled


def optional(read: Callable[[str], Value]) -> Callable[[str], Value | None]:
    """The same, and None for a cell that is empty."""
    return lambda cell: read(cell) if cell and not cell.isspace() else None


def text(longest: int) -> Callable[[str], str]:
    """Text as it stands, without space around it; a line break within is a space. Raises for control characters.

    What looks like a formula is text as well.
    """

    def read(cell: str) -> str:
        plain = _no_controls(_BREAKS.sub(" ", cell.strip()))
        if len(plain) > longest:
            raise _too_long(longest)
        return plain

    return read


def reference(longest: int) -> Callable[[str], str]:
    """A number of letters and digits in the one form it is looked up by: half-width capitals, no separators."""

    def read(cell: str) -> str:
        plain = _no_controls(code(cell))
        if len(plain) > longest:
            raise _too_long(longest)
        return plain

    return read


def word(longest: int) -> Callable[[str], str]:
    """An identifier of another system: half-width, its capitals and hyphens as they are."""
    read = text(longest)
    return lambda cell: read(cell if cell.isascii() else fold(cell))


@lru_cache(maxsize=65_536)
def yen(cell: str) -> int:
    """A whole sum, with commas, 円 and a sign where there is one, and no larger than a column holds."""
    if len(cell) > _SUM_MAX:
        raise UnreadableError("金額が大きすぎます。", "The sum is too large.")
    value = parse_yen(cell)
    if abs(value) > YEN_MAX:
        raise UnreadableError("金額が大きすぎます。", "The sum is too large.")
    return value


def positive_yen(cell: str) -> int:
    """A sum of at least one yen."""
    value = yen(cell)
    if value <= 0:
        raise UnreadableError("1円以上の金額が必要です。", "The sum must be at least 1 yen.")
    return value


@lru_cache(maxsize=256)
def flag(cell: str) -> bool:
    """Yes or no."""
    plain = fold(cell).casefold()
    if plain in _YES:
        return True
    if plain in _NO:
        return False
    raise UnreadableError("true か false で入力してください。", "Please write true or false.")


@lru_cache(maxsize=65_536)
def day(cell: str) -> date:
    """A day in Japan: written as such, or the day on which an instant falls."""
    try:
        found = parse_date(cell)
    except UnreadableError:
        found = day_in_japan(_instant(cell, _no_day))
    if found.year not in YEARS:
        raise _no_day()
    return found


def instant(cell: str) -> datetime:
    """An instant, Japan's time without an offset; a day alone is the midnight with which it begins."""
    try:
        found = datetime.fromisoformat(cell)
    except ValueError:
        found = _instant(cell, _no_instant)
    if found.year not in YEARS:
        raise _no_instant()
    return found if found.tzinfo else found.replace(tzinfo=_JST)


@lru_cache(maxsize=16_384)
def phone(cell: str) -> str:
    """A telephone number in its international form.

    What is none stays as it was written: the coupon is in the books all the same, and a person finds a contact.
    """
    try:
        return phones.parse(cell).e164 if cell else ""
    except UnreadableError:
        return text(PHONE_MAX)(fold(cell))


def _no_controls(plain: str) -> str:
    if columns.CONTROL.search(plain):
        raise UnreadableError("使えない制御文字が含まれています。", "The value holds a control character.")
    return plain


def _instant(cell: str, refuse: Callable[[], UnreadableError]) -> datetime:
    try:
        return parse_instant(cell)
    except UnreadableError:
        try:
            return start_of(parse_date(cell))
        except UnreadableError:
            raise refuse() from None


def _no_day() -> UnreadableError:
    return UnreadableError(
        "実在する日付が必要です（例：2031-02-24、2031/2/24、2031年2月24日）。",
        "This is no possible date (e.g. 2031-02-24, 2031/2/24).",
    )


def _no_instant() -> UnreadableError:
    return UnreadableError(
        "実在する日時が必要です（例：2031-02-24T10:00:00+09:00、2031/2/24 10:00）。",
        "This is no possible date and time (e.g. 2031-02-24T10:00:00+09:00, 2031/2/24 10:00).",
    )


def _too_long(longest: int) -> UnreadableError:
    return UnreadableError(
        f"長すぎます（{longest}文字まで）。", f"The value is too long (at most {longest} characters)."
    )
