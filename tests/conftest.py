"""What every test starts from: an unread clock, and tables that a test may empty although nobody else may."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from foundation.trail import clock

pytest_plugins = ["tests.harness.loopback", "tests.harness.emptying", "tests.harness.fault_table"]


@pytest.fixture(autouse=True)
def _unread_clock() -> Iterator[None]:
    """No test sees the demonstration time that another one stored."""
    clock.forget()
    yield
    clock.forget()
