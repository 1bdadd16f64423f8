"""A whole bulletin: heading, contact, clauses, and the checks that see several parts at once."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, get_args

from compensation.policy.bulletin import (
    Addendum,
    Bulletin,
    Channel,
    Clause,
    Contact,
    Hours,
    Incident,
    Sender,
    Supersession,
    Words,
)
from compensation.policy.bulletin_schema import checks, entitlement, routes, years
from compensation.policy.bulletin_schema.parts import Known
from compensation.policy.bulletin_schema.table import Source, Table
from compensation.policy.periods import start_of


def read_bulletin(data: Mapping[str, Any], text: str) -> Bulletin:
    """The bulletin that a parsed file declares; `text` is the file itself, for line numbers.

    Raises BulletinError for the first thing that is missing, unknown, ill-typed or contradicts another.
    """
    source = Source(text)
    root = Table(data, (), source)
    if root.text("kind") != "coupon":
        root.fail("kind", f"“{root.text('kind')}” is not known here", "Write coupon, or fraud for a policy on misuse")
    clauses = declared_clauses(root)
    bulletin = _bulletin(root, clauses)
    checks.weekdays(source, data, ())
    checks.citations(source, clauses)
    checks.programme(root, bulletin)
    checks.order(source, bulletin)
    checks.senders(source, bulletin)
    years.plausible(source, bulletin)
    source.refuse_unknown_keys()
    return bulletin


def _bulletin(root: Table, clauses: dict[str, Clause]) -> Bulletin:
    payment = entitlement.payment(root)
    opening = routes.opening(root)
    issued = root.day("issued") if root.has("issued") else None
    events: Known = {
        "snapshot": payment.balance_at,
        "site_open": opening.at if opening else None,
        "issued": start_of(issued) if issued else None,
    }
    return Bulletin(
        id=root.text("id"),
        programme=root.text("programme"),
        prefecture=root.text("prefecture"),
        stage=root.whole("stage"),
        stage_label=root.words("stage_label"),
        name=root.words("name"),
        office=root.words("office"),
        title=root.words("title"),
        issued=issued,
        in_force_from=root.day("in_force_from") if root.has("in_force_from") else issued,
        supersession=root.choice("supersession", get_args(Supersession)),
        addenda=_addenda(root),
        incident=_incident(root.table("incident")),
        persons=entitlement.persons(root),
        outage=entitlement.outage(root),
        case_a=entitlement.case_a(root),
        case_b=entitlement.case_b(root, events),
        extensions=entitlement.extensions(root),
        payment=payment,
        points=routes.points(root),
        app=routes.app(root, events),
        paper=routes.paper(root, events, opening),
        transfer=routes.transfer(root),
        stale=routes.stale(root),
        timetable=routes.timetable(root),
        contact=_contact(root.table("contact")),
        senders=_senders(root),
        clauses=clauses,
        clause_order={clause: place for place, clause in enumerate(clauses)},
    )


def _addenda(root: Table) -> tuple[Addendum, ...]:
    return tuple(_addendum(table) for table in root.tables("addenda"))


def _addendum(table: Table) -> Addendum:
    clauses = table.clauses() if table.has("clauses") else ()
    return Addendum(table.day("day"), table.words("content"), clauses)


def _incident(table: Table) -> Incident:
    day = table.day("day")
    return Incident(table.text("slug"), table.words("name"), day, table.words("when"), table.clauses())


def _contact(table: Table) -> Contact:
    hours = table.table("hours")
    daily = hours.day("open_daily_until") if hours.has("open_daily_until") else None
    open_hours = Hours(hours.clock("opens"), hours.clock("closes"), daily, hours.words("text"))
    return Contact(table.words("name"), table.text("telephone"), open_hours, table.clauses())


def _senders(root: Table) -> tuple[Sender, ...]:
    found = []
    for table in root.tables("senders"):
        note = table.words("note") if table.has("note") else None
        channel = table.choice("channel", get_args(Channel))
        found.append(Sender(channel, table.text("address"), note, table.clauses()))
    return tuple(found)


def declared_clauses(root: Table) -> dict[str, Clause]:
    """The clauses that the file declares, in its order."""
    title, dated = root.words("title"), root.words("dated")
    found: dict[str, Clause] = {}
    for table in root.tables("clauses"):
        clause = _clause(table, title, dated)
        if clause.id in found:
            table.fail("id", f"clause {clause.id} is declared twice", "Give each clause its own id")
        found[clause.id] = clause
    return found


def _clause(table: Table, title: Words, dated: Words) -> Clause:
    governed_by = table.text("governed_by") if table.has("governed_by") else None
    if governed_by is not None:
        table.source.cited.append(((*table.path, "governed_by"), governed_by))
    return Clause(
        id=table.text("id"),
        document=table.words("document") if table.has("document") else title,
        date=table.words("dated") if table.has("dated") else dated,
        section=table.text("section"),
        item=table.text("item") if table.has("item") else "",
        content=table.words("content"),
        quotation=table.text("quotation") if table.has("quotation") else None,
        governed_by=governed_by,
    )
