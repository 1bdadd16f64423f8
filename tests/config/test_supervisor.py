"""Programs that start together end together, however the first of them ends."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest

READY = "import os, pathlib, sys, time, signal; pathlib.Path(os.environ['FOLDER'], str(os.getpid())).touch();"
SLEEPS = READY + "time.sleep(60)"
DEAF = "import signal; signal.signal(signal.SIGTERM, signal.SIG_IGN);" + SLEEPS
DIES = READY + "time.sleep(0.5); sys.exit(7)"
NEVER_BEGINS = "import sys; sys.exit(5)"


@contextmanager
def supervised(folder: Path, **sources: str) -> Iterator[subprocess.Popen[str]]:
    argv = [sys.executable, "-m", "tests.config.supervised", str(folder)]
    argv += [f"{name}={source}" for name, source in sources.items()]
    with subprocess.Popen(argv, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True) as supervisor:
        yield supervisor
        supervisor.kill()


def children_of(supervisor: subprocess.Popen[str]) -> list[int]:
    assert supervisor.stdout is not None
    word, *pids = supervisor.stdout.readline().split()
    assert word == "serving"
    return [int(pid) for pid in pids]


def alive(pids: list[int]) -> list[int]:
    return [pid for pid in pids if _answers(pid)]


@pytest.mark.parametrize("signum", [signal.SIGTERM, signal.SIGINT, signal.SIGHUP])
def test_a_signal_ends_all(tmp_path: Path, signum: signal.Signals) -> None:
    with supervised(tmp_path, web=SLEEPS, worker=SLEEPS) as supervisor:
        pids = children_of(supervisor)
        supervisor.send_signal(signum)
        assert (supervisor.wait(timeout=10), alive(pids)) == (0, [])


def test_a_child_that_does_not_listen_is_ended_after_the_grace(tmp_path: Path) -> None:
    with supervised(tmp_path, web=SLEEPS, worker=DEAF) as supervisor:
        pids = children_of(supervisor)
        begin = time.monotonic()
        supervisor.terminate()
        code = supervisor.wait(timeout=10)
        assert (code, alive(pids), time.monotonic() - begin >= 1.0) == (0, [], True)


def test_a_child_that_ends_takes_the_others_by_name(tmp_path: Path) -> None:
    with supervised(tmp_path, web=SLEEPS, worker=DIES) as supervisor:
        pids = children_of(supervisor)
        _, words = supervisor.communicate(timeout=10)
        assert (supervisor.returncode, alive(pids)) == (7, [])
        assert words == "worker ended with exit code 7; the others are stopped. Start again with `make run`.\n"


def test_a_child_killed_from_outside_is_named(tmp_path: Path) -> None:
    with supervised(tmp_path, web=SLEEPS, beat=SLEEPS) as supervisor:
        pids = children_of(supervisor)
        os.kill(pids[1], signal.SIGKILL)
        _, words = supervisor.communicate(timeout=10)
        assert (supervisor.returncode, alive(pids)) == (1, [])
        assert words == "beat ended with exit code -9; the others are stopped. Start again with `make run`.\n"


def test_a_child_that_never_begins_is_not_waited_for(tmp_path: Path) -> None:
    with supervised(tmp_path, web=SLEEPS, worker=NEVER_BEGINS) as supervisor:
        said, words = supervisor.communicate(timeout=10)
        assert (supervisor.returncode, said) == (5, "")
        assert words == "worker ended with exit code 5; the others are stopped. Start again with `make run`.\n"


def _answers(pid: int) -> bool:
    try:
        os.kill(pid, 0)
    except ProcessLookupError:
        return False
    return True
