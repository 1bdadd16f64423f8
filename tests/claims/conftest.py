"""The four programmes as their bulletin files state them, and a still clock in the weeks of the application."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
import time_machine
from django.core.cache import cache

from compensation.bulletin_loading import load_bulletins
from compensation.gifts.products import load_products
from foundation.trail.actor import Actor
from tests.factories.claims import APPLIED_AT


@pytest.fixture(autouse=True)
def clock() -> Iterator[time_machine.Traveller]:
    """10:00 on a working day in April; a test moves it where it needs to."""
    with time_machine.travel(APPLIED_AT, tick=False) as traveller:
        yield traveller


@pytest.fixture
def programmes(db: None) -> None:
    """The bulletins of the repository, loaded, with the products that their points are paid in."""
    load_bulletins(by=Actor.system("tests"))
    load_products(by=Actor.system("tests"))


@pytest.fixture(autouse=True)
def no_misses_yet() -> Iterator[None]:
    """No test is throttled for what another one did."""
    cache.clear()
    yield
    cache.clear()
