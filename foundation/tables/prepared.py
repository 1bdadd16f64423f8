"""Statements that a process runs again and again: written once by the ORM, bound by the server, planned once.

To write a query anew costs the ORM more than PostgreSQL needs to answer it. SQLite gets the plain query each time.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Any, Final

import psycopg
from django.db import connection
from django.db.models import BooleanField, Expression, F, Func, Q, QuerySet

KEPT_PLANS: Final = """
SET plan_cache_mode = force_generic_plan; SET jit = off;
SET enable_seqscan = off; SET enable_hashjoin = off; SET enable_mergejoin = off
"""
_AT_THE_SECOND_TIME: Final = 1


class Slot(Expression):
    """The place of a value in a query that is written before the value is known."""

    def __init__(self, name: str) -> None:
        super().__init__()
        self.name = name

    def as_sql(self, compiler: Any, connection: Any) -> tuple[str, tuple[Any, ...]]:
        return "%s", (self,)


class Prepared:
    """A query that `build` makes of its values: of the values themselves, or of slots for them.

    What changes the query's shape comes to `build` by position, what is only bound by name.
    """

    def __init__(self, build: Callable[..., QuerySet[Any, Any]], *names: str) -> None:
        self._build, self._names = build, names
        self._written = dict[tuple[Any, ...], tuple[str, tuple[Any, ...]]]()

    def __call__(self, *shape: Any, **values: Any) -> list[tuple[Any, ...]]:
        """The rows; the query selects its columns by `values_list`."""
        if connection.vendor != "postgresql":
            return list(self._build(*shape, **values))
        if shape not in self._written:
            self._written[shape] = self._write(shape)
        statement, bound = self._written[shape]
        found = execute(statement, [values[each.name] if isinstance(each, Slot) else each for each in bound])
        with connection.wrap_database_errors:
            return found.fetchall()

    def _write(self, shape: tuple[Any, ...]) -> tuple[str, tuple[Any, ...]]:
        query = self._build(*shape, **{name: Slot(name) for name in self._names}).query
        statement, bound = query.get_compiler(connection=connection).as_sql()
        return statement, tuple(bound)


def among(column: str, values: Any) -> Q | Func:
    """Whether a column is one of these values, or of an array that is bound later."""
    if not isinstance(values, Slot):
        return Q(**{f"{column}__in": values})
    return Func(F(column), values, template="%(expressions)s)", arg_joiner=" = ANY(", output_field=BooleanField())


def execute(statement: str, bound: Sequence[Any]) -> psycopg.Cursor[Any]:
    """Run a statement whose values PostgreSQL binds itself, and take its answer in binary form."""
    connection.ensure_connection()
    with connection.wrap_database_errors:
        return psycopg.Cursor(connection.connection).execute(statement.encode(), bound, binary=True)


def keep_plans() -> None:
    """Have PostgreSQL read and plan each prepared statement once on this thread's connection, as long as it stands.

    A plan that was made while a table was nearly empty must serve when it is full: therefore always by the indexes.
    """
    if connection.vendor == "postgresql":
        with connection.cursor() as cursor:
            cursor.execute(KEPT_PLANS)
        connection.connection.prepare_threshold = _AT_THE_SECOND_TIME
