"""Working days, and the command that fills the calendar."""

from __future__ import annotations

import json
from datetime import date

import pytest
from django.core.management import call_command
from django.db import IntegrityError, transaction

from foundation.japan.calendar import CalendarError, WorkingCalendar
from foundation.japan.models import Holiday

MAY_WEEK = {date(2027, 5, day): "休日" for day in (3, 4, 5)}
CALENDAR = WorkingCalendar({date(2026, 1, 1): "元日", date(2027, 1, 1): "元日", date(2028, 1, 1): "元日", **MAY_WEEK})


@pytest.mark.parametrize(
    ("day", "office", "bank"),
    [
        (date(2026, 12, 28), True, True),
        (date(2026, 12, 29), False, True),
        (date(2026, 12, 30), False, True),
        (date(2026, 12, 31), False, False),
        (date(2027, 1, 1), False, False),
        (date(2027, 1, 4), True, True),
        (date(2027, 5, 1), False, False),
        (date(2027, 5, 2), False, False),
        (date(2027, 5, 3), False, False),
        (date(2027, 5, 6), True, True),
    ],
)
def test_working_days(day: date, office: bool, bank: bool) -> None:
    assert (CALENDAR.is_office_day(day), CALENDAR.is_bank_day(day)) == (office, bank)


def test_the_next_working_day() -> None:
    assert CALENDAR.next_bank_day(date(2026, 12, 31)) == date(2027, 1, 4)
    assert CALENDAR.next_office_day(date(2026, 12, 29)) == date(2027, 1, 4)
    assert CALENDAR.next_bank_day(date(2027, 5, 1)) == date(2027, 5, 6)
    assert CALENDAR.next_office_day(date(2027, 5, 6)) == date(2027, 5, 6)


def test_nobody_guesses_a_year_that_was_not_loaded() -> None:
    with pytest.raises(CalendarError, match="2029"):
        CALENDAR.is_bank_day(date(2029, 6, 1))


def load(capsys: pytest.CaptureFixture[str]) -> dict[str, object]:
    call_command("load_holidays", from_year=2026, to_year=2027)
    answer: dict[str, object] = json.loads(capsys.readouterr().out)
    return answer


@pytest.mark.django_db
def test_load_holidays(capsys: pytest.CaptureFixture[str]) -> None:
    assert load(capsys) == {"years": [2026, 2027], "added": Holiday.objects.count()}
    substitutes = [date(2026, 5, 6), date(2026, 9, 22), date(2027, 3, 22)]
    assert [day in WorkingCalendar.load().holidays for day in substitutes] == [True, True, True]


@pytest.mark.django_db
def test_what_people_corrected_stays(capsys: pytest.CaptureFixture[str]) -> None:
    load(capsys)
    Holiday.objects.filter(day=date(2026, 5, 6)).delete()
    Holiday.objects.create(day=date(2026, 6, 1), name="記念日")
    before = WorkingCalendar.load()
    assert load(capsys) == {"years": [], "added": 0}
    assert WorkingCalendar.load() == before


@pytest.mark.django_db
def test_a_day_off_has_a_name() -> None:
    with pytest.raises(IntegrityError), transaction.atomic():
        Holiday.objects.create(day=date(2026, 6, 1), name="")
