"""Years as Japanese offices count them: eras, and fiscal years from April to March."""

from __future__ import annotations

from datetime import date
from typing import Final

_ERAS: Final = (
    (date(2019, 5, 1), "令和", "R"),
    (date(1989, 1, 8), "平成", "H"),
    (date(1926, 12, 25), "昭和", "S"),
    (date(1912, 7, 30), "大正", "T"),
)
_FISCAL_YEAR_STARTS: Final = 4


def wareki(day: date) -> str:
    """令和8年11月20日; the first year of an era is 元年. Raises ValueError before 大正."""
    era, _, year = _era(day)
    return f"{era}{'元' if year == 1 else year}年{day.month}月{day.day}日"


def wareki_short(day: date) -> str:
    """R8.11.20, for lists."""
    _, letter, year = _era(day)
    return f"{letter}{year}.{day.month}.{day.day}"


def fiscal_year(day: date) -> int:
    """The western year in which the fiscal year of this day began."""
    return day.year if day.month >= _FISCAL_YEAR_STARTS else day.year - 1


def fiscal_year_ja(day: date) -> str:
    """令和8年度."""
    era, _, year = _era(date(fiscal_year(day), 12, 31))
    return f"{era}{'元' if year == 1 else year}年度"


def _era(day: date) -> tuple[str, str, int]:
    for start, era, letter in _ERAS:
        if day >= start:
            return era, letter, day.year - start.year + 1
    raise ValueError(f"{day.isoformat()} lies before the eras that are known here")
