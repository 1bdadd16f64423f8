"""Checks that see several parts of a bulletin at once."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from datetime import date
from typing import Any

from compensation.policy.bulletin import Bulletin, Clause, Plan
from compensation.policy.bulletin_schema.lines import Path
from compensation.policy.bulletin_schema.table import WEEKDAYS, Source, Table
from compensation.policy.periods import Deadline, start_of
from compensation.policy.wording import MONTH_NAMES

SLUG = re.compile(r"[a-z][a-z0-9]*(-[a-z0-9]+)*\Z")
# Words that are addresses of the site itself; a programme lives beside them.
RESERVED = frozenset(
    (
        "accessibility",
        "admin",
        "api",
        "apply",
        "banks",
        "check",
        "console",
        "contact",
        "demo",
        "healthz",
        "i18n",
        "livez",
        "media",
        "metrics",
        "privacy",
        "r",
        "readyz",
        "receive",
        "reports",
        "situation",
        "static",
        "status",
        "twooca",
        "verify-message",
    )
)
ENGLISH_WEEKDAYS = ["Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday"]
ENGLISH_DAY = re.compile(
    rf"\b({'|'.join(ENGLISH_WEEKDAYS)}),? (\d{{1,2}}) ({'|'.join(MONTH_NAMES)}) (\d{{4}})\b",
)
EMAIL = re.compile(r"[^@\s]+@[^@\s]+\.[^@\s]+\Z")
WRITTEN_DAY = re.compile(r"(\d{4})\s*年\s*(\d{1,2})\s*月\s*(\d{1,2})\s*日\s*[（(]([月火水木金土日])[）)]")


def weekdays(source: Source, value: Any, path: Path) -> None:
    """Refuse a weekday that contradicts its date, wherever a text of the file writes both."""
    for place, text in _texts(value, path):
        for written in WRITTEN_DAY.finditer(text):
            day = _written_day(source, place, written[0], int(written[1]), int(written[2]), int(written[3]))
            _same_weekday(source, place, day, WEEKDAYS[day.weekday()], written[4])
        for written in ENGLISH_DAY.finditer(text):
            month = MONTH_NAMES.index(written[3]) + 1
            day = _written_day(source, place, written[0], int(written[4]), month, int(written[2]))
            _same_weekday(source, place, day, ENGLISH_WEEKDAYS[day.weekday()], written[1])


def citations(source: Source, declared: Mapping[str, Clause]) -> None:
    """Refuse a clause that is cited and not declared."""
    for path, clause in source.cited:
        if clause not in declared:
            source.fail(path, f"clause {clause} is cited and not declared", "Declare it under [[clauses]]")


def programme(root: Table, bulletin: Bulletin) -> None:
    """Refuse a slug that is no slug, or that is an address of the site; clauses carry the programme's name."""
    for key, slug in (("programme", bulletin.programme), ("id", bulletin.id)):
        if not SLUG.match(slug):
            root.fail(key, f"“{slug}” is no slug", "Write small letters, digits and single hyphens, a letter first")
        if slug in RESERVED:
            root.fail(key, f"“{slug}” is a reserved word of the site's addresses", "Choose another")
    if bulletin.stage < 1:
        root.fail("stage", "no stage comes before the first", "Write 1 for a first bulletin")
    for place, clause in enumerate(bulletin.clauses):
        if not clause.startswith(f"{bulletin.programme}."):
            path: Path = ("clauses", place, "id")
            root.source.fail(path, f"clause {clause} belongs to another programme", f"Begin it: {bulletin.programme}.")


def order(source: Source, bulletin: Bulletin) -> None:
    """Refuse instants in an order that cannot be."""
    if bulletin.case_a and bulletin.payment.balance_at < bulletin.case_a.balance_at:
        source.fail(("payment", "balance_at"), "before the balance of case A", "Correct one of the two")
    if bulletin.extensions and bulletin.payment.balance_at < bulletin.extensions[-1].ends:
        source.fail(("payment", "balance_at"), "before the last extension has run out", "Correct one of the two")
    if bulletin.contact.hours.closes <= bulletin.contact.hours.opens:
        source.fail(("contact", "hours", "closes"), "not after opens", "Give the hours in order")
    if bulletin.app is None and bulletin.paper is None:
        source.fail(("paper",), "no route", "Describe [app], [paper] or both")
    for route in (bulletin.app, bulletin.paper):
        if route is not None:
            _receipt_after_sending(source, "app" if route is bulletin.app else "paper", route.sending, route.receipt)


def _receipt_after_sending(source: Source, route: str, sending: Plan | None, receipt: Deadline) -> None:
    if sending is None or sending.earliest is None or receipt.too_late_from is None:
        return
    if receipt.too_late_from <= start_of(sending.earliest):
        source.fail((route, "receipt"), "the deadline lies before anything is sent", "Correct one of the two")


def senders(source: Source, bulletin: Bulletin) -> None:
    """Refuse an address from which no message of its channel can come."""
    for place, sender in enumerate(bulletin.senders):
        path: Path = ("senders", place, "address")
        if sender.channel == "email" and not EMAIL.match(sender.address):
            source.fail(path, f"“{sender.address}” is no e-mail address", "Write it with one @, as the notice does")


def _written_day(source: Source, path: Path, written: str, year: int, month: int, day: int) -> date:
    try:
        return date(year, month, day)
    except ValueError:
        source.fail(path, f"{written} is no day of the calendar", "Correct the date")


def _same_weekday(source: Source, path: Path, day: date, right: str, written: str) -> None:
    if right != written:
        source.fail(path, f"{day} is a {right}, not a {written}", "Correct the date or the weekday")


def _texts(value: Any, path: Path) -> Iterator[tuple[Path, str]]:
    if isinstance(value, str):
        yield path, value
    elif isinstance(value, dict):
        for key, part in value.items():
            yield from _texts(part, (*path, key))
    elif isinstance(value, list):
        for place, part in enumerate(value):
            yield from _texts(part, (*path, place))
