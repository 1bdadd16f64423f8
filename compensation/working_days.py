"""The days on which a desk in Japan works: no Saturday, Sunday or holiday, and no year-end where a source dates it."""

from __future__ import annotations

from datetime import date
from functools import cache

import jpholiday

from compensation.policy.fraud.policy import YearEndClosing

SATURDAY = 5


class WorkingDays:
    """A calendar of weekdays and Japanese holidays, with a year-end closing only if one is given."""

    def __init__(self, year_end: YearEndClosing | None = None) -> None:
        self._year_end = year_end

    def is_closed(self, day: date) -> bool:
        """Whether the desk does no business on that day."""
        if day.weekday() >= SATURDAY or day in _holidays(day.year):
            return True
        return self._year_end is not None and self._year_end.covers(day)


@cache
def _holidays(year: int) -> frozenset[date]:
    return frozenset(day for day, _ in jpholiday.year_holidays(year))
