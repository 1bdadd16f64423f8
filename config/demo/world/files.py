"""The demonstration's two files, as a campaign's office would hand them over."""

from __future__ import annotations

import csv
from collections.abc import Iterable, Sequence
from dataclasses import fields
from datetime import date, datetime
from pathlib import Path
from typing import Any

from config.demo.world.parties import Journeys
from config.demo.world.plan import Plan, read_plan
from config.demo.world.tickets import Entry, Ticket, entries

COUPON_COLUMNS = [one.name for one in fields(Ticket) if one.name not in {"payments", "cancelled_at", "no_issue"}]


def write_files(folder: Path, number: int, plan: Plan | None = None) -> tuple[Path, Path]:
    """Write so many coupons and their ledger as CSV into the folder; the two paths."""
    plan = plan or read_plan()
    folder.mkdir(parents=True, exist_ok=True)
    tickets = sorted(Journeys(plan).tickets(number), key=lambda ticket: ticket.inquiry_number)
    booked = [entry for ticket in tickets for entry in entries(ticket, plan.extensions)]
    coupons = _write(folder / "coupons.csv", COUPON_COLUMNS, ([getattr(t, c) for c in COUPON_COLUMNS] for t in tickets))
    return coupons, _write(folder / "ledger.csv", Entry._fields, booked)


def _write(path: Path, columns: Sequence[str], rows: Iterable[Iterable[Any]]) -> Path:
    with path.open("w", encoding="utf-8", newline="") as file:
        writer = csv.writer(file)
        writer.writerow(columns)
        writer.writerows([_cell(value) for value in row] for row in rows)
    return path


def _cell(value: Any) -> str:
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, datetime | date):
        return value.isoformat()
    return "" if value is None else str(value)
