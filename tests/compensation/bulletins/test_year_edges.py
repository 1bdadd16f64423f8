"""Every value that has a day is held against the incident, and each border is tried from both sides.

The example's incident is on Friday 10 November 2023; its notice was issued on the 13th.
"""

from __future__ import annotations

import pytest

from compensation.policy.errors import BulletinError
from tests.compensation.bulletins.example import changed, read, without_section

INCIDENT = "the incident, 2023-11-10. Correct the year, or incident.day"
TOO_EARLY = f"2022-05-06 is before {INCIDENT}"
TOO_LATE = f"2032-05-06 lies more than five years after {INCIDENT}"
TOO_LONG = "more than a week after the incident, 2023-11-10. Correct the day, or incident.day"
ALREADY_OVER = "over before the bulletin was issued, 2023-11-13. Correct one of the two"
SENDING = '{ text = { ja = "未定", en = "open" }, earliest = 2032-05-06 }'
WEEKDAYS = ("Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday")


def refusal(*changes: tuple[str, str]) -> str:
    with pytest.raises(BulletinError) as caught:
        read(changed(*changes))
    return str(caught.value)


@pytest.mark.parametrize(
    ("old", "new", "said"),
    [
        ("issued = 2023-11-13", "issued = 2022-05-06", f"line 11: issued: {TOO_EARLY}"),
        ("day = 2023-11-15", "day = 2032-05-06", f"line 15: addenda[0].day: {TOO_LATE}"),
        ("until = 2023-11-12", "until = 2022-05-06", f"line 67: extensions[0].until: {TOO_EARLY}"),
        (
            "opens = 09",
            "open_daily_until = 2032-05-06\nopens = 09",
            f"line 125: contact.hours.open_daily_until: {TOO_LATE}",
        ),
        (
            'at = 2023-11-20T10:00:00, weekday = "月"',
            'at = 2022-05-06T10:00:00, weekday = "金"',
            f"line 101: paper.opening.at: {TOO_EARLY}",
        ),
        ("[paper]\n", f"[paper]\nsending = {SENDING}\n", f"line 99: paper.sending.earliest: {TOO_LATE}"),
        ("[transfer]\n", f"[transfer]\nsending = {SENDING}\n", f"line 115: transfer.sending.earliest: {TOO_LATE}"),
        ('days = 30, after = "link_sent"', "day = 2032-05-06", f"line 96: app.receipt: {TOO_LATE}"),
        ("until = 2024-01-31T17", "until = 2032-05-06T17", f"line 102: paper.deadline: {TOO_LATE}"),
        ('days = 60, after = "application_received"', "day = 2032-05-06", f"line 103: paper.receipt: {TOO_LATE}"),
    ],
)
def test_every_day_is_held_against_the_incident(old: str, new: str, said: str) -> None:
    assert refusal((old, new)) == said


@pytest.mark.parametrize(
    ("old", "last_good", "first_bad", "said"),
    [
        (
            "last_expiry = 2023-11-10",
            "last_expiry = 2024-11-10",
            "last_expiry = 2024-11-11",
            f"line 42: case_a.last_expiry: 2024-11-11 lies more than a year from {INCIDENT}",
        ),
        (
            "first_expiry = 2023-11-08",
            "first_expiry = 2022-11-09",
            "first_expiry = 2022-11-08",
            f"line 41: case_a.first_expiry: 2022-11-08 lies more than a year from {INCIDENT}",
        ),
        (
            "balance_at = 2023-12-16T",
            "balance_at = 2028-11-13T",
            "balance_at = 2028-11-14T",
            f"line 80: payment.balance_at: 2028-11-14 lies more than five years after {INCIDENT}",
        ),
        (
            "balance_at = 2023-11-13T09",
            "balance_at = 2023-11-10T00",
            "balance_at = 2023-11-09T23",
            f"line 43: case_a.balance_at: 2023-11-09 is before {INCIDENT}",
        ),
        (
            "day = 2023-11-15",
            "day = 2023-11-13",
            "day = 2023-11-12",
            "line 15: addenda[0].day: 2023-11-12 is before the bulletin, issued 2023-11-13. Correct the day",
        ),
        (
            "ends_at = 2023-11-10T19:00:00",
            "ends_at = 2023-11-17T00:00:00",
            "ends_at = 2023-11-17T00:00:01",
            f"line 36: outage.windows[1].ends_at: {TOO_LONG}",
        ),
        (
            "until = 2023-12-20T17:00:00",
            "until = 2023-11-13T00:00:01",
            "until = 2023-11-13T00:00:00",
            f"line 64: case_b.remedy.enquiry.deadline: {ALREADY_OVER}",
        ),
    ],
)
def test_a_border_is_where_it_is_said_to_be(old: str, last_good: str, first_bad: str, said: str) -> None:
    read(changed((old, last_good)))
    assert refusal((old, first_bad)) == said


@pytest.mark.parametrize("place", range(7), ids=WEEKDAYS)
def test_every_weekday_is_known_in_english(place: int) -> None:
    right, wrong, day = WEEKDAYS[place], WEEKDAYS[place - 1], f"{20 + place} November 2023"
    read(changed(("Monday 20 November 2023", f"{right}, {day}")))
    said = f"2023-11-{20 + place} is a {right}, not a {wrong}. Correct the date or the weekday"
    assert refusal(("Monday 20 November 2023", f"{wrong} {day}")) == f"line 101: paper.opening.text.en: {said}"


def test_a_value_where_a_table_belongs_is_refused() -> None:
    with pytest.raises(BulletinError) as caught:
        read("payment = 3\n" + without_section("payment"))
    assert str(caught.value) == "line 1: payment: expected a table. This is 3"
