"""A status report as the tables of a page."""

from __future__ import annotations

from typing import NamedTuple

from claims import report_words as words
from claims.report_rows import Total
from claims.status_report import StatusReport
from foundation.japan.bilingual import Both


class Line(NamedTuple):
    """One row in words."""

    case: Both
    outcome: Both
    route: Both
    state: Both
    units: int
    yen: int


class Table(NamedTuple):
    """One kind of unit; `total` is what the lines add up to, `note` what has to be known of them."""

    name: Both
    lines: list[Line]
    total: Total
    note: Both | None


def tables_of(report: StatusReport) -> list[Table]:
    """Coupons, claims and payouts, in this order; a kind without any has no lines."""
    return [
        Table(words.UNIT[total.unit], _lines(report, total), total, _note(report, total)) for total in report.totals
    ]


def _note(report: StatusReport, total: Total) -> Both | None:
    return words.note_on(row.state for row in report.rows_of(total.unit))


def _lines(report: StatusReport, total: Total) -> list[Line]:
    return [
        Line(
            words.word(words.CASE, row.case),
            words.word(words.OUTCOME, row.outcome),
            words.word(words.ROUTE, row.route),
            words.word(words.STATE, row.state),
            row.units,
            row.yen,
        )
        for row in report.rows_of(total.unit)
    ]
