"""A mistyped year, and a day before what must come first, are refused where nobody can have meant them."""

from __future__ import annotations

import pytest

from compensation.policy.errors import BulletinError
from tests.compensation.bulletins.example import TEXT, changed, read

TIMETABLE = '[timetable]\nlast_day = {}\nclauses = ["awashima.rest"]\n\n[contact]\n'


@pytest.mark.parametrize(
    ("old", "new", "refusal"),
    [
        (
            "until = 2023-12-20T17:00:00",
            "until = 2013-12-20T17:00:00",
            (
                "line 64: case_b.remedy.enquiry.deadline: 2013-12-20 is before the incident, 2023-11-10. "
                "Correct the year, or incident.day"
            ),
        ),
        (
            "until = 2023-12-20T17:00:00",
            "until = 2023-11-12T17:00:00",
            (
                "line 64: case_b.remedy.enquiry.deadline: over before the bulletin was issued, 2023-11-13. "
                "Correct one of the two"
            ),
        ),
        (
            "first_expiry = 2023",
            "first_expiry = 2013",
            (
                "line 41: case_a.first_expiry: 2013-11-08 lies more than a year from the incident, 2023-11-10. "
                "Correct the year, or incident.day"
            ),
        ),
        (
            "balance_at = 2023-11-13",
            "balance_at = 2022-11-13",
            (
                "line 43: case_a.balance_at: 2022-11-13 is before the incident, 2023-11-10. "
                "Correct the year, or incident.day"
            ),
        ),
        (
            "balance_at = 2023-12-16",
            "balance_at = 2032-12-16",
            (
                "line 80: payment.balance_at: 2032-12-16 lies more than five years after the incident, 2023-11-10. "
                "Correct the year, or incident.day"
            ),
        ),
        (
            "issued = 2023-11-13",
            "issued = 2023-11-13\nin_force_from = 2032-11-13",
            (
                "line 12: in_force_from: 2032-11-13 lies more than five years after the incident, 2023-11-10. "
                "Correct the year, or incident.day"
            ),
        ),
        (
            "[contact]\n",
            TIMETABLE.format("2014-01-31"),
            (
                "line 120: timetable.last_day: 2014-01-31 is before the incident, 2023-11-10. "
                "Correct the year, or incident.day"
            ),
        ),
        (
            "earliest = 2023-12-21",
            "earliest = 2013-12-21",
            (
                "line 95: app.sending.earliest: 2013-12-21 is before the incident, 2023-11-10. "
                "Correct the year, or incident.day"
            ),
        ),
        (
            "day = 2023-11-15",
            "day = 2023-11-12",
            "line 15: addenda[0].day: 2023-11-12 is before the bulletin, issued 2023-11-13. Correct the day",
        ),
        (
            "starts_at = 2023-11-10T18:00:00",
            "starts_at = 2023-11-09T18:00:00",
            (
                "line 36: outage.windows[1].starts_at: before the day of the incident, 2023-11-10. "
                "Correct the day, or incident.day"
            ),
        ),
        (
            "ends_at = 2023-11-10T19:00:00",
            "ends_at = 2023-12-10T19:00:00",
            (
                "line 36: outage.windows[1].ends_at: more than a week after the incident, 2023-11-10. "
                "Correct the day, or incident.day"
            ),
        ),
        (
            "day = 2023-11-10\n",
            "day = 2023-11-09\n",
            "line 34: outage.windows: no hours on the day of the incident, 2023-11-09. Correct one of the two",
        ),
        (
            "Monday 20 November 2023",
            "Tuesday 20 November 2023",
            "line 101: paper.opening.text.en: 2023-11-20 is a Monday, not a Tuesday. Correct the date or the weekday",
        ),
        (
            "Monday 20 November 2023",
            "Monday 31 November 2023",
            "line 101: paper.opening.text.en: Monday 31 November 2023 is no day of the calendar. Correct the date",
        ),
        (
            '"noreply@awashima.example.jp"',
            '"noreply.awashima.example.jp"',
            (
                "line 131: senders[0].address: “noreply.awashima.example.jp” is no e-mail address. "
                "Write it with one @, as the notice does"
            ),
        ),
        (
            "until = 2023-12-20T17:00:00",
            "until = 2023-12-20T17:00:00Z",
            (
                "line 64: case_b.remedy.enquiry.deadline.until: 2023-12-20T17:00:00+00:00 is not in Japan's time. "
                "Write the hour as it is in Japan, and leave out the Z or the offset after it"
            ),
        ),
    ],
)
def test_what_nobody_can_have_meant_is_refused(old: str, new: str, refusal: str) -> None:
    with pytest.raises(BulletinError) as caught:
        read(changed((old, new)))
    assert str(caught.value) == refusal


def test_the_offset_of_japan_may_be_written() -> None:
    assert read(changed(("17:00:00, inclusive", "17:00:00+09:00, inclusive"))) == read()


def test_a_later_stage_may_tell_what_was_over_before_it() -> None:
    later = changed(("stage = 1", "stage = 2"), ("issued = 2023-11-13", "issued = 2024-02-01"))
    assert read(later).addenda == read(TEXT).addenda
