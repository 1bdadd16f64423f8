"""Who is covered and what is owed: persons, outage, cases A and B, extensions, the sum."""

from __future__ import annotations

from typing import get_args

from compensation.policy.bulletin import (
    CaseA,
    CaseB,
    Enquiry,
    Extension,
    OutageHours,
    Payment,
    PersonCondition,
    Persons,
    Remedy,
    RemedyKind,
    Window,
)
from compensation.policy.bulletin_schema.parts import Known, deadline_or_none, items
from compensation.policy.bulletin_schema.table import Table
from compensation.policy.periods import end_of, start_of


def persons(root: Table) -> Persons:
    """Who is covered, and the conditions that no fact answers."""
    table = root.table("persons")
    visited = table.clauses("visited_prefecture") if table.has("visited_prefecture") else ()
    handing_on = table.clauses("no_handing_on") if table.has("no_handing_on") else ()
    conditions = [PersonCondition(part.words("content"), part.clauses()) for part in table.tables("conditions")]
    return Persons(table.clauses(), visited, handing_on, tuple(conditions))


def outage(root: Table) -> OutageHours:
    """The hours of the outage, one window or several, or none."""
    table = root.table("outage")
    return OutageHours(tuple(_window(window) for window in table.tables("windows")), table.clauses())


def case_a(root: Table) -> CaseA | None:
    """The class of unspent balances."""
    table = root.table_or_none("case_a")
    if table is None:
        return None
    first = table.day("first_expiry") if table.has("first_expiry") else None
    last = table.day("last_expiry") if table.has("last_expiry") else None
    if first and last and last < first:
        table.fail("last_expiry", "before first_expiry", "Give the range of days in order")
    clauses = table.clauses()
    return CaseA(
        clauses=clauses,
        first_expiry=first,
        last_expiry=last,
        expires_from=start_of(first) if first else None,
        expires_before=end_of(last) if last else None,
        expiry_clauses=clauses + (table.clauses("expiry_clauses") if table.has("expiry_clauses") else ()),
        balance_at=table.instant("balance_at"),
        least_yen=table.whole("least_yen"),
        balance_clauses=clauses + (table.clauses("balance_clauses") if table.has("balance_clauses") else ()),
    )


def case_b(root: Table, events: Known) -> CaseB | None:
    """The class of wrong deductions, and its remedy."""
    table = root.table_or_none("case_b")
    if table is None:
        return None
    other = table.table("other_events")
    silent = other.has("silent")
    return CaseB(
        clauses=table.clauses(),
        paid_otherwise_clauses=table.clauses("paid_otherwise"),
        pressed_repeatedly_clauses=table.clauses("pressed_repeatedly"),
        other_clauses=other.clauses("silent" if silent else "clauses"),
        other_silent=silent,
        remedy=_remedy(table.table("remedy"), events),
    )


def extensions(root: Table) -> tuple[Extension, ...]:
    """The extensions of validity, in order; none is possible."""
    found: list[Extension] = []
    for table in root.tables("extensions"):
        until = table.day("until")
        table.check_weekday("until", until)
        if found and until <= found[-1].until:
            table.fail("until", "not later than the extension before it", "Give the extensions in order")
        where = table.words("where") if table.has("where") else None
        found.append(Extension(until, end_of(until), table.clauses(), where))
    return tuple(found)


def payment(root: Table) -> Payment:
    """Which balance is paid."""
    table = root.table("payment")
    doubted = table.instant("doubted_from") if table.has("doubted_from") else None
    balance_at = table.instant("balance_at")
    if doubted is not None and doubted >= balance_at:
        table.fail("doubted_from", "not before balance_at", "The doubt ends where the balance is taken")
    return Payment(balance_at, doubted, table.clauses())


def _window(table: Table) -> Window:
    window = Window(table.instant("starts_at"), table.instant("ends_at"))
    if window.ends_at <= window.starts_at:
        table.fail("ends_at", "not after starts_at", "Give the hours in order; the end itself is outside")
    return window


def _remedy(table: Table, events: Known) -> Remedy:
    kind = table.choice("kind", get_args(RemedyKind))
    clauses = table.clauses()
    if kind == "none_yet":
        return Remedy(kind, clauses, None, (), ())
    enquiry = table.table("enquiry")
    intake = Enquiry(items(enquiry, "items"), deadline_or_none(enquiry, "deadline", events), enquiry.clauses())
    then = table.clauses("then") if kind == "restore" else ()
    return Remedy(kind, clauses, intake, table.clauses("check"), then)
