"""How people are paid: points, app, special site, bank transfer, timetable."""

from __future__ import annotations

from typing import Literal, get_args

from compensation.policy.bulletin import (
    AppRoute,
    Channel,
    ItemList,
    LostCoupon,
    Method,
    PaperRoute,
    Points,
    RouteName,
    SiteOpening,
    StaleText,
    Timetable,
    Transfer,
)
from compensation.policy.bulletin_schema.parts import Known, deadline, items, plan
from compensation.policy.bulletin_schema.table import Table
from compensation.policy.periods import end_of

# The ways in which a method can be handed over; any other method nobody could pay out.
HANDED_OVER_AS = ("gift_code",)


def points(root: Table) -> Points:
    """The points to choose from, in the document's order."""
    table = root.table("points")
    methods = tuple(
        Method(method.text("id"), method.words("name"), method.choice("handed_over_as", HANDED_OVER_AS))
        for method in table.tables("methods")
    )
    if len({method.id for method in methods}) < len(methods):
        table.fail("methods", "a method stands twice", "Keep one of each id")
    return Points(methods, table.yes_no("planned"), table.clauses())


def app(root: Table, events: Known) -> AppRoute | None:
    """The route of coupons charged to the app."""
    table = root.table_or_none("app")
    if table is None:
        return None
    channels = table.texts("channels")
    for place, channel in enumerate(channels):
        if channel not in get_args(Channel):
            table.source.fail((*table.path, "channels", place), f"“{channel}” is no channel", "Write sms or email")
    return AppRoute(
        clauses=table.clauses(),
        channels=tuple(channel for channel in get_args(Channel) if channel in channels),
        act_needed=table.yes_no("act_needed") if table.has("act_needed") else None,
        sending=plan(table, "sending"),
        receipt=deadline(table.table("receipt"), events, ("link_sent",)),
    )


def opening(root: Table) -> SiteOpening | None:
    """When the special site opens, where the document says so."""
    paper = root.table_or_none("paper")
    table = paper.table_or_none("opening") if paper else None
    if table is None:
        return None
    at = table.instant("at") if table.has("at") else None
    if at is not None:
        table.check_weekday("at", at.date())
    return SiteOpening(at, table.words("text"), table.yes_no("planned"), table.clauses())


def paper(root: Table, events: Known, opens: SiteOpening | None) -> PaperRoute | None:
    """The route of paper coupons and withdrawn accounts."""
    table = root.table_or_none("paper")
    if table is None:
        return None
    until = deadline(table.table("deadline"), events)
    if opens and opens.at and until.too_late_from and until.too_late_from <= opens.at:
        table.fail("deadline", "the deadline lies before the opening of the site", "Correct one of the two")
    return PaperRoute(
        clauses=table.clauses(),
        url=table.text("url") if table.has("url") else None,
        opening=opens,
        items=_item_list(table.table("items")),
        deadline=until,
        sending=plan(table, "sending"),
        receipt=deadline(table.table("receipt"), events, ("link_sent", "application_received")),
        chosen_on_site=table.yes_no("chosen_on_site"),
        lost=_lost(table.table("lost")),
    )


def transfer(root: Table) -> Transfer:
    """Payment to a bank account, or the silence about it."""
    table = root.table("transfer")
    if table.has("silent"):
        return Transfer((), (), None, (), None, silent=True, clauses=table.clauses("silent"))
    routes = tuple(route for route in get_args(RouteName) if route in table.texts("routes"))
    if len(routes) < len(table.texts("routes")):
        table.fail("routes", "not a route", "Write app, paper or both")
    asked = items(table, "items")
    doubts = _doubted_cases(table)
    condition = table.words("condition") if table.has("condition") else None
    return Transfer(routes, doubts, condition, asked, plan(table, "sending"), silent=False, clauses=table.clauses())


def _doubted_cases(table: Table) -> tuple[Literal["A", "B"], ...]:
    named = table.texts("doubted_cases") if table.has("doubted_cases") else ()
    cases: tuple[Literal["A", "B"], ...] = ("A", "B")
    if not set(named) <= set(cases):
        table.fail("doubted_cases", "not a case", "Write A, B or both")
    return tuple(case for case in cases if case in named)


def timetable(root: Table) -> Timetable | None:
    """The last day that the bulletin's timetable names."""
    table = root.table_or_none("timetable")
    if table is None:
        return None
    day = table.day("last_day")
    table.check_weekday("last_day", day)
    return Timetable(day, end_of(day), table.clauses())


def stale(root: Table) -> tuple[StaleText, ...]:
    """Lines that another line of the same document has overtaken."""
    found = []
    for table in root.tables("stale"):
        for key in ("clause", "governed_by"):
            table.source.cited.append(((*table.path, key), table.text(key)))
        found.append(StaleText(table.text("clause"), table.text("quotation"), table.text("governed_by")))
    return tuple(found)


def _item_list(table: Table) -> ItemList:
    if table.has("silent"):
        reached_by = table.texts("reached_by") if table.has("reached_by") else ()
        return ItemList((), False, True, reached_by, table.clauses("silent"))
    open_ended = table.has("open_ended") and table.yes_no("open_ended")
    return ItemList(items(table, "asked"), open_ended, False, (), table.clauses())


def _lost(table: Table) -> LostCoupon:
    if table.has("silent"):
        return LostCoupon(None, table.clauses("silent"))
    return LostCoupon(table.words("ask"), table.clauses())
