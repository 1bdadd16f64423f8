"""The call centre's day by the bulletin's hours and the calendar of holidays."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date

import pytest
import time_machine

from compensation.opening_hours import desk_today, every_desk
from compensation.programmes import in_force
from foundation.japan.models import Holiday
from foundation.trail import clock as portal_clock
from tests.factories import loaded
from tests.factories.compensation import jst

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def clock(db: None) -> Iterator[time_machine.Traveller]:
    """A working day in April, with the four bulletins in force."""
    with time_machine.travel(jst(2023, 4, 10, 10), tick=False) as traveller:
        loaded.bulletins()
        yield traveller


@pytest.mark.parametrize(
    ("moment", "today"),
    [
        ("2023-03-21T10:00:00+09:00", (True, True, None)),
        ("2023-03-21T17:59:59+09:00", (True, True, None)),
        ("2023-03-21T18:00:00+09:00", (True, False, date(2023, 3, 22))),
        ("2023-03-31T18:00:00+09:00", (True, False, date(2023, 4, 3))),
        ("2023-04-10T09:59:59+09:00", (True, False, date(2023, 4, 10))),
        ("2023-04-29T12:00:00+09:00", (False, False, date(2023, 5, 1))),
        ("2023-04-30T12:00:00+09:00", (False, False, date(2023, 5, 1))),
        ("2023-12-29T12:00:00+09:00", (False, False, None)),
    ],
)
def test_the_desk_by_the_calendar(
    clock: time_machine.Traveller, moment: str, today: tuple[bool, bool, date | None]
) -> None:
    Holiday.objects.bulk_create([Holiday(day="2023-01-01", name="元日"), Holiday(day="2023-03-21", name="春分の日")])
    clock.move_to(moment)
    hours = in_force("kumamoto", portal_clock.now()).rules.contact.hours
    assert desk_today(hours, portal_clock.now()) == today


def test_without_a_calendar_the_page_does_not_guess() -> None:
    hours = in_force("kumamoto", portal_clock.now()).rules.contact.hours
    assert desk_today(hours, portal_clock.now()) is None


def test_a_telephone_that_four_bulletins_name_stands_once() -> None:
    assert [desk.contact.telephone for desk in every_desk(portal_clock.now())] == ["0120-479-249"]
