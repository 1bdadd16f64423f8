"""Fault tests stand on PostgreSQL: the embedded database knows one worker only, and no claim is made on it."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from django.db import connection

from tests.faults.reporting import close_site


@pytest.fixture(autouse=True)
def _on_postgresql() -> None:
    if connection.vendor != "postgresql":
        pytest.skip("faults are tried on PostgreSQL")


@pytest.fixture(scope="session", autouse=True)
def _site_ends_before_its_database(django_db_setup: None) -> Iterator[None]:
    yield
    close_site()
