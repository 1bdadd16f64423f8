"""Statements over temporary tables, which the ORM has no words for."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from django.db import connection


def execute(statement: str, params: Sequence[Any] = ()) -> int:
    """Run one statement, and return how many rows it touched."""
    with connection.cursor() as cursor:
        cursor.execute(statement, params)
        return int(cursor.rowcount)


def select(statement: str, params: Sequence[Any] = ()) -> list[tuple[Any, ...]]:
    """The rows of a query that gives few."""
    with connection.cursor() as cursor:
        cursor.execute(statement, params)
        return list(cursor.fetchall())
