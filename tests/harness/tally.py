"""A pytest plugin that writes down how many tests ran, were left out, or belong to the long ones."""

from __future__ import annotations

import json
import os
from collections.abc import Sequence
from pathlib import Path
from typing import Any

import pytest

SETTING = "PORTAL_TALLY"


class Tally:
    """Counts of one run, written to the file that PORTAL_TALLY names."""

    def __init__(self) -> None:
        self.counts = {"ran": 0, "left_out": 0, "long": 0}

    def pytest_deselected(self, items: Sequence[pytest.Item]) -> None:
        self.counts["long"] += len(items)

    def pytest_runtest_logreport(self, report: pytest.TestReport) -> None:
        if report.skipped:
            self.counts["left_out"] += 1
        elif report.when == "call":
            self.counts["ran"] += 1

    def pytest_testnodedown(self, node: Any) -> None:
        # Every worker collects everything, and leaves out the same.
        self.counts["long"] = node.workeroutput.get("long", 0)

    def pytest_sessionfinish(self, session: pytest.Session) -> None:
        worker: dict[str, Any] | None = getattr(session.config, "workeroutput", None)
        if worker is not None:
            worker["long"] = self.counts["long"]
        else:
            Path(os.environ[SETTING]).write_text(json.dumps(self.counts))


def pytest_configure(config: pytest.Config) -> None:
    """Count only where the harness asked for it."""
    if os.environ.get(SETTING):
        config.pluginmanager.register(Tally())
