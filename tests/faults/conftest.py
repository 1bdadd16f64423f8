"""Fault tests stand on PostgreSQL: the embedded database knows one worker only, and no claim is made on it."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
from django.db import connection

from tests.faults.columns import STUB_SETTINGS
from tests.faults.provider import Provider


@pytest.fixture(autouse=True)
def _on_postgresql(transactional_db: None) -> None:
    if connection.vendor != "postgresql":
        pytest.skip("faults are tried on PostgreSQL")


@pytest.fixture
def provider(tmp_path: Path) -> Iterator[Callable[..., Provider]]:
    """Starts a stub of one of the three kinds; it ends with the test."""
    started = list[Provider]()

    def start(column: str, **settings: Any) -> Provider:
        started.append(Provider(tmp_path, **{**STUB_SETTINGS[column], **settings}))
        return started[-1]

    yield start
    for each in started:
        each.stop()
