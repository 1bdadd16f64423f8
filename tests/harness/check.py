"""`make check`: format, lint, types, migrations, the shape of the house, bulletins."""

from __future__ import annotations

import os
import subprocess
import sys
import tempfile
import time
from dataclasses import dataclass
from pathlib import Path

from tests.harness.services import TREE

PYTHON = sys.executable
MANAGE = [PYTHON, "manage.py"]


@dataclass(frozen=True)
class Step:
    """One question to the tree, and the command that answers it."""

    title: str
    argv: list[str]


STEPS = (
    Step("format", [PYTHON, "-m", "ruff", "format", "--check", "."]),
    Step("lint", [PYTHON, "-m", "ruff", "check", "."]),
    Step("types", [PYTHON, "-m", "mypy", "."]),
    Step("system", [*MANAGE, "check", "--fail-level", "WARNING"]),
    Step("migrations", [*MANAGE, "makemigrations", "--check", "--dry-run"]),
    Step("frozen bulletins", [PYTHON, "-m", "compensation.frozen_bulletins"]),
    Step("rooms and imports", [PYTHON, "-m", "pytest", "-q", "tests/house", "-k", "not processes"]),
    Step("database", [*MANAGE, "migrate", "--verbosity", "0"]),
    Step("bulletins", [*MANAGE, "load_bulletins"]),
)


def main() -> int:
    """Ask everything, show what refused; 0 when nothing did."""
    with tempfile.TemporaryDirectory(prefix="portal-check-") as folder:
        refused = [step.title for step in STEPS if not _holds(step, _environment(Path(folder)))]
    print(f"Refused: {', '.join(refused)}." if refused else "Everything holds.")
    return 1 if refused else 0


def _holds(step: Step, environment: dict[str, str]) -> bool:
    begin = time.monotonic()
    done = subprocess.run(step.argv, cwd=TREE, env=environment, check=False, capture_output=True, text=True)
    print(f"{'ok ' if done.returncode == 0 else 'NO '} {step.title} ({time.monotonic() - begin:.1f} s)", flush=True)
    if done.returncode:
        print(done.stdout + done.stderr, flush=True)
    return done.returncode == 0


def _environment(folder: Path) -> dict[str, str]:
    # A check needs no service: an empty SQLite file answers all of it.
    settings = {"DEBUG": "1", "VAR_DIR": str(folder), "DATABASE_URL": f"sqlite:///{folder}/check.sqlite3"}
    return {**os.environ, **settings, "REDIS_URL": ""}


if __name__ == "__main__":
    sys.exit(main())
