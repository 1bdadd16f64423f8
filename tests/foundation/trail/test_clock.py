"""The portal's time."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta

import pytest
import time_machine
from django.db import IntegrityError, transaction
from pytest_django import DjangoAssertNumQueries, Settings

from foundation.trail import clock
from foundation.trail.actor import Actor
from foundation.trail.clock_control import ClockError, move_forward
from foundation.trail.models import AuditEvent, ClockSetting

REAL = datetime(2031, 5, 31, 15, 30, tzinfo=UTC)
START = datetime(2029, 4, 3, 1, 0, tzinfo=UTC)
SOMEBODY = Actor.system("test")


@pytest.fixture
def demo(settings: Settings) -> None:
    settings.DEMO = True
    settings.DEMO_CLOCK = START


def test_real_time_outside_demonstration() -> None:
    with time_machine.travel(REAL, tick=False):
        assert clock.now() == REAL


def test_the_day_is_that_of_japan() -> None:
    with time_machine.travel(REAL, tick=False):
        assert clock.today() == date(2031, 6, 1)


@pytest.mark.django_db
def test_demonstration_starts_where_it_is_told_and_runs_on(demo: None) -> None:
    with time_machine.travel(REAL, tick=False) as real:
        assert clock.now() == START
        real.shift(timedelta(hours=2))
        assert clock.now() == START + timedelta(hours=2)


@pytest.mark.django_db
def test_another_process_goes_on_from_the_same_start(demo: None) -> None:
    with time_machine.travel(REAL, tick=False) as real:
        clock.now()
        clock.forget()
        real.shift(90)
        assert clock.now() == START + timedelta(seconds=90)


@pytest.mark.django_db
def test_move_forward(demo: None) -> None:
    later = START + timedelta(days=30)
    with time_machine.travel(REAL, tick=False) as real:
        move_forward(later, by=SOMEBODY)
        assert clock.now() == later
        real.shift(5)
        assert clock.now() == later + timedelta(seconds=5)
    event = AuditEvent.objects.get()
    assert (event.action, event.actor_ref, event.detail) == (
        "clock_moved",
        "test",
        {"from": START.isoformat(), "to": later.isoformat()},
    )


@pytest.mark.django_db
def test_never_back(demo: None) -> None:
    with time_machine.travel(REAL, tick=False):
        with pytest.raises(ClockError):
            move_forward(START - timedelta(seconds=1), by=SOMEBODY)
        assert clock.now() == START


@pytest.mark.django_db
def test_no_moving_outside_demonstration() -> None:
    with pytest.raises(ClockError):
        move_forward(datetime(2035, 1, 1, tzinfo=UTC), by=SOMEBODY)
    assert ClockSetting.objects.count() == 0


@pytest.mark.django_db
def test_the_database_is_asked_once_a_second(demo: None, django_assert_num_queries: DjangoAssertNumQueries) -> None:
    with time_machine.travel(REAL, tick=False) as real:
        clock.now()
        with django_assert_num_queries(0):
            clock.now()
        real.shift(1)
        with django_assert_num_queries(1):
            clock.now()


@pytest.mark.django_db
def test_one_row_only() -> None:
    with pytest.raises(IntegrityError), transaction.atomic():
        ClockSetting.objects.create(id=2, portal_at=START, real_at=REAL)
