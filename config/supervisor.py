"""Several programs as one: they start together, and when one ends, all end."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import time
from collections.abc import Callable, Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass, field

POLL_SECONDS = 0.2
GRACE_SECONDS = 6.0
READY_SECONDS = 90.0


@dataclass(frozen=True)
class Program:
    """A child by the name under which its end is reported."""

    name: str
    argv: Sequence[str]


class NotReadyError(RuntimeError):
    """The programs ran, but did not serve in time."""


@dataclass
class Supervisor:
    """Holds the children of one run.

    Each child leads a process group of its own, so that Ctrl-C in a terminal reaches this process
    only, and a child that does not listen can be ended together with its own children.
    """

    environment: Mapping[str, str]
    grace: float = GRACE_SECONDS
    children: dict[str, subprocess.Popen[bytes]] = field(default_factory=dict)

    def run(self, programs: Sequence[Program], *, serves: Callable[[], bool], announce: Callable[[], None]) -> int:
        """Start all, announce once they serve, and wait; the exit code of the first that ended (at least 1)."""
        try:
            for program in programs:
                self._start(program)
            ended = self._await(serves)
            if ended is None:
                announce()
                ended = self._watch()
            return self._report(ended)
        finally:
            self.stop()

    def stop(self) -> None:
        """Ask every child to end, and after the grace period end those that did not."""
        for signum in (signal.SIGINT, signal.SIGTERM, signal.SIGHUP):
            signal.signal(signum, signal.SIG_IGN)
        self._signal_all(signal.SIGTERM)
        deadline = time.monotonic() + self.grace
        while time.monotonic() < deadline and any(child.poll() is None for child in self.children.values()):
            time.sleep(POLL_SECONDS / 4)
        self._signal_all(signal.SIGKILL)
        for child in self.children.values():
            child.wait()

    def _start(self, program: Program) -> None:
        self.children[program.name] = subprocess.Popen(
            program.argv, env=dict(self.environment), stdin=subprocess.DEVNULL, start_new_session=True
        )

    def _await(self, serves: Callable[[], bool]) -> str | None:
        deadline = time.monotonic() + READY_SECONDS
        while time.monotonic() < deadline:
            ended = self._ended()
            if ended or serves():
                return ended
            time.sleep(POLL_SECONDS)
        raise NotReadyError(f"Nothing served within {READY_SECONDS:.0f} seconds.")

    def _watch(self) -> str:
        while True:
            ended = self._ended()
            if ended:
                return ended
            time.sleep(POLL_SECONDS)

    def _ended(self) -> str | None:
        return next((name for name, child in self.children.items() if child.poll() is not None), None)

    def _report(self, name: str) -> int:
        code = self.children[name].returncode
        print(
            f"{name} ended with exit code {code}; the others are stopped. Start again with `make run`.",
            file=sys.stderr,
            flush=True,
        )
        return code if code > 0 else 1

    def _signal_all(self, signum: signal.Signals) -> None:
        for child in self.children.values():
            # The group may outlive its leader: a pool worker whose parent was killed.
            with suppress(ProcessLookupError):
                os.killpg(child.pid, signum)


def end_on_signals() -> None:
    """SIGTERM and a closed terminal end this process as Ctrl-C does: through every `finally`."""
    for signum in (signal.SIGTERM, signal.SIGHUP):
        signal.signal(signum, signal.default_int_handler)
