"""Is the call centre's desk open today, and now?"""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date, datetime, time
from typing import NamedTuple

from compensation.policy.bulletin import Contact, Hours
from compensation.policy.periods import ONE_DAY
from compensation.programmes import in_force, programme_list
from foundation.japan.calendar import CalendarError, WorkingCalendar
from foundation.japan.dates import day_in_japan
from foundation.trail.clock import JST


class DeskToday(NamedTuple):
    """Whether the desk works today, whether it answers at this moment, and if not, on which day it answers next."""

    works: bool
    answers: bool
    next_day: date | None = None


class Desk(NamedTuple):
    """Whom to call, and the desk's day; `today` is None where it is not known."""

    contact: Contact
    today: DeskToday | None


def desks(contacts: Iterable[Contact], now: datetime) -> list[Desk]:
    """Every desk that the contacts name, each telephone once, with its day at `now`."""
    by_telephone = {contact.telephone: contact for contact in contacts}
    return [Desk(contact, desk_today(contact.hours, now)) for contact in by_telephone.values()]


def every_desk(now: datetime) -> list[Desk]:
    """The desks of all coupon bulletins in force, for pages that belong to no single programme."""
    coupon_programmes = [row.slug for row in programme_list() if row.kind == "coupon"]
    return desks([in_force(slug, now).rules.contact for slug in coupon_programmes], now)


def desk_today(hours: Hours, now: datetime) -> DeskToday | None:
    """The desk on the day of `now`, closing time excluded; None where the year's holidays are not known."""
    day, calendar = day_in_japan(now), WorkingCalendar.load()
    try:
        works = _works(hours, day, calendar)
    except CalendarError:
        return None
    opens, closes = time.fromisoformat(hours.opens), time.fromisoformat(hours.closes)
    clock = now.astimezone(JST).time()
    if works and opens <= clock < closes:
        return DeskToday(works, answers=True)
    return DeskToday(works, False, _next_day(hours, day if clock < opens else day + ONE_DAY, calendar))


def _works(hours: Hours, day: date, calendar: WorkingCalendar) -> bool:
    daily = hours.open_daily_until is not None and day <= hours.open_daily_until
    return daily or calendar.is_office_day(day)


def _next_day(hours: Hours, day: date, calendar: WorkingCalendar) -> date | None:
    """The first day from this one on which the desk works; None where the calendar ends before it."""
    try:
        while not _works(hours, day, calendar):
            day += ONE_DAY
    except CalendarError:
        return None
    return day
