"""A pytest plugin: the database is as it was after a test that committed.

Django truncates every table, writes content types and permissions again and makes the triggers anew, most of a second
for a handful of rows. Here the rows are deleted where there are any. SQLite, a user who is no superuser, and large
tables are emptied by Django.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any, Final

import pytest
from django.contrib.auth.models import Permission
from django.contrib.contenttypes.models import ContentType
from django.db import connection, transaction
from django.db.backends.sqlite3.base import DatabaseOperations  # type: ignore[attr-defined]  # not in its __all__
from django.test import TransactionTestCase

from foundation.trail import append_only

LARGE: Final = 8_000_000
"""Bytes, dead rows included, from which on a table is better truncated."""


@pytest.fixture(autouse=True, scope="session")
def _emptied_after_a_commit() -> Iterator[None]:
    """Tables may be emptied that only grow otherwise."""
    with pytest.MonkeyPatch.context() as patch:
        _release_before_a_flush(patch)
        _delete_instead_of_truncating(patch)
        yield


def _release_before_a_flush(patch: pytest.MonkeyPatch) -> None:
    """SQLite empties a test database by DELETE, which the triggers refuse; the migrate signal makes them again."""
    plain = DatabaseOperations.sql_flush

    def released(self: DatabaseOperations, *args: Any, **kwargs: Any) -> list[str]:
        return append_only.release(self.connection, append_only.append_only_models()) + plain(self, *args, **kwargs)

    patch.setattr(DatabaseOperations, "sql_flush", released)


def _delete_instead_of_truncating(patch: pytest.MonkeyPatch) -> None:
    plain = TransactionTestCase._fixture_teardown  # type: ignore[attr-defined]  # left out of its annotations

    def emptied(self: TransactionTestCase) -> None:
        filled = _filled() if _may_delete_anything() else None
        if filled is None or any(size > LARGE for size in filled.values()):
            plain(self)
        else:
            _delete(filled)

    patch.setattr(TransactionTestCase, "_fixture_teardown", emptied)


def _may_delete_anything() -> bool:
    return connection.vendor == "postgresql" and _asked("SHOW is_superuser") == [("on",)]


def _filled() -> dict[str, int]:
    """The tables that a test may have written and that hold rows, with their sizes in bytes."""
    made_by_migrate = {ContentType._meta.db_table, Permission._meta.db_table}
    tables = set(connection.introspection.django_table_names(only_existing=True, include_views=False))
    questions = [
        f"SELECT '{table}', pg_relation_size('{table}') WHERE EXISTS (SELECT FROM {table})"  # noqa: S608 (names of our own)
        for table in sorted(tables - made_by_migrate)
    ]
    return dict(_asked(" UNION ALL ".join(questions)))


def _delete(tables: dict[str, int]) -> None:
    """No trigger is asked: not those that keep rows, and not those of keys, whose both ends go."""
    with transaction.atomic(), connection.cursor() as cursor:
        cursor.execute("SET LOCAL session_replication_role = replica")
        for table in tables:
            cursor.execute(f"DELETE FROM {table}")  # noqa: S608 (names of our own)


def _asked(question: str) -> list[tuple[Any, ...]]:
    with connection.cursor() as cursor:
        cursor.execute(question)
        answer: list[tuple[Any, ...]] = cursor.fetchall()
    return answer
