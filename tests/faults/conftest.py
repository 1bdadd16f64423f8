"""Fault tests stand on PostgreSQL: the embedded database knows one worker only, and no claim is made on it."""

from __future__ import annotations

import pytest
from django.db import connection


@pytest.fixture(autouse=True)
def _on_postgresql() -> None:
    if connection.vendor != "postgresql":
        pytest.skip("faults are tried on PostgreSQL")
