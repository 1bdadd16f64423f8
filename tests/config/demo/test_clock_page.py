"""The demonstration's clock is moved on its page: read back first, forward only, and nowhere else."""

from __future__ import annotations

from datetime import datetime, timedelta

import pytest
from django.test import Client
from pytest_django import Settings

from config.demo.stops import read_target, stops_after
from foundation.japan.errors import UnreadableError
from foundation.trail import clock
from tests.factories.compensation import jst

START = jst(2023, 4, 3, 10)
TARGET = "2023-04-28T09:00:00+09:00"


@pytest.fixture(autouse=True)
def _demonstration(settings: Settings, db: None) -> None:
    settings.DEMO, settings.DEMO_CLOCK = True, START


def ahead() -> int:
    """Whole minutes that the portal is past the start."""
    return (clock.now() - START) // timedelta(minutes=1)


def test_the_page_shows_the_stops(client: Client) -> None:
    assert [client.get("/demo/clock/").status_code, ahead()] == [200, 0]


def test_asking_moves_nothing(client: Client) -> None:
    response = client.get("/demo/clock/", {"to": TARGET})
    assert [response.status_code, response.templates[0].name, ahead()] == [200, "demo/clock_confirm.html", 0]


def test_confirmed_it_moves(client: Client) -> None:
    response = client.post("/demo/clock/", {"to": TARGET})
    assert (response.status_code, clock.today()) == (302, datetime.fromisoformat(TARGET).date())


@pytest.mark.parametrize("typed", ["", "2023-04-03T09:00:00+09:00", "2023-02-24", "2031-01-01", "昨日", "\x00"])
def test_what_is_refused_moves_nothing(client: Client, typed: str) -> None:
    assert [client.post("/demo/clock/", {"to": typed}).status_code, ahead()] == [422, 0]


@pytest.mark.parametrize("path", ["/demo/clock/", "/demo/outbox/"])
def test_outside_a_demonstration_there_is_no_such_page(client: Client, settings: Settings, path: str) -> None:
    settings.DEMO = False
    assert [client.get(path).status_code, client.post(path, {"to": TARGET}).status_code] == [404, 404]


def test_a_day_is_its_morning() -> None:
    assert read_target("２０２３年４月２８日", START) == jst(2023, 4, 28, 10)


def test_no_more_than_a_year() -> None:
    with pytest.raises(UnreadableError):
        read_target("2024-05-01", START)


def test_stops_lie_ahead() -> None:
    assert [stop.at for stop in stops_after(jst(2023, 5, 31, 12))] == [
        jst(2023, 6, 1, 10),
        jst(2023, 5, 31, 22),
        jst(2023, 6, 1, 10),
    ]
