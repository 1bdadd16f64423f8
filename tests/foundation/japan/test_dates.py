"""Days and instants."""

from __future__ import annotations

from datetime import UTC, date, datetime

import pytest

from foundation.japan.dates import (
    day_in_japan,
    en_date,
    en_instant,
    end_of,
    jp_date,
    jp_instant,
    parse_date,
    parse_instant,
    start_of,
)
from foundation.japan.errors import UnreadableError

ONE_IN_THE_NIGHT = datetime(2031, 2, 23, 16, 0, tzinfo=UTC)


@pytest.mark.parametrize(
    "typed",
    [
        "2031-02-24",
        "2031/2/24",
        "2031/02/24",
        "2031年2月24日",
        "２０３１年２月２４日",
        "２０３１／２／２４",
        "2031ー02ー24",
        "2031.2.24",
        " 2031年 2月 24日 ",
    ],
)
def test_one_day_however_it_is_written(typed: str) -> None:
    assert parse_date(typed) == date(2031, 2, 24)


@pytest.mark.parametrize(
    "typed", ["", "2031-02-29", "2031-13-01", "2031/2", "31/2/24", "20310224", "2031-W08-5", "2031-02-24 10:00", "あす"]
)
def test_no_day(typed: str) -> None:
    with pytest.raises(UnreadableError) as refused:
        parse_date(typed)
    assert refused.value.ja == "日付を確認してください（例：2031-02-24）。"


@pytest.mark.parametrize(
    "typed",
    [
        "2031-02-24T01:00:00+09:00",
        "2031-02-24T01:00:00+0900",
        "2031-02-23T16:00:00Z",
        "2031-02-23T11:00:00-05:00",
        "2031-02-24 01:00",
        "2031/2/24 1:00",
        "2031/2/24 1:00:00",
        "2031年2月24日1時00分",
        "２０３１／２／２４　１：００",
        "2031-02-24T01:00:00.000",
    ],
)
def test_one_instant_however_it_is_written(typed: str) -> None:
    assert parse_instant(typed) == ONE_IN_THE_NIGHT


def test_fractions_of_a_second() -> None:
    assert parse_instant("2031-02-24T01:00:00.12345") == datetime(2031, 2, 23, 16, 0, 0, 123_450, tzinfo=UTC)
    assert parse_instant("2031-02-24T01:00:00.25Z") == datetime(2031, 2, 24, 1, 0, 0, 250_000, tzinfo=UTC)


@pytest.mark.parametrize(
    "typed",
    [
        "",
        "2031-02-24",
        "2031-02-24 25:00",
        "2031-02-24 10:60",
        "2031-02-24 10",
        "2031-02-3010:00",
        "2031-02-24 10:00+99:00",
        "2031-W08-5T10:00:00+09:00",
        "2031-02-30T10:00:00+09:00",
    ],
)
def test_no_instant(typed: str) -> None:
    with pytest.raises(UnreadableError) as refused:
        parse_instant(typed)
    assert refused.value.en == "This is not a date and time (e.g. 2031-02-24 10:00)."


def test_a_day_runs_from_midnight_to_midnight_in_japan() -> None:
    day = date(2031, 2, 24)
    assert (start_of(day), end_of(day)) == (
        datetime(2031, 2, 23, 15, 0, tzinfo=UTC),
        datetime(2031, 2, 24, 15, 0, tzinfo=UTC),
    )
    assert day_in_japan(ONE_IN_THE_NIGHT) == day


def test_written_for_people() -> None:
    assert [jp_date(date(2031, 5, 31)), en_date(date(2031, 5, 31))] == ["2031年5月31日（土）", "Sat, 31 May 2031"]
    assert [jp_instant(ONE_IN_THE_NIGHT), en_instant(ONE_IN_THE_NIGHT)] == [
        "2031年2月24日（月）01:00",
        "Mon, 24 Feb 2031, 01:00 JST",
    ]
