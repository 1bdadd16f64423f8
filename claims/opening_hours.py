"""Is the call centre's desk open today, and now?"""

from __future__ import annotations

from datetime import datetime, time
from typing import NamedTuple

from compensation.policy.bulletin import Hours
from foundation.japan.calendar import CalendarError, WorkingCalendar
from foundation.japan.dates import day_in_japan
from foundation.trail.clock import JST


class DeskToday(NamedTuple):
    """Whether the desk works today, and whether it answers at this moment."""

    works: bool
    answers: bool


def desk_today(hours: Hours, now: datetime) -> DeskToday | None:
    """The desk on the day of `now`, closing time excluded; None where the year's holidays are not known."""
    day = day_in_japan(now)
    try:
        works = _daily(hours, now) or WorkingCalendar.load().is_office_day(day)
    except CalendarError:
        return None
    opens, closes = time.fromisoformat(hours.opens), time.fromisoformat(hours.closes)
    return DeskToday(works, works and opens <= now.astimezone(JST).time() < closes)


def _daily(hours: Hours, now: datetime) -> bool:
    return hours.open_daily_until is not None and day_in_japan(now) <= hours.open_daily_until
