"""The fault table: six faults small in every run, all of them at full size in `make test-all`, which prints it."""

from __future__ import annotations

import os
import zlib
from collections.abc import Callable
from pathlib import Path

import pytest

from tests.faults.table import COLUMNS, EVERY_DAY, FAULTS, run
from tests.harness.fault_table import LINE

N = int(os.environ.get("FAULT_MESSAGES", "5000"))
SMALL = 500

# Emptying the tables of all other apps as well would take longer than most faults.
pytestmark = pytest.mark.django_db(transaction=True, available_apps=["notifications", "foundation.trail"])


def seed(fault: str, column: str) -> int:
    """The same each time, or the one that is to be tried again."""
    return int(os.environ.get("FAULT_SEED", zlib.crc32(f"{fault} {column}".encode()) % 10_000))


@pytest.mark.parametrize(("fault", "column"), EVERY_DAY)
def test_every_day(fault: str, column: str, tmp_path: Path) -> None:
    run(fault, column, SMALL, seed(fault, column), tmp_path)


@pytest.mark.faults
@pytest.mark.parametrize("column", COLUMNS)
@pytest.mark.parametrize("fault", list(FAULTS))
def test_fault(fault: str, column: str, tmp_path: Path, record_property: Callable[[str, object], None]) -> None:
    record_property(LINE, run(fault, column, N, seed(fault, column), tmp_path))
