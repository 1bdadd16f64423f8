"""A provider, four workers and a beat, something that goes wrong, and what is true when all is quiet again."""

from __future__ import annotations

import random
import time
from collections import Counter
from collections.abc import Callable
from contextlib import ExitStack
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import Any, Final, Self

from django.db import DatabaseError, InterfaceError, connection

from notifications.states import MessageState
from tests.faults import jobs
from tests.faults.columns import PACE, STUB_SETTINGS
from tests.faults.forked import Forked, Place
from tests.faults.invariants import states
from tests.faults.jobs import Work
from tests.faults.provider import Provider, accepted

WORKERS: Final = 4
OPEN: Final = (MessageState.READY, MessageState.LEASED, MessageState.SENDING, MessageState.UNKNOWN)
LONGEST: Final = 300.0
"""Seconds without any movement after which a fault that has not been got over fails: a busy machine is no fault."""


@dataclass
class Scene:
    """One fault against one kind of provider. `number` messages; chance comes from `seed`.

    `ground`: servers of its own that it stands on until the end. `logs`: further files that processes write to.
    `before`: what was attempted in a database that is lost. `note`: what else the table says of it.
    """

    column: str
    number: int
    seed: int
    folder: Path
    planned: int = 0
    window: int = PACE.window
    peak: int = 0
    providers: list[Provider] = field(default_factory=list)
    workers: list[Forked] = field(default_factory=list)
    beats: list[Forked] = field(default_factory=list)
    ground: ExitStack = field(default_factory=ExitStack)
    logs: list[Path] = field(default_factory=list)
    seen: Counter[str] = field(default_factory=Counter)
    before: set[str] = field(default_factory=set)
    note: str = ""

    def __post_init__(self) -> None:
        self.chance = random.Random(self.seed)

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self.dismiss()
        for each in self.providers:
            each.stop()
        self.ground.close()

    def provider(self, **settings: Any) -> Provider:
        """Start a provider of this column; the second one takes over from the first."""
        name = f"stub-{len(self.providers) + 1}"
        self.providers.append(Provider(self.folder, name, seed=self.seed, **{**STUB_SETTINGS[self.column], **settings}))
        return self.providers[-1]

    def work(self, **changes: Any) -> Work:
        urls = tuple(each.url for each in self.providers)
        return replace(Work(urls, self.column, self.folder, window=self.window), **changes)

    def employ(self, *special: dict[str, Any], workers: int = WORKERS, beats: int = 1) -> None:
        """Start so many workers, the first of them with these peculiarities, and the beat."""
        peculiar = [*special, *({} for _ in range(workers - len(special)))]
        self.workers += [self.worker(**each) for each in peculiar]
        self.beats += [Forked(jobs.beat, self._place(), self.work()) for _ in range(beats)]

    def worker(self, **changes: Any) -> Forked:
        return Forked(jobs.dispatch, self._place(), self.work(**changes))

    def replace(self, worker: Forked, **changes: Any) -> Forked:
        """Another one in the place of this one."""
        self.workers[self.workers.index(worker)] = fresh = self.worker(**changes)
        return fresh

    def dismiss(self) -> None:
        """End all workers and beats."""
        for each in [*self.workers, *self.beats]:
            each.ask()
        for each in [*self.workers, *self.beats]:
            each.end()
        self.workers, self.beats = [], []

    def taken(self) -> int:
        """How many messages the providers accepted by now."""
        return sum(each.file.read_bytes().count(b"\n") for each in self.providers if each.file.exists())

    def until(self, condition: Callable[[], bool], *, seconds: float = LONGEST, every: float = 0.05) -> None:
        """Wait for it, with an eye on the unknowns. Fails after so many seconds in which nothing moved."""
        last, stood = time.monotonic() + seconds, None
        while not condition():
            stands = self.look(), self.taken()
            if stands != stood:
                last, stood = time.monotonic() + seconds, stands
            assert time.monotonic() < last, (self.seen, self.said()[-2_000:])
            time.sleep(every)
        self.look()

    def until_taken(self, share: float) -> None:
        """Wait until the providers accepted this share of all messages."""
        self.until(lambda: self.taken() >= share * self.planned, every=0.01)

    def look(self) -> Counter[str]:
        """How many messages stand where; as they stood last while the database is away."""
        try:
            self.seen = states()
        except (DatabaseError, InterfaceError):
            connection.close()
        self.peak = max(self.peak, self.seen[MessageState.UNKNOWN])
        return self.seen

    def settle(self) -> float:
        """Wait until nothing moves; after how many seconds."""
        begun = time.monotonic()
        self.until(self.is_quiet, every=0.1)
        return time.monotonic() - begun

    def is_quiet(self) -> bool:
        found = self.look()
        return not any(found[state] for state in OPEN)

    def ledger(self) -> Counter[str]:
        return accepted(self.providers)

    def said(self) -> str:
        """All that the processes logged."""
        logs = [*sorted(self.folder.glob("*.log")), *self.logs]
        return "".join(each.read_text(encoding="utf-8", errors="replace") for each in logs)

    def _place(self) -> Place:
        return Place(self.folder / "workers.log")
