"""A lock by name: one holder at a time, on whatever connection."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import pytest
from django.db import connection

from foundation.tables.exclusive import BusyError, only_one

pytestmark = pytest.mark.django_db


@pytest.fixture
def another() -> Iterator[Any]:
    """A session of somebody else."""
    if connection.vendor != "postgresql":
        pytest.skip("SQLite has one writer anyway")
    other = connection.copy()
    yield other
    other.close()


def test_the_name_is_free_again_after_the_block(another: Any) -> None:
    for holder in (connection, another, connection):
        with only_one(holder, "work"):
            pass


def test_a_second_one_is_told(another: Any) -> None:
    with only_one(connection, "work"), pytest.raises(BusyError), only_one(another, "work"):
        pass


def test_other_work_is_not_kept_waiting(another: Any) -> None:
    with only_one(connection, "work"), only_one(another, "other work"):
        pass


def test_an_error_frees_the_name(another: Any) -> None:
    with pytest.raises(ValueError, match="in the middle"), only_one(connection, "work"):
        raise ValueError("in the middle")
    with only_one(another, "work"):
        pass
