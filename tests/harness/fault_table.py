"""A pytest plugin that prints the fault table at the end of a run, and keeps it under var/."""

from __future__ import annotations

from pathlib import Path
from typing import Final

import pytest

LINE: Final = "fault table"
KEPT: Final = Path(__file__).resolve().parents[2] / "var" / "fault-table.txt"
HEAD: Final = (
    f"{'fault':<34}{'seed':>6} {'column':<8}{'accepted':>9}{'duplicates':>11}{'lost':>6}"
    f"{'unknown':>9}{'held':>6}{'recovery':>12}{'took':>10}"
)


def pytest_terminal_summary(terminalreporter: pytest.TerminalReporter) -> None:
    """The lines come as properties of the reports, also from workers of pytest-xdist."""
    reports = [report for group in terminalreporter.stats.values() for report in group]
    properties = [each for report in reports for each in getattr(report, "user_properties", [])]
    lines = sorted({str(value) for name, value in properties if name == LINE}, key=_place)
    if lines:
        terminalreporter.section("fault table")
        terminalreporter.write_line("\n".join([HEAD, *lines]))
        KEPT.parent.mkdir(exist_ok=True)
        KEPT.write_text("\n".join([HEAD, *lines, ""]), encoding="utf-8")


def _place(line: str) -> tuple[int, str]:
    return int(line[1:].partition(" ")[0]), line
