"""The whole fault table at full size: part of `make test-all`, which prints it at its end."""

from __future__ import annotations

import os
import zlib
from collections.abc import Callable
from pathlib import Path

import pytest

from tests.faults.table import COLUMNS, FAULTS, run
from tests.harness.fault_table import LINE

N = int(os.environ.get("FAULT_MESSAGES", "5000"))

# Emptying the tables of all other apps as well would take longer than most faults.
ON_MESSAGES = pytest.mark.django_db(transaction=True, available_apps=["notifications", "foundation.trail"])

pytestmark = [pytest.mark.faults, ON_MESSAGES]


@pytest.mark.parametrize("column", COLUMNS)
@pytest.mark.parametrize("fault", list(FAULTS))
def test_fault(fault: str, column: str, tmp_path: Path, record_property: Callable[[str, object], None]) -> None:
    seed = int(os.environ.get("FAULT_SEED", zlib.crc32(f"{fault} {column}".encode()) % 10_000))
    record_property(LINE, run(fault, column, N, seed, tmp_path))
