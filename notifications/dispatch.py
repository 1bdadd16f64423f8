"""The dispatcher: claims what is due, writes ahead, keeps the window of calls full, writes down what came of them.

Any number of them may run. One that is killed leaves at most a window's worth of messages `unknown`, and none lost:
the sweep takes back what it had only claimed.
"""

from __future__ import annotations

import asyncio
import logging
import time
from collections import Counter
from collections.abc import Callable
from functools import partial
from typing import Final

from django.db import DatabaseError, InterfaceError, connection

from notifications import leases, providers, routing
from notifications.channels.chosen import Carriers, ways
from notifications.channels.contract import Answer, Parcel, Result
from notifications.database_threads import DatabaseThreads
from notifications.leases import Ahead, Claim, Outcome
from notifications.lines import Lines
from notifications.origin import Mark, may_send
from notifications.pace import Pace

DATABASE_THREADS: Final = 3
WRITERS: Final = 2
WRITTEN_TOGETHER: Final = 50
PAUSE: Final = 0.5
RATE_PAUSE: Final = 0.1
"""Seconds before a provider's rate is asked again."""
LOST: Final = (DatabaseError, InterfaceError)

log = logging.getLogger(__name__)


def _pass(point: str) -> None:
    """Nothing happens at a named point, save where a test ends the process there."""


