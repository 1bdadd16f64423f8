"""Days in Japan as instants, and deadlines as the first instant that is too late."""

from __future__ import annotations

from datetime import date, datetime, timedelta, timezone
from typing import Literal, NamedTuple

# Japan has kept one offset since 1952, so a fixed one is exact here and compares faster than a zone.
JST = timezone(timedelta(hours=9), "JST")
ONE_DAY = timedelta(days=1)
TICK = timedelta(microseconds=1)

EndKind = Literal["day", "through", "before"]
Event = Literal["snapshot", "site_open", "issued", "link_sent", "application_received"]


def start_of(day: date) -> datetime:
    """The first instant of a day in Japan."""
    return datetime(day.year, day.month, day.day, tzinfo=JST)


def end_of(day: date) -> datetime:
    """The first instant after a day in Japan: a day ends with its last moment (Civil Code, article 141)."""
    return start_of(day + ONE_DAY)


def kind_of_end(too_late_from: datetime) -> EndKind:
    """How an end is said: a whole day to its end, an hour that is itself in time, or an hour that is too late.

    An hour that is itself in time is kept as the instant just after it.
    """
    local = too_late_from.astimezone(JST)
    if local == start_of(local.date()):
        return "day"
    return "through" if local.microsecond else "before"


def days_after(event: datetime, days: int) -> datetime:
    """The first instant after a period of days from an event, its own day not counted (Civil Code, article 140)."""
    return end_of(last_day(event, days))


def last_day(event: datetime, days: int) -> date:
    """The last day of such a period, which counts to its end."""
    return event.astimezone(JST).date() + timedelta(days=days)


class Deadline(NamedTuple):
    """Until when something may be done.

    `too_late_from` is the first instant that is too late. It is None where the period runs from an event of the
    claim itself (`days` after `event`), and where the document is silent, which `silent` says; `clauses` then name
    the silence. `day` is the day as the document writes it.
    """

    clauses: tuple[str, ...]
    too_late_from: datetime | None = None
    day: date | None = None
    days: int | None = None
    event: Event | None = None
    silent: bool = False

    def ends(self, link_sent: datetime | None = None, received: datetime | None = None) -> datetime | None:
        """The first instant that is too late for one claim, or None while there is no such instant."""
        if self.too_late_from is not None or self.days is None:
            return self.too_late_from
        begun = link_sent if self.event == "link_sent" else received
        return None if begun is None else days_after(begun, self.days)

    @property
    def hour(self) -> datetime | None:
        """The first instant that is too late, where that is not simply the end of the day."""
        whole = self.day is None or self.too_late_from == end_of(self.day)
        return None if whole else self.too_late_from

    @property
    def days_from_sending(self) -> int | None:
        """The days of a period that begins only when the link is sent."""
        return self.days if self.event == "link_sent" else None

    def of_claim(self, received: datetime | None) -> Deadline:
        """The same with the day on which it ends for a claim that was received then, where that settles it."""
        ends = self.ends(received=received)
        if ends is None or self.too_late_from is not None:
            return self
        return self._replace(too_late_from=ends, day=(ends - TICK).astimezone(JST).date())
