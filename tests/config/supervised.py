"""A supervisor over programs given as `name=python source`, for tests that end it as an operator would."""

from __future__ import annotations

import os
import sys
from pathlib import Path

from config.supervisor import Program, Supervisor, end_on_signals


def main() -> int:
    """Announce `serving <pids>` once every program has written its file; the supervisor's exit code."""
    end_on_signals()
    folder, programs = Path(sys.argv[1]), [argument.split("=", 1) for argument in sys.argv[2:]]
    supervisor = Supervisor({**os.environ, "FOLDER": str(folder)}, grace=1.0)
    try:
        return supervisor.run(
            [Program(name, [sys.executable, "-c", source]) for name, source in programs],
            serves=lambda: len(list(folder.iterdir())) == len(programs),
            announce=lambda: _serving(supervisor),
        )
    except KeyboardInterrupt:
        return 0


def _serving(supervisor: Supervisor) -> None:
    pids = " ".join(str(child.pid) for child in supervisor.children.values())
    sys.stdout.write(f"serving {pids}\n")
    sys.stdout.flush()


if __name__ == "__main__":
    sys.exit(main())
