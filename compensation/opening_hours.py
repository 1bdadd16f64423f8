"""Is the call centre's desk open today, and now?"""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime, time
from typing import NamedTuple

from compensation.policy.bulletin import Contact, Hours
from compensation.programmes import in_force, programme_list
from foundation.japan.calendar import CalendarError, WorkingCalendar
from foundation.japan.dates import day_in_japan
from foundation.trail.clock import JST


class DeskToday(NamedTuple):
    """Whether the desk works today, and whether it answers at this moment."""

    works: bool
    answers: bool


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
    day = day_in_japan(now)
    try:
        works = _daily(hours, now) or WorkingCalendar.load().is_office_day(day)
    except CalendarError:
        return None
    opens, closes = time.fromisoformat(hours.opens), time.fromisoformat(hours.closes)
    return DeskToday(works, works and opens <= now.astimezone(JST).time() < closes)


def _daily(hours: Hours, now: datetime) -> bool:
    return hours.open_daily_until is not None and day_in_japan(now) <= hours.open_daily_until
