"""The schema of a bulletin file of kind "fraud": a parsed TOML table in, a checked `FraudPolicy` out."""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import Any, get_args

from compensation.policy.bulletin import Clause
from compensation.policy.bulletin_schema import checks
from compensation.policy.bulletin_schema.document import declared_clauses
from compensation.policy.bulletin_schema.table import Source, Table
from compensation.policy.fraud.facts import Channel
from compensation.policy.fraud.policy import (
    CITED,
    Application,
    Contact,
    FraudPolicy,
    Item,
    Named,
    Periods,
    YearEndClosing,
)

OWN_ADDRESS = "twooca"
MONTH_AND_DAY = re.compile(r"(0[1-9]|1[0-2])-(0[1-9]|[12]\d|3[01])\Z")


def read_policy(data: Mapping[str, Any], text: str) -> FraudPolicy:
    """The policy that a parsed file declares; `text` is the file itself, for line numbers.

    Raises BulletinError for the first thing that is missing, unknown, ill-typed or contradicts another.
    """
    source = Source(text)
    root = Table(data, (), source)
    root.choice("kind", ("fraud",))
    clauses = declared_clauses(root)
    policy = _policy(root, clauses)
    checks.weekdays(source, data, ())
    _check_clauses(root, policy)
    source.refuse_unknown_keys()
    return policy


def _policy(root: Table, clauses: dict[str, Clause]) -> FraudPolicy:
    programme = root.text("programme")
    ids = {clause: f"{programme}.{clause}" for clause in CITED}
    clause_order = {clause: place for place, clause in enumerate(clauses)}
    return FraudPolicy(
        id=root.text("id"),
        programme=programme,
        stage=root.whole("stage"),
        stage_label=root.words("stage_label"),
        name=root.words("name"),
        office=root.words("office"),
        title=root.words("title"),
        issued=root.day("issued") if root.has("issued") else None,
        periods=_periods(root.table("periods")),
        application=_application(root.table("application")),
        contact=_contact(root.table("contact")),
        disclosure=_named(root, "disclosure"),
        clauses=clauses,
        clause_order=clause_order,
        ids=ids,
        order={clause: clause_order.get(full, -1) for clause, full in ids.items()},
    )


def _periods(table: Table) -> Periods:
    # All known before any is read: their names are so alike that a missing one would make another look misspelt.
    for name in Periods._fields:
        table.has(name)
    periods = Periods(*(table.whole(name) for name in Periods._fields))
    for name in ("claim_days", "damage_days", "repeat_years"):
        if table.whole(name) == 0:
            table.fail(name, "a period of nothing", "Write 1 or more")
    return periods


def _application(table: Table) -> Application:
    channels = table.texts("form_channels")
    for place, channel in enumerate(channels):
        if channel not in get_args(Channel):
            known = ", ".join(get_args(Channel))
            table.source.fail((*table.path, "form_channels", place), f"“{channel}” is no channel", f"Write: {known}")
    groups = _named(table, "groups")
    items = tuple(_item(item, groups) for item in table.tables("items"))
    _refuse_twice(table, "items", [item.id for item in items])
    return Application(table.text("phrase"), frozenset(channels), _named(table, "entrances"), groups, items)


def _item(table: Table, groups: tuple[Named, ...]) -> Item:
    user_only = table.has("user_only") and table.yes_no("user_only")
    return Item(table.text("id"), table.words("name"), table.choice("group", [group.id for group in groups]), user_only)


def _named(table: Table, key: str) -> tuple[Named, ...]:
    found = tuple(Named(part.text("id"), part.words("name")) for part in table.tables(key))
    _refuse_twice(table, key, [named.id for named in found])
    return found


def _contact(table: Table) -> Contact:
    hours, closing = table.table("hours"), table.table_or_none("year_end")
    return Contact(
        name=table.words("name"),
        telephone=table.text("telephone"),
        opens=hours.clock("opens"),
        closes=hours.clock("closes"),
        hours=hours.words("text"),
        year_end=None if closing is None else _year_end(closing),
    )


def _year_end(table: Table) -> YearEndClosing:
    return YearEndClosing(_month_and_day(table, "first"), _month_and_day(table, "last"), table.text("source"))


def _month_and_day(table: Table, key: str) -> tuple[int, int]:
    found = MONTH_AND_DAY.match(table.text(key))
    if found is None:
        table.fail(key, "no month and day", "Write it like 12-29")
    return int(found[1]), int(found[2])


def _refuse_twice(table: Table, key: str, ids: list[str]) -> None:
    for place, name in enumerate(ids):
        if name in ids[:place]:
            table.source.fail((*table.path, key, place), f"{name} stands twice", "Keep one of them")


def _check_clauses(root: Table, policy: FraudPolicy) -> None:
    """The engine's clauses must all be declared, and none of another programme may be."""
    for key, slug in (("programme", policy.programme), ("id", policy.id)):
        if not checks.SLUG.match(slug):
            root.fail(key, f"“{slug}” is no slug", "Write small letters, digits and single hyphens, a letter first")
        if slug in checks.RESERVED and slug != OWN_ADDRESS:
            root.fail(key, f"“{slug}” is a reserved word of the site's addresses", "Choose another")
    for place, clause in enumerate(policy.clauses):
        if not clause.startswith(f"{policy.programme}."):
            root.source.fail(
                ("clauses", place, "id"),
                f"clause {clause} belongs to another programme",
                f"Begin it: {policy.programme}.",
            )
    for clause in policy.ids.values():
        if clause not in policy.clauses:
            root.fail("clauses", f"clause {clause} is cited and not declared", "Declare it under [[clauses]]")
