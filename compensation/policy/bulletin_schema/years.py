"""Days that cannot be meant: a mistyped year, a deadline that was over before the notice, hours of another day."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, datetime, timedelta

from compensation.policy.bulletin import Bulletin
from compensation.policy.bulletin_schema.lines import Path
from compensation.policy.bulletin_schema.table import Source
from compensation.policy.periods import JST, Deadline, start_of

# Wide on purpose: only what nobody can have meant is refused.
VALID_AROUND = timedelta(days=366)
SETTLED_WITHIN = timedelta(days=5 * 366)
OUTAGE_WITHIN = timedelta(days=7)
YEAR = "Correct the year, or incident.day"
Dated = tuple[Path, date | datetime | None]


def plausible(source: Source, bulletin: Bulletin) -> None:
    """Refuse days that lie years from the incident, or before something that must come first."""
    _windows(source, bulletin)
    for path, day in _expiry(bulletin):
        if day is not None and abs(_day(day) - bulletin.incident.day) > VALID_AROUND:
            source.fail(path, f"{_day(day)} lies more than a year from the incident, {bulletin.incident.day}", YEAR)
    for path, day in _afterwards(bulletin):
        if day is not None:
            _after_the_incident(source, path, _day(day), bulletin.incident.day)
    for path, deadline in _deadlines(bulletin):
        _not_over_before(source, path, deadline, bulletin)
    _addenda(source, bulletin)


def _addenda(source: Source, bulletin: Bulletin) -> None:
    """A later stage is the whole file again and may tell what was added to the first."""
    for place, addendum in enumerate(bulletin.addenda):
        if bulletin.stage == 1 and bulletin.issued is not None and addendum.day < bulletin.issued:
            path = ("addenda", place, "day")
            source.fail(path, f"{addendum.day} is before the bulletin, issued {bulletin.issued}", "Correct the day")


def _windows(source: Source, bulletin: Bulletin) -> None:
    day, windows = bulletin.incident.day, bulletin.outage.windows
    for place, window in enumerate(windows):
        path: Path = ("outage", "windows", place, "starts_at")
        if _day(window.starts_at) < day:
            source.fail(path, f"before the day of the incident, {day}", "Correct the day, or incident.day")
        if window.ends_at > start_of(day) + OUTAGE_WITHIN:
            path = (*path[:-1], "ends_at")
            source.fail(path, f"more than a week after the incident, {day}", "Correct the day, or incident.day")
    if windows and min(_day(window.starts_at) for window in windows) != day:
        source.fail(("outage", "windows"), f"no hours on the day of the incident, {day}", "Correct one of the two")


def _expiry(bulletin: Bulletin) -> Iterator[Dated]:
    if bulletin.case_a:
        yield ("case_a", "first_expiry"), bulletin.case_a.first_expiry
        yield ("case_a", "last_expiry"), bulletin.case_a.last_expiry


def _afterwards(bulletin: Bulletin) -> Iterator[Dated]:
    """What comes after the incident, and within a few years of it."""
    yield ("issued",), bulletin.issued
    yield ("in_force_from",), bulletin.in_force_from
    yield from ((("addenda", place, "day"), added.day) for place, added in enumerate(bulletin.addenda))
    if bulletin.case_a:
        yield ("case_a", "balance_at"), bulletin.case_a.balance_at
    yield from ((("extensions", place, "until"), longer.until) for place, longer in enumerate(bulletin.extensions))
    yield ("payment", "balance_at"), bulletin.payment.balance_at
    if bulletin.timetable:
        yield ("timetable", "last_day"), bulletin.timetable.last_day
    if bulletin.contact.hours.open_daily_until:
        yield ("contact", "hours", "open_daily_until"), bulletin.contact.hours.open_daily_until
    yield from _of_routes(bulletin)


def _of_routes(bulletin: Bulletin) -> Iterator[Dated]:
    if bulletin.paper and bulletin.paper.opening:
        yield ("paper", "opening", "at"), bulletin.paper.opening.at
    for name, part in (("app", bulletin.app), ("paper", bulletin.paper), ("transfer", bulletin.transfer)):
        if part and part.sending:
            yield (name, "sending", "earliest"), part.sending.earliest
    for path, deadline in _deadlines(bulletin):
        yield path, deadline.day


def _deadlines(bulletin: Bulletin) -> Iterator[tuple[Path, Deadline]]:
    enquiry = bulletin.case_b.remedy.enquiry if bulletin.case_b else None
    if enquiry and enquiry.deadline:
        yield ("case_b", "remedy", "enquiry", "deadline"), enquiry.deadline
    if bulletin.app:
        yield ("app", "receipt"), bulletin.app.receipt
    if bulletin.paper:
        yield ("paper", "deadline"), bulletin.paper.deadline
        yield ("paper", "receipt"), bulletin.paper.receipt


def _after_the_incident(source: Source, path: Path, day: date, incident: date) -> None:
    if day < incident:
        source.fail(path, f"{day} is before the incident, {incident}", YEAR)
    if day > incident + SETTLED_WITHIN:
        source.fail(path, f"{day} lies more than five years after the incident, {incident}", YEAR)


def _not_over_before(source: Source, path: Path, deadline: Deadline, bulletin: Bulletin) -> None:
    """A later stage may keep a deadline that is over by now; the first cannot set one."""
    ends = deadline.too_late_from
    if bulletin.stage == 1 and bulletin.issued and ends is not None and ends <= start_of(bulletin.issued):
        source.fail(path, f"over before the bulletin was issued, {bulletin.issued}", "Correct one of the two")


def _day(value: date | datetime) -> date:
    return value.astimezone(JST).date() if isinstance(value, datetime) else value
