"""Periods by the Civil Code: the first day not counted, days to their end, a year to the eve of its date."""

from __future__ import annotations

from datetime import date, datetime

import pytest

from compensation.policy.fraud.periods import Period, run, run_from, year_end
from compensation.policy.periods import JST
from compensation.working_days import WorkingDays


@pytest.mark.parametrize(
    ("start", "days", "last_day"),
    [
        (date(2023, 1, 30), 30, date(2023, 3, 1)),  # over 28 February
        (date(2024, 1, 31), 30, date(2024, 3, 1)),  # over 29 February
        (date(2024, 2, 29), 30, date(2024, 3, 30)),
        (date(2024, 1, 1), 60, date(2024, 3, 1)),  # leap year
        (date(2023, 1, 1), 60, date(2023, 3, 2)),  # common year
    ],
)
def test_the_last_day(start: date, days: int, last_day: date) -> None:
    assert run(start, days, last_day, WorkingDays()) == Period("in_time", last_day)


def test_the_day_after_an_open_last_day_is_late() -> None:
    assert run(date(2024, 6, 4), 30, date(2024, 7, 5), WorkingDays()) == Period("late", date(2024, 7, 4))


@pytest.mark.parametrize(
    ("received", "timeliness"),
    [(15, "in_time"), (16, "closed_last_day"), (17, "closed_last_day"), (18, "late")],
)
def test_a_last_day_before_a_closed_weekend_and_holiday(received: int, timeliness: str) -> None:
    # Sunday 15 September 2024, Monday the 16th a holiday, Tuesday the 17th the next working day.
    period = run(date(2024, 8, 16), 30, date(2024, 9, received), WorkingDays())

    assert (period.timeliness, period.last_day) == (timeliness, date(2024, 9, 15))


def test_the_next_working_day_is_named() -> None:
    period = run(date(2024, 8, 16), 30, date(2024, 9, 16), WorkingDays())

    assert period.next_working_day == date(2024, 9, 17)


@pytest.mark.parametrize(
    ("hour", "received", "timeliness"),
    [
        ((0, 0, 0), 3, "in_time"),
        ((0, 0, 0), 4, "midnight_start"),
        ((0, 0, 0), 5, "late"),
        ((0, 0, 1), 4, "in_time"),
        ((23, 59, 59), 4, "in_time"),
    ],
)
def test_a_start_at_exactly_midnight(hour: tuple[int, int, int], received: int, timeliness: str) -> None:
    start = datetime(2024, 6, 4, *hour, tzinfo=JST)

    assert run_from(start, 30, date(2024, 7, received), WorkingDays()).timeliness == timeliness


@pytest.mark.parametrize(
    ("start", "end"),
    [
        (date(2023, 6, 10), date(2024, 6, 10)),
        (date(2023, 2, 28), date(2024, 2, 29)),
        (date(2024, 2, 28), date(2025, 2, 28)),
        (date(2024, 2, 29), date(2025, 2, 28)),
        (date(2023, 12, 31), date(2024, 12, 31)),
    ],
)
def test_a_year(start: date, end: date) -> None:
    assert year_end(start, 1) == end