class Dispatcher:
    """One run over what is due.

    `mark` remembers outside the database what was last written ahead. `probe` is called at the points between two
    facts, where a process may die: "claimed", "written_ahead", "answered".
    """

    def __init__(
        self, carriers: Carriers, pace: Pace, *, mark: Mark | None = None, probe: Callable[[str], None] = _pass
    ) -> None:
        self.tally: Counter[str] = Counter()
        self._pace, self._mark, self._probe = pace, mark, probe
        self._carriers = {carrier.name: carrier for each in carriers.values() for carrier in each}
        self._ways = ways(carriers)
        self._claimed = Lines()
        self._claiming: asyncio.Task[None] | None = None
        self._dry = False
        self._answered: asyncio.Queue[Outcome] = asyncio.Queue()
        self._under_way = 0
        self._changed = asyncio.Event()
        self._stopping = False

    def stop(self) -> None:
        """Claim and send nothing more, wait for the answers under way, give the rest back."""
        self._stopping = True
        self._changed.set()

    async def run(self, *, until_empty: bool, seconds: float | None = None) -> Counter[str]:
        """Send until told to stop, for some seconds, or until nothing is due; counts of results."""
        if seconds is not None:
            asyncio.get_running_loop().call_later(seconds, self.stop)
        # SQLite's writers exclude each other anyway.
        self._threads = DatabaseThreads(DATABASE_THREADS if connection.vendor == "postgresql" else 1)
        try:
            await self._threads.run(partial(providers.enrol, list(self._carriers)))
            for carrier in self._carriers.values():
                await carrier.open()
            await self._work(until_empty)
        finally:
            for carrier in self._carriers.values():
                await carrier.close()
            await self._threads.close()
        return self.tally

    async def _work(self, until_empty: bool) -> None:
        async with asyncio.TaskGroup() as self._tasks:
            writers = [self._tasks.create_task(self._write_down()) for _ in range(WRITERS)]
            await self._feed(until_empty)
            await self._drain()
            for writer in writers:
                writer.cancel()

    async def _feed(self, until_empty: bool) -> None:
        while not self._stopping:
            self._claim_ahead()
            group = self._next_group()
            if group:
                self._under_way += len(group)
                self._tasks.create_task(self._send(group))
            elif until_empty and self._is_empty():
                return
            else:
                await self._change()

    def _claim_ahead(self) -> None:
        """Have the next batch claimed while this one is sent."""
        if self._claiming is None and not self._dry and 2 * len(self._claimed) < self._pace.batch:
            self._claiming = self._tasks.create_task(self._claim())

    async def _claim(self) -> None:
        try:
            taken = await self._threads.run(self._take)
        except LOST:
            log.exception("nothing could be claimed")
            taken = []
        self._claimed.add(taken)
        self._claiming = None
        if taken:
            self._probe("claimed")
        else:
            self._dry = True
            asyncio.get_running_loop().call_later(self._pace.idle, self._look_again)
        self._changed.set()

    def _take(self) -> list[Claim]:
        """What may be claimed now: nothing from a doubtful database, little where a provider is only tried."""
        if not may_send(self._mark):
            return []
        ready, tried = routing.open_channels(self._ways)
        take = partial(leases.claim, seconds=self._pace.lease)
        limit = routing.worth_claiming(self._pace.batch, self._ways, ready, seconds=self._pace.lease / 4)
        return (take(limit, ready) if ready else []) or (take(providers.TRIAL_SIZE, tried) if tried else [])

    def _look_again(self) -> None:
        self._dry = False
        self._changed.set()

    def _is_empty(self) -> bool:
        return self._dry and not (self._claimed or self._claiming or self._under_way)

    def _next_group(self) -> list[Claim]:
        """Claims to write ahead in one commit: at least a group, so that commits stay few, or the rest.

        Where more places came free while the processor was elsewhere, they are filled by one commit as well.
        """
        free = self._pace.window - self._under_way
        if free < min(self._pace.group, self._pace.window, len(self._claimed)):
            return []
        return self._claimed.next(min(free, max(self._pace.group, self._pace.most)))

    async def _change(self) -> None:
        await self._changed.wait()
        self._changed.clear()

    async def _send(self, claims: list[Claim]) -> None:
        pace = self._pace
        ahead = partial(leases.write_ahead, claims, self._ways, seconds=pace.lease, call=pace.call, rest=pace.rest)
        try:
            written = await self._threads.run(ahead)
        except LOST:
            # Perhaps it was committed: then the lease runs out, and they are unknown.
            log.exception("%d messages could not be written ahead", len(claims))
            written = Ahead([], [])
            await asyncio.sleep(PAUSE)
        if written.parcels:
            self._remember(written)
            self._probe("written_ahead")
        if written.later:
            self._claimed.put_back(written.later)
            asyncio.get_running_loop().call_later(RATE_PAUSE, self._take_up, written.later[0])
        self._free(len(claims) - len(written.parcels))
        by_id = {claim.message_id: claim for claim in claims}
        for parcel in written.parcels:
            self._tasks.create_task(self._call(by_id[parcel.message_id], parcel))

    def _remember(self, written: Ahead) -> None:
        if self._mark is not None and written.at is not None:
            self._mark.write(written.parcels[-1], written.at)

    def _take_up(self, claim: Claim) -> None:
        self._claimed.take_up(claim)
        self._changed.set()

    async def _call(self, claim: Claim, parcel: Parcel) -> None:
        try:
            answer = await self._carriers[parcel.provider].send(parcel)
        except Exception:
            log.exception("carrier %s broke its contract", parcel.provider)
            answer = Answer(Result.UNKNOWN, detail="the carrier failed")
        self.tally[answer.result] += 1
        self._answered.put_nowait(Outcome(claim, parcel, answer))

    async def _write_down(self) -> None:
        while True:
            outcomes = [await self._answered.get()]
            while len(outcomes) < WRITTEN_TOGETHER and not self._answered.empty():
                outcomes.append(self._answered.get_nowait())
            self._probe("answered")
            await self._record(outcomes)
            self._free(len(outcomes))

    async def _record(self, outcomes: list[Outcome]) -> None:
        """Until it is written, or the lease is over anyway."""
        last = time.monotonic() + self._pace.lease
        while True:
            try:
                self.tally["superseded"] += await self._threads.run(partial(self._note, outcomes))
            except LOST:
                log.exception("%d outcomes could not be written down", len(outcomes))
                if time.monotonic() > last:
                    return
                await asyncio.sleep(PAUSE)
            else:
                return

    def _note(self, outcomes: list[Outcome]) -> int:
        superseded = leases.record(outcomes, settle=self._pace.settle, ways=self._ways)
        leases.note_health(outcomes, rest=self._pace.rest)
        return superseded

    def _free(self, places: int) -> None:
        self._under_way -= places
        self._changed.set()

    async def _drain(self) -> None:
        """Wait for the answers under way, and give back what will not be sent."""
        while self._under_way or self._claiming:
            await self._change()
        if self._claimed:
            await self._threads.run(partial(leases.give_back, self._claimed.all()))
