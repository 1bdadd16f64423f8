"""Whether the machine was ours while something was measured, and how much memory this process has."""

from __future__ import annotations

import os
import time
from pathlib import Path
from typing import Final

import pytest

HERTZ: Final = os.sysconf("SC_CLK_TCK")
LISTENED: Final = 0.5
TOO_MUCH: Final = 0.3
"""Cores that others may have, so that a rate can still be held against a limit."""


def resident() -> float:
    """This process's memory, in MB."""
    return int(Path("/proc/self/statm").read_text().split()[1]) * os.sysconf("SC_PAGE_SIZE") / 2**20


def taken_by_others() -> float:
    """How many cores others have, asked while nothing of ours works: it takes half a second."""
    before = _spent()
    time.sleep(LISTENED)
    return (_spent() - before) / LISTENED


def judge_rates(others: float) -> None:
    """Skip what follows where others had so much of the machine that a rate says nothing of the portal."""
    if others > TOO_MUCH:
        pytest.skip(f"not judged: others had {others:.1f} of {os.cpu_count()} cores")


def _spent() -> float:
    """Seconds in which some core worked, or waited for a host that gave it to somebody else."""
    user, nice, system, _, _, irq, soft, steal, *_ = map(int, Path("/proc/stat").read_text().split("\n")[0].split()[1:])
    return (user + nice + system + irq + soft + steal) / HERTZ
