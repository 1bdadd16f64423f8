"""The fault table: each fault once against each kind of provider, and what it left behind."""

from __future__ import annotations

import time
from collections.abc import Callable
from pathlib import Path
from typing import Final

from tests.faults import campaigns, everyday, reporting, servers
from tests.faults.columns import CAPABILITIES
from tests.faults.invariants import assert_invariants, found
from tests.faults.scene import Scene

Fault = Callable[[Scene], None]
COLUMNS: Final = tuple(CAPABILITIES)

FAULTS: Final[dict[str, Fault]] = {
    "F1 kill -9 every half second": everyday.f1,
    "F2 killed before the call": everyday.f2,
    "F3 killed before the outcome": everyday.f3,
    "F4 killed before the bell": everyday.f4,
    "F5 stopped past its lease": everyday.f5,
    "F6 500 for all, half accepted": everyday.f6,
    "F7 429 with Retry-After": everyday.f7,
    "F8 accepted, then silence": everyday.f8,
    "F9 refused, another takes over": everyday.f9,
    "F10 unreadable answers": everyday.f10,
    "F11 Redis emptied, restarted": servers.f11,
    "F12 Redis away for minutes": servers.f12,
    "F13 PostgreSQL stops at once": servers.f13,
    "F14 each report five times": reporting.f14,
    "F15 shuffled, early, late reports": reporting.f15,
    "F16 forged, unsigned, replayed": reporting.f16,
    "F17 a clock ten minutes off": everyday.f17,
    "F18 two of everything": everyday.f18,
    "F19 SIGTERM under load": everyday.f19,
    "F20 kill switch at half": everyday.f20,
    "F21 a sevenfold mailing beside": campaigns.f21,
    "F22 yesterday's backup restored": campaigns.f22,
}


EVERY_DAY: Final = (
    ("F1 kill -9 every half second", "look-up"),
    ("F2 killed before the call", "look-up"),
    ("F3 killed before the outcome", "key"),
    ("F8 accepted, then silence", "none"),
    ("F11 Redis emptied, restarted", "look-up"),
    ("F14 each report five times", "look-up"),
)
"""The six that every run of the tests tries, small."""


def run(name: str, column: str, number: int, seed: int, folder: Path) -> str:
    """Let the fault happen, wait until it is got over, prove the invariants; its line of the table."""
    begun = time.monotonic()
    with Scene(column, number, seed, folder) as scene:
        FAULTS[name](scene)
        recovery = scene.settle()
        scene.dismiss()
        ledger = scene.ledger()
        left = found(ledger)
        held = column == "none"
        assert_invariants(scene.planned, ledger, held=held, said=scene.said(), before=scene.before)
    took = time.monotonic() - begun
    return (
        f"{name:<34}{seed:>6} {column:<8}{left.accepted:>9}{left.duplicates:>11}{left.lost:>6}"
        f"{scene.peak:>9}{left.held:>6}{recovery:>10.1f} s{took:>8.0f} s {scene.note}".rstrip()
    )
