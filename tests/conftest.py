"""What every test starts from: an unread clock, and tables that a test may empty although nobody else may."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import pytest
from django.db.backends.sqlite3.base import DatabaseOperations  # type: ignore[attr-defined]  # not in its __all__

from foundation.trail import append_only, clock

pytest_plugins = ["tests.harness.loopback", "tests.harness.fault_table"]


@pytest.fixture(autouse=True)
def _unread_clock() -> Iterator[None]:
    """No test sees the demonstration time that another one stored."""
    clock.forget()
    yield
    clock.forget()


@pytest.fixture(autouse=True, scope="session")
def _flush_empties_append_only_tables() -> Iterator[None]:
    """SQLite empties a test database by DELETE, which the triggers refuse; the migrate signal makes them again."""
    with pytest.MonkeyPatch.context() as patch:
        plain = DatabaseOperations.sql_flush

        def released(self: DatabaseOperations, *args: Any, **kwargs: Any) -> list[str]:
            return append_only.release(self.connection, append_only.append_only_models()) + plain(self, *args, **kwargs)

        patch.setattr(DatabaseOperations, "sql_flush", released)
        yield
