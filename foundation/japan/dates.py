"""Days and instants: read as people write them, written as people read them. Days are days in Japan."""

from __future__ import annotations

import re
from datetime import UTC, date, datetime, timedelta, timezone, tzinfo
from functools import lru_cache
from typing import Final
from zoneinfo import ZoneInfo

from foundation.japan.errors import UnreadableError
from foundation.japan.numbers import fold

_JST: Final = ZoneInfo("Asia/Tokyo")
_CLOCKS: Final = {False: "%H:%M", True: "%H:%M:%S"}
_WEEKDAYS: Final = "月火水木金土日"
_WEEKDAYS_EN: Final = ("Mon", "Tue", "Wed", "Thu", "Fri", "Sat", "Sun")
_MONTHS_EN: Final = ("Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec")

_DAY: Final = r"(\d{4})\s?(?:年|[-/.])\s?(\d{1,2})\s?(?:月|[-/.])\s?(\d{1,2})日?"
_DAY_ONLY: Final = re.compile(_DAY)
_INSTANT: Final = re.compile(
    _DAY + r"(?:T|\s+|(?<=日))(\d{1,2})(?::|時)(\d{2})分?(?::(\d{2})(?:\.(\d{1,6}))?)?\s?(Z|[+-]\d{2}:?\d{2})?"
)


@lru_cache(maxsize=4_096)
def parse_date(text: str) -> date:
    """A day: 2031-02-24, 2031/2/24 or 2031年2月24日, in any width; raises UnreadableError."""
    found = _DAY_ONLY.fullmatch(fold(text))
    if found is None:
        raise _no_date()
    try:
        return date(*map(int, found.groups()))
    except ValueError:
        raise _no_date() from None


def parse_instant(text: str) -> datetime:
    """An instant: 2031-02-24T10:00:00+09:00, 2031/2/24 10:00 or 2031年2月24日10時00分, Japan's time without an offset.

    Aware, in the offset it was given in; raises UnreadableError.
    """
    return _written_by_a_program(text) or _written_by_a_person(text)


def _written_by_a_program(text: str) -> datetime | None:
    """The form with an offset that files mostly hold, several times as fast."""
    if len(text) != len("yyyy-mm-ddThh:mm:ss+hh:mm") or text[7] + text[10] != "-T":
        return None
    try:
        instant = datetime.fromisoformat(text)
    except ValueError:
        return None
    return instant if instant.tzinfo else None


def _written_by_a_person(text: str) -> datetime:
    found = _INSTANT.fullmatch(fold(text))
    if found is None:
        raise _no_instant()
    year, month, day, hour, minute, second, fraction, offset = found.groups()
    micros = int((fraction or "").ljust(6, "0"))
    try:
        return datetime(
            int(year), int(month), int(day), int(hour), int(minute), int(second or 0), micros, tzinfo=_zone(offset)
        )
    except ValueError:
        raise _no_instant() from None


def start_of(day: date) -> datetime:
    """The midnight in Japan with which a day begins."""
    return datetime(day.year, day.month, day.day, tzinfo=_JST)


def end_of(day: date) -> datetime:
    """The midnight in Japan that a day lies before: "by this day" is `instant < end_of(day)`."""
    return start_of(day + timedelta(days=1))


def day_in_japan(instant: datetime) -> date:
    """The day it is in Japan at an instant."""
    return instant.astimezone(_JST).date()


def jp_date(day: date) -> str:
    """2031年5月31日（土）."""
    return f"{day.year}年{day.month}月{day.day}日（{_WEEKDAYS[day.weekday()]}）"


def jp_instant(instant: datetime, *, seconds: bool = False) -> str:
    """2031年5月31日（土）10:00, in Japan; 10:00:00 with seconds."""
    local = instant.astimezone(_JST)
    return f"{jp_date(local.date())}{local:{_CLOCKS[seconds]}}"


def en_date(day: date) -> str:
    """Sat, 31 May 2031, whatever the locale."""
    return f"{_WEEKDAYS_EN[day.weekday()]}, {day.day} {_MONTHS_EN[day.month - 1]} {day.year}"


def en_instant(instant: datetime, *, seconds: bool = False) -> str:
    """Sat, 31 May 2031, 10:00 JST; 10:00:00 with seconds."""
    local = instant.astimezone(_JST)
    return f"{en_date(local.date())}, {local:{_CLOCKS[seconds]}} JST"


def _zone(offset: str | None) -> tzinfo:
    if offset is None:
        return _JST
    if offset == "Z":
        return UTC
    span = timedelta(hours=int(offset[1:3]), minutes=int(offset[-2:]))
    return timezone(-span if offset.startswith("-") else span)


def _no_date() -> UnreadableError:
    return UnreadableError("日付を確認してください（例：2031-02-24）。", "This is not a date (e.g. 2031-02-24).")


def _no_instant() -> UnreadableError:
    return UnreadableError(
        "日時を確認してください（例：2031-02-24 10:00）。", "This is not a date and time (e.g. 2031-02-24 10:00)."
    )
