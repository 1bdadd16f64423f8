"""`make demo-reset`: the demonstration forgets everything and begins again at its first instant."""

from __future__ import annotations

import os
import shutil
import sys
from pathlib import Path

from config.demo.run import Place, port_is_free

# With the files that SQLite and the timetable keep beside their own.
FORGOTTEN = ("portal.sqlite3*", "beat-schedule*", "stub-ledger.jsonl", "broker", "outbox", "demo", "reports")


def forget(var: Path) -> list[str]:
    """Remove the demonstration's data from `var`, not its keys; the names of what was there."""
    found = sorted(path for pattern in FORGOTTEN for path in var.glob(pattern))
    for path in found:
        shutil.rmtree(path) if path.is_dir() else path.unlink()
    return [path.name for path in found]


def main() -> int:
    """0 when forgotten; 2 where that would not be all, or not safe."""
    place = Place.of_environment()
    if not os.environ.get("DATABASE_URL", "sqlite:").startswith("sqlite:"):
        return _refuse("DATABASE_URL is set: only the demonstration's own SQLite file is ever forgotten.")
    if not port_is_free(place):
        return _refuse(f"Port {place.port} serves. End `make run` first (Ctrl-C), then reset.")
    names = forget(place.var)
    print("Forgotten: " + (", ".join(names) or "nothing was there") + ". `make run` begins again.")
    return 0


def _refuse(reason: str) -> int:
    print(reason, file=sys.stderr)
    return 2


if __name__ == "__main__":
    sys.exit(main())
