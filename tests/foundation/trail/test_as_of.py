"""As of when a question can be asked: between the year 2000 and now."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime, timedelta

import pytest
import time_machine

from foundation.japan.errors import UnreadableError
from foundation.trail.as_of import EARLIEST, OutOfReachError, parse_as_of, within_reach
from foundation.trail.clock import JST

NOW = datetime(2031, 4, 3, 12, tzinfo=JST)


@pytest.fixture(autouse=True)
def _now() -> Iterator[None]:
    with time_machine.travel(NOW, tick=False):
        yield


@pytest.mark.parametrize("instant", [EARLIEST, NOW])
def test_from_the_year_2000_until_now(instant: datetime) -> None:
    assert within_reach(instant) == instant


@pytest.mark.parametrize("instant", [NOW + timedelta(microseconds=1), EARLIEST - timedelta(microseconds=1)])
def test_no_instant_beyond(instant: datetime) -> None:
    with pytest.raises(OutOfReachError):
        within_reach(instant)


@pytest.mark.parametrize(
    "text", ["1900/1/1 0:00", "0001-01-01T00:00:00+09:00", "0001-01-01 00:00", "9999-12-31T23:59:59-12:00", "soon"]
)
def test_what_is_typed_is_refused_with_a_reason(text: str) -> None:
    with pytest.raises(UnreadableError):
        parse_as_of(text)


def test_what_people_type_is_read() -> None:
    assert parse_as_of("２０３１年４月３日 11時59分") == NOW - timedelta(minutes=1)
