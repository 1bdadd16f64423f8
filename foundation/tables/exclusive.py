"""Work of which only one may run at a time, on whatever machine it was started."""

from __future__ import annotations

import hashlib
from collections.abc import Generator
from contextlib import contextmanager

from django.db.backends.base.base import BaseDatabaseWrapper


class BusyError(RuntimeError):
    """The same work runs already."""


@contextmanager
def only_one(connection: BaseDatabaseWrapper, name: str) -> Generator[None]:
    """Hold the lock of this name as long as the block runs; raises BusyError where somebody else holds it.

    PostgreSQL keeps the lock with the session, so that it ends with a process that dies. SQLite has one writer anyway.
    """
    if connection.vendor != "postgresql":
        yield
        return
    key = int.from_bytes(hashlib.sha256(name.encode()).digest()[:8], "big", signed=True)
    if not _ask(connection, "SELECT pg_try_advisory_lock(%s)", key):
        raise BusyError(name)
    try:
        yield
    finally:
        # A session that broke has lost the lock by that.
        if connection.is_usable():
            _ask(connection, "SELECT pg_advisory_unlock(%s)", key)


def _ask(connection: BaseDatabaseWrapper, question: str, key: int) -> bool:
    with connection.cursor() as cursor:
        cursor.execute(question, [key])
        return bool(cursor.fetchone()[0])
