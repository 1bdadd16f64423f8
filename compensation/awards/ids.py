"""Ids taken in advance, so that rows which refer to each other are written together."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any, Final

from django.db.backends.base.base import BaseDatabaseWrapper

BLOCK: Final = 5_000


class Ids:
    """The next ids of tables. On PostgreSQL blocks of their sequences, which nobody else gets any more.

    On SQLite the ids after the last: good for the open writing transaction only, since writers take turns.
    """

    def __init__(self, connection: BaseDatabaseWrapper, *, block: int = BLOCK) -> None:
        self._connection = connection
        self._block = block
        self._taken: dict[str, Iterator[int]] = {}

    def of(self, table: str) -> Iterator[int]:
        """An endless supply of this table's ids."""
        if table not in self._taken:
            self._taken[table] = self._in_blocks(table) if self._has_sequences else self._after_last(table)
        return self._taken[table]

    @property
    def _has_sequences(self) -> bool:
        return self._connection.vendor == "postgresql"

    def _in_blocks(self, table: str) -> Iterator[int]:
        sequence = self._ask("SELECT pg_get_serial_sequence(%s, 'id')", table)[0]
        # The name is given as a constant: asked for in each row it would cost more than all the rest.
        block = "SELECT min(v), max(v) FROM (SELECT nextval(%s::regclass) FROM generate_series(1, %s)) AS taken(v)"
        while True:
            first, last = self._ask(block, sequence, self._block)
            # Somebody who takes ids at the same moment tears the block; a torn one is left, as sequences allow.
            if last - first + 1 == self._block:
                yield from range(first, last + 1)

    def _after_last(self, table: str) -> Iterator[int]:
        last = self._ask(f"SELECT coalesce(max(id), 0) FROM {table}")[0]  # noqa: S608 - a table of ours
        while True:
            last += 1
            yield last

    def _ask(self, sql: str, *params: str | int) -> tuple[Any, ...]:
        with self._connection.cursor() as cursor:
            cursor.execute(sql, params)
            row: tuple[Any, ...] = cursor.fetchone()
        return row


class Counted(Ids):
    """Ids that are nobody's: for a dry run, whose rows are thrown away."""

    def _in_blocks(self, table: str) -> Iterator[int]:
        yield from range(1, 1 << 62)

    _after_last = _in_blocks
