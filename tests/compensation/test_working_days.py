"""The desk's calendar: weekends, holidays with their substitutes, and a year-end only where one is set."""

from __future__ import annotations

from datetime import date

import pytest

from compensation.policy.fraud.policy import YearEndClosing
from compensation.working_days import WorkingDays


@pytest.mark.parametrize(
    ("day", "closed"),
    [
        (date(2024, 3, 29), False),  # a Friday
        (date(2024, 3, 30), True),  # Saturday
        (date(2024, 3, 31), True),  # Sunday
        (date(2024, 4, 29), True),  # Showa Day, a Monday
        (date(2024, 8, 12), True),  # substitute for Mountain Day on a Sunday
        (date(2026, 9, 22), True),  # a citizens' holiday between two holidays
        (date(2023, 3, 21), True),  # vernal equinox
        (date(2024, 1, 1), True),  # New Year's Day is a holiday by law
        (date(2024, 1, 2), False),  # the days after it are not
        (date(2024, 12, 30), False),
    ],
)
def test_weekends_and_holidays_are_closed(day: date, closed: bool) -> None:
    assert WorkingDays().is_closed(day) == closed


@pytest.mark.parametrize(
    ("day", "closed"),
    [
        (date(2023, 12, 28), False),
        (date(2023, 12, 29), True),
        (date(2024, 1, 3), True),
        (date(2024, 1, 4), False),
    ],
)
def test_a_year_end_over_new_year(day: date, closed: bool) -> None:
    assert WorkingDays(YearEndClosing((12, 29), (1, 3), "a source")).is_closed(day) == closed


@pytest.mark.parametrize(
    ("day", "closed"),
    [(date(2024, 12, 27), False), (date(2024, 12, 30), True), (date(2024, 12, 31), True), (date(2025, 1, 2), False)],
)
def test_a_closing_within_one_year(day: date, closed: bool) -> None:
    assert WorkingDays(YearEndClosing((12, 30), (12, 31), "a source")).is_closed(day) == closed
