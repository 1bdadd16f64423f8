"""Small parts that several sections of a bulletin share: deadlines, plans, items."""

from __future__ import annotations

from datetime import datetime
from typing import get_args

from compensation.policy.bulletin import Item, Plan
from compensation.policy.bulletin_schema.table import Table
from compensation.policy.periods import JST, TICK, Deadline, Event, days_after, end_of

Known = dict[str, datetime | None]

FORMS = "Write one of: day; until with inclusive; days with after; silent with the clause that notes the silence"


def deadline(table: Table, events: Known, own_events: tuple[str, ...] = ()) -> Deadline:
    """A deadline: a day to its end, an hour, a period counted from an event, or silence.

    `events` are the instants known from the bulletin itself; `own_events` those that only a claim can tell.
    """
    forms = [form for form in ("day", "until", "days", "silent") if table.has(form)]
    if len(forms) != 1:
        table.fail("day", f"{len(forms)} ways of saying the deadline", FORMS)
    if forms == ["silent"]:
        return Deadline(table.clauses("silent"), silent=True)
    if forms == ["day"]:
        return _by_day(table)
    return _by_hour(table) if forms == ["until"] else _by_period(table, events, own_events)


def deadline_or_none(parent: Table, key: str, events: Known) -> Deadline | None:
    table = parent.table_or_none(key)
    return None if table is None else deadline(table, events)


def plan(parent: Table, key: str) -> Plan | None:
    """When something is planned to be sent: the text, and the earliest day where one can be named."""
    table = parent.table_or_none(key)
    if table is None:
        return None
    return Plan(table.words("text"), table.day("earliest") if table.has("earliest") else None)


def items(parent: Table, key: str) -> tuple[Item, ...]:
    """Items with their names, none twice."""
    found: list[Item] = []
    for table in parent.tables(key):
        item = Item(table.text("id"), table.words("name"))
        if item.id in {other.id for other in found}:
            table.fail("id", f"item {item.id} stands twice", "Keep one of them")
        found.append(item)
    return tuple(found)


def _by_day(table: Table) -> Deadline:
    day = table.day("day")
    table.check_weekday("day", day)
    return Deadline(table.clauses(), end_of(day), day)


def _by_hour(table: Table) -> Deadline:
    until = table.instant("until")
    day = until.astimezone(JST).date()
    table.check_weekday("until", day)
    return Deadline(table.clauses(), until + TICK if table.yes_no("inclusive") else until, day)


def _by_period(table: Table, events: Known, own_events: tuple[str, ...]) -> Deadline:
    days = table.whole("days")
    allowed = [event for event in get_args(Event) if event in events or event in own_events]
    event = table.choice("after", allowed)
    begun = events.get(event)
    if event in own_events:
        return Deadline(table.clauses(), days=days, event=event)
    if begun is None:
        table.fail("after", f"the bulletin gives no instant for {event}", "State it, or count from another event")
    ends = days_after(begun, days)
    return Deadline(table.clauses(), ends, (ends - TICK).date(), days, event)
