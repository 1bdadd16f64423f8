"""A few threads that speak to the database for an event loop, each on a connection of its own."""

from __future__ import annotations

import asyncio
import threading
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from typing import TypeVar

from django.db import DatabaseError, InterfaceError, connection

from foundation.tables.prepared import keep_plans

T = TypeVar("T")


class DatabaseThreads:
    """Runs functions that use the database; close it, or its connections stay open."""

    def __init__(self, count: int) -> None:
        self._count = count
        self._pool = ThreadPoolExecutor(count, thread_name_prefix="dispatch-database")

    async def run(self, function: Callable[[], T]) -> T:
        """The function's value; a lost connection is raised, and made anew for the next one."""
        return await asyncio.get_running_loop().run_in_executor(self._pool, _connected, function)

    async def close(self) -> None:
        """Close every thread's connection: each of them waits until all have come."""
        together = threading.Barrier(self._count)
        await asyncio.gather(*(self.run(lambda: _leave(together)) for _ in range(self._count)))
        self._pool.shutdown()


def _connected(function: Callable[[], T]) -> T:
    try:
        if connection.connection is None:
            keep_plans()
        return function()
    except (DatabaseError, InterfaceError):
        connection.close()
        raise


def _leave(together: threading.Barrier) -> None:
    together.wait()
    connection.close()
