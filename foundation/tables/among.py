"""`WHERE column is one of these`, for thousands of them: one parameter instead of thousands."""

from __future__ import annotations

import json
from typing import Any

from django.db.backends.base.base import BaseDatabaseWrapper
from django.db.models import F, Lookup
from django.db.models.sql.compiler import SQLCompiler


class Among(Lookup):
    """A condition for `filter`: `Among(F("id"), [1, 2, 3])`. The values are of the column's own type."""

    lookup_name = "among"
    prepare_rhs = False

    def __init__(self, column: F, values: Any) -> None:
        super().__init__(column, list(values))

    def as_sql(self, compiler: SQLCompiler, connection: BaseDatabaseWrapper) -> tuple[str, tuple[Any, ...]]:
        left, params = self.process_lhs(compiler, connection)
        if connection.vendor == "postgresql":
            return f"{left} = ANY(%s)", (*params, self.rhs)
        # The column is quoted by Django; the values are bound.
        return f"{left} IN (SELECT value FROM json_each(%s))", (*params, json.dumps(self.rhs))  # noqa: S608
