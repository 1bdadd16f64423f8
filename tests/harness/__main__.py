"""`make test`: obtain what the tests stand on, run them, end everything, and say on what they ran."""

from __future__ import annotations

import argparse
import json
import os
import signal
import subprocess
import sys
from pathlib import Path

from tests.harness.children import end
from tests.harness.services import TREE, Service, obtained
from tests.harness.tally import SETTING

PYTEST = ["-m", "pytest", "-p", "tests.harness.tally"]
# The tests of a module share what they start, so they stay with one worker.
TWO_WORKERS = ["--numprocesses=2", "--dist=loadfile"]
RUNS = {
    "test": [*PYTEST, *TWO_WORKERS],
    "all": [*PYTEST, "-m", "not bench"],
    "bench": [*PYTEST, "-m", "bench", "--capture=no", "tests/bench"],
    "lighthouse": ["-m", "tests.lighthouse"],
    "screenshots": ["-m", "tests.pages.screenshots"],
}


def main() -> int:
    """The exit code of what ran; 130 after Ctrl-C or SIGTERM."""
    options, extra = _parser().parse_known_args()
    for signum in (signal.SIGTERM, signal.SIGHUP):
        signal.signal(signum, signal.default_int_handler)
    try:
        with obtained() as services:
            return _run([*RUNS[options.run], *extra], services)
    except KeyboardInterrupt:
        print("Stopped; what was started for the tests has ended.", flush=True)
        return 130


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(prog="python -m tests.harness", description=__doc__)
    parser.set_defaults(run="test")
    for run in RUNS:
        parser.add_argument(f"--{run}", dest="run", action="store_const", const=run)
    return parser


def _run(arguments: list[str], services: list[Service]) -> int:
    settings = {name: value for service in services for name, value in service.settings.items()}
    tally = Path(settings["VAR_DIR"]) / "tally.json"
    # What the services are is settled here: a .env of the working tree has no say in a test.
    embedded = f"sqlite:///{tally.with_name('portal.sqlite3')}"
    environment = {"REDIS_URL": "", "DATABASE_URL": embedded, **os.environ, **settings, SETTING: str(tally)}
    child = subprocess.Popen([sys.executable, *arguments], cwd=TREE, env=environment, start_new_session=True)
    try:
        code = child.wait()
    except KeyboardInterrupt:
        _deaf()
        raise
    finally:
        # SIGINT lets pytest run its fixtures to their end; SIGTERM would not.
        end(child, asking=signal.SIGINT, seconds=5)
    print(closing_line(services, tally), flush=True)
    return code


def closing_line(services: list[Service], tally: Path) -> str:
    """On what the tests ran, and how many did not run for want of it."""
    ground = ", ".join(service.words for service in services if service.words)
    if not tally.exists():
        return f"Ran on {ground}."
    counts = json.loads(tally.read_text())
    line = f"{counts['ran']} tests ran on {ground}; {counts['left_out']} were left out."
    return f"{line} {counts['long']} others belong to another target." if counts["long"] else line


def _deaf() -> None:
    for signum in (signal.SIGINT, signal.SIGTERM, signal.SIGHUP):
        signal.signal(signum, signal.SIG_IGN)


if __name__ == "__main__":
    sys.exit(main())
