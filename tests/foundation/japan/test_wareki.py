"""Eras and fiscal years."""

from __future__ import annotations

from datetime import date

import pytest

from foundation.japan.wareki import fiscal_year, fiscal_year_ja, wareki, wareki_short


@pytest.mark.parametrize(
    ("day", "long", "short"),
    [
        (date(2026, 11, 20), "令和8年11月20日", "R8.11.20"),
        (date(2019, 5, 1), "令和元年5月1日", "R1.5.1"),
        (date(2019, 4, 30), "平成31年4月30日", "H31.4.30"),
        (date(1989, 1, 8), "平成元年1月8日", "H1.1.8"),
        (date(1989, 1, 7), "昭和64年1月7日", "S64.1.7"),
        (date(1926, 12, 24), "大正15年12月24日", "T15.12.24"),
    ],
)
def test_wareki(day: date, long: str, short: str) -> None:
    assert (wareki(day), wareki_short(day)) == (long, short)


def test_before_the_eras() -> None:
    with pytest.raises(ValueError, match="1912-07-29"):
        wareki(date(1912, 7, 29))


@pytest.mark.parametrize(
    ("day", "year", "words"),
    [
        (date(2027, 3, 31), 2026, "令和8年度"),
        (date(2027, 4, 1), 2027, "令和9年度"),
        (date(2020, 1, 1), 2019, "令和元年度"),
    ],
)
def test_fiscal_years(day: date, year: int, words: str) -> None:
    assert (fiscal_year(day), fiscal_year_ja(day)) == (year, words)
