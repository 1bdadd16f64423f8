"""Processes of the portal that start at once: copies of one that has imported everything and opened nothing.

It starts with the first of them and ends with the tests. What runs in a copy is the portal's own code; only where it
dies, hangs or reads a wrong clock is the test's.
"""

from __future__ import annotations

import logging
import multiprocessing
import os
import signal
import sys
from collections.abc import Callable
from contextlib import suppress
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, Final

import django
from django.db import connection

_CONTEXT: Final = multiprocessing.get_context("forkserver")
_CONTEXT.set_forkserver_preload(["tests.faults.set_up", "tests.faults.jobs"])
_PLACE: Final = ("NAME", "HOST", "PORT", "USER", "PASSWORD")


@dataclass
class Place:
    """Where a process stands: its database, and the file that it says everything in."""

    log: Path
    database: dict[str, Any] = field(default_factory=lambda: {name: connection.settings_dict[name] for name in _PLACE})


class Forked:
    """One process; leads a group of its own, and is gone at the end."""

    def __init__(self, job: Callable[..., None], place: Place, *arguments: Any) -> None:
        self._process = _CONTEXT.Process(target=_run, args=(job, place, arguments), daemon=True)
        self._process.start()

    @property
    def pid(self) -> int:
        assert self._process.pid is not None
        return self._process.pid

    def signal(self, signum: signal.Signals) -> None:
        with suppress(ProcessLookupError):
            os.kill(self.pid, signum)

    def kill(self) -> None:
        self._process.kill()
        self._process.join(10)

    def wait(self, seconds: float) -> int | None:
        """Its exit code (below zero: the signal that ended it), or none while it still runs."""
        self._process.join(seconds)
        return self._process.exitcode

    def ask(self) -> None:
        """Ask it to end."""
        self.signal(signal.SIGCONT)
        self._process.terminate()

    def end(self) -> int | None:
        """Ask it to end, and end it; its exit code."""
        self.ask()
        self._process.join(15)
        self._process.kill()
        self._process.join(10)
        return self._process.exitcode


def _run(job: Callable[..., None], place: Place, arguments: tuple[Any, ...]) -> None:
    django.setup()
    connection.settings_dict.update(place.database)
    with place.log.open("a") as log:
        os.dup2(log.fileno(), sys.stderr.fileno())
        os.dup2(log.fileno(), sys.stdout.fileno())
    logging.basicConfig(level=logging.WARNING, force=True)
    job(*arguments)
