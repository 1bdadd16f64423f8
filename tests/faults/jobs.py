"""What the processes of a fault do: dispatch, sweep, plan, be a provider. Importing this opens nothing."""

from __future__ import annotations

import asyncio
import os
import signal
import time
from collections import Counter
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any

from aiohttp.abc import AbstractStreamWriter
from django.conf import settings
from django.db import DatabaseError, InterfaceError, connection, transaction

from foundation.trail import clock
from notifications import sweep
from notifications.channels import http
from notifications.dispatch import Dispatcher
from notifications.origin import Mark
from notifications.reports import fold_waiting
from notifications.stub.__main__ import main as serve_stub
from tests.factories.notifications import ready
from tests.faults.columns import PACE, carriers


@dataclass(frozen=True)
class Work:
    """What a dispatcher stands before: providers in their order, as one of the three kinds.

    `die_at` a point, at its `passing`-th passing. `wait_at` a point: there it hangs once, from the moment it made the
    file `reached` until `go` stands. `stop_at_byte`: it is stopped right before the first byte of that message.
    `clock_off`: seconds that its clock is wrong by.
    """

    urls: tuple[str, ...]
    column: str
    folder: Path
    window: int = PACE.window
    die_at: str = ""
    passing: int = 1
    wait_at: str = ""
    stop_at_byte: int = 0
    clock_off: float = 0
    remembers: bool = False

    @property
    def reached(self) -> Path:
        return self.folder / "reached"

    @property
    def go(self) -> Path:
        return self.folder / "go"


def dispatch(work: Work) -> None:
    """The portal's dispatcher, until it is told to end."""
    _set_clock(work.clock_off)
    if work.stop_at_byte:
        _stop_before_byte(work.stop_at_byte)
    asyncio.run(_dispatch(work))


async def _dispatch(work: Work) -> None:
    mark = Mark(work.folder / "last-sent") if work.remembers else None
    pace = replace(PACE, window=work.window)
    dispatcher = Dispatcher(carriers(work.urls, work.column), pace, mark=mark, probe=_Probe(work))
    asyncio.get_running_loop().add_signal_handler(signal.SIGTERM, dispatcher.stop)
    await dispatcher.run(until_empty=False)


class _Probe:
    """At the named point the process kills itself as the system would, without a word, or hangs."""

    def __init__(self, work: Work) -> None:
        self._work, self._passed = work, Counter[str]()

    def __call__(self, point: str) -> None:
        self._passed[point] += 1
        if point == self._work.die_at and self._passed[point] == self._work.passing:
            os.kill(os.getpid(), signal.SIGKILL)
        if point == self._work.wait_at and self._passed[point] == self._work.passing:
            self._work.reached.touch()
            while not self._work.go.exists():
                time.sleep(0.01)


def _stop_before_byte(number: int) -> None:
    """The system stops the process at the worst moment: the request stands, and its first byte is the next thing."""
    body, asked = http._InTime, Counter[str]()
    plain = body.write_with_length

    async def stopped(self: Any, writer: AbstractStreamWriter, content_length: int | None) -> None:
        asked["bodies"] += 1
        if asked["bodies"] == number:
            os.kill(os.getpid(), signal.SIGSTOP)
        await plain(self, writer, content_length)

    body.write_with_length = stopped  # type: ignore[method-assign]  # a process of the test's own


def _set_clock(off: float) -> None:
    """The portal's clock of this process is wrong, as where the machine's is."""
    if off:
        settings.DEMO = True

        def ahead(real: datetime) -> timedelta:
            return timedelta(seconds=off)

        clock._ahead = ahead


def beat(work: Work) -> None:
    """What the timetable rings for, again and again."""
    _set_clock(work.clock_off)
    told = Counter[str]()
    signal.signal(signal.SIGTERM, lambda *_: told.update(["end"]))
    while not told["end"]:
        try:
            sweep_once()
            sweep.close_unknown(carriers(work.urls, work.column), settle=PACE.settle)
        except (DatabaseError, InterfaceError):
            connection.close()
        time.sleep(0.1)


def sweep_once() -> None:
    """Take back what ran out and fold what came in."""
    sweep.reap(settle=PACE.settle)
    sweep.expire()
    sweep.hold_keyless()
    fold_waiting()


def plan(number: int, *, dies: str) -> None:
    """Write messages with a fact, and die before the transaction's end or right after it: nobody rings."""
    with transaction.atomic():
        ready(number, subject_kind=f"fact-{os.getpid()}")
        if dies == "inside":
            os.kill(os.getpid(), signal.SIGKILL)
    os.kill(os.getpid(), signal.SIGKILL)


def provider(argv: list[str]) -> None:
    """The stub provider."""
    serve_stub(argv)
