"""What the tests of imports share: programmes that are known, and a file brought in."""

from __future__ import annotations

import csv
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from compensation.imports.coupons import import_coupons
from compensation.imports.entries import import_ledger
from compensation.imports.runs import Options, Summary
from compensation.models import Programme
from foundation.trail.actor import Actor
from tests.compensation.imports.files import write_csv
from tests.factories.compensation import ProgrammeFactory

BY = Actor.system("tests")
Bring = Callable[..., Summary]


@pytest.fixture
def kumamoto(db: None) -> Programme:
    return ProgrammeFactory.create(slug="kumamoto")


@pytest.fixture
def bring_coupons(kumamoto: Programme, tmp_path: Path) -> Bring:
    """Brings rows of coupons in, or a file; the report is `report.csv`."""

    def bring(*rows: dict[str, Any], path: Path | None = None, programme: str = "", **options: Any) -> Summary:
        file = path or write_csv(tmp_path, *rows)
        return import_coupons(Options(file, tmp_path / "report.csv", **options), by=BY, programme=programme)

    return bring


@pytest.fixture
def bring_ledger(kumamoto: Programme, tmp_path: Path) -> Bring:
    """Brings ledger entries in, or a file; the report is `report.csv`."""

    def bring(*rows: dict[str, Any], path: Path | None = None, **options: Any) -> Summary:
        file = path or write_csv(tmp_path, *rows)
        return import_ledger(Options(file, tmp_path / "report.csv", **options), by=BY)

    return bring


@pytest.fixture
def small_chunks(monkeypatch: pytest.MonkeyPatch) -> None:
    """Two rows a chunk, so that a small file has several."""
    monkeypatch.setattr("compensation.imports.checked.BATCH", 2)
    monkeypatch.setattr("compensation.imports.checked.CHUNK", 2)


@pytest.fixture
def report(tmp_path: Path) -> Callable[[], list[tuple[str, ...]]]:
    """The lines of the report: line, column, value, reason in Japanese and in English."""

    def read() -> list[tuple[str, ...]]:
        path = tmp_path / "report.csv"
        if not path.exists():
            return []
        with path.open(encoding="utf-8-sig", newline="") as file:
            return [tuple(row) for row in csv.reader(file)][1:]

    return read
