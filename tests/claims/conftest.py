"""The four programmes as their bulletin files state them, and a still clock in the weeks of the application."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
import time_machine
from django.core.cache import cache

from tests.factories import loaded
from tests.factories.claims import APPLIED_AT


@pytest.fixture(autouse=True)
def clock() -> Iterator[time_machine.Traveller]:
    """10:00 on a working day in April; a test moves it where it needs to."""
    with time_machine.travel(APPLIED_AT, tick=False) as traveller:
        yield traveller


@pytest.fixture
def programmes(db: None) -> None:
    """The bulletins of the repository, loaded, with the products that their points are paid in."""
    loaded.programmes()


@pytest.fixture(autouse=True)
def no_misses_yet() -> Iterator[None]:
    """No test is throttled for what another one did."""
    cache.clear()
    yield
    cache.clear()
