"""Working days: of offices in general, and of banks."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Final

from foundation.japan.models import Holiday

_SATURDAY: Final = 5
_BANKS_CLOSED: Final = frozenset({(12, 31), (1, 1), (1, 2), (1, 3)})
_OFFICES_CLOSED: Final = _BANKS_CLOSED | {(12, 29), (12, 30)}


class CalendarError(Exception):
    """The holidays of a year were never loaded, so nobody can tell its working days."""


@dataclass(frozen=True, slots=True)
class WorkingCalendar:
    """The days off that are known, by name."""

    holidays: dict[date, str]

    @classmethod
    def load(cls) -> WorkingCalendar:
        """The calendar as it stands in the table."""
        return cls(dict(Holiday.objects.values_list("day", "name")))

    def is_office_day(self, day: date) -> bool:
        """Whether public offices work: not at weekends, on holidays, nor from 12/29 to 1/3."""
        return self._is_working(day, _OFFICES_CLOSED)

    def is_bank_day(self, day: date) -> bool:
        """Whether banks carry out transfers: not at weekends, on holidays, nor from 12/31 to 1/3."""
        return self._is_working(day, _BANKS_CLOSED)

    def next_office_day(self, day: date) -> date:
        """The first office day from this day on, which may be the day itself."""
        return _first(day, self.is_office_day)

    def next_bank_day(self, day: date) -> date:
        """The first bank day from this day on, which may be the day itself."""
        return _first(day, self.is_bank_day)

    def _is_working(self, day: date, closed: frozenset[tuple[int, int]]) -> bool:
        # New Year's Day is a holiday every year: where it is missing, the year is.
        if date(day.year, 1, 1) not in self.holidays:
            raise CalendarError(f"The holidays of {day.year} are not loaded: run load_holidays.")
        return day.weekday() < _SATURDAY and day not in self.holidays and (day.month, day.day) not in closed


def _first(day: date, works: Callable[[date], bool]) -> date:
    while not works(day):
        day += timedelta(days=1)
    return day
