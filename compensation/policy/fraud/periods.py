"""How a period runs out: days in Japan, the first one not counted (Civil Code, articles 138 to 143)."""

from __future__ import annotations

from datetime import date, datetime, time, timedelta
from typing import Literal, NamedTuple, Protocol

Timeliness = Literal["in_time", "late", "closed_last_day", "midnight_start"]

ONE_DAY = timedelta(days=1)
MIDNIGHT = time()


class Calendar(Protocol):
    """The days on which the desk does no business."""

    def is_closed(self, day: date) -> bool:
        """Whether the desk is closed on that day in Japan."""
        ...


class Period(NamedTuple):
    """A period of days that was tested: how it came out, its last day, and the next working day if that was closed."""

    timeliness: Timeliness
    last_day: date
    next_working_day: date | None = None


def run(start: date, days: int, received: date, calendar: Calendar) -> Period:
    """Test a receipt against the period that ends `days` after `start`, a day that is not itself counted (140, 141).

    A last day on which the desk is closed does not move by rule, since the form is always open; but whether custom
    moves it (142) is for a person, so a receipt up to the next working day is neither in time nor late.
    """
    last_day = start + timedelta(days=days)
    if received <= last_day:
        return Period("in_time", last_day)
    if calendar.is_closed(last_day):
        reopened = _next_working_day(last_day, calendar)
        if received <= reopened:
            return Period("closed_last_day", last_day, reopened)
    return Period("late", last_day)


def run_from(start: datetime, days: int, received: date, calendar: Calendar) -> Period:
    """The same from an instant: one at exactly 00:00 might count its own day, which leaves the very last day open."""
    period = run(start.date(), days, received, calendar)
    if start.time() == MIDNIGHT and received == period.last_day:
        return Period("midnight_start", period.last_day)
    return period


def year_end(start: date, years: int) -> date:
    """The last day of a period of years from `start`, a day that is not counted itself (143).

    It is the eve of the date that answers to the day after `start`, or the month's last day where there is none.
    """
    first = start + ONE_DAY
    try:
        return first.replace(year=first.year + years) - ONE_DAY
    except ValueError:
        # Only 29 February has no date that answers to it; February then ends on the 28th.
        return date(first.year + years, 2, 28)


def _next_working_day(day: date, calendar: Calendar) -> date:
    day += ONE_DAY
    while calendar.is_closed(day):
        day += ONE_DAY
    return day
