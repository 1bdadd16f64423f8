"""A deadline in its parts: the day, the hour where one is stated, the period that an event of the claim begins."""

from __future__ import annotations

from datetime import date, datetime

import pytest

from compensation.policy.periods import Deadline, end_of, last_day
from tests.compensation.policy.making import jst

DAY = date(2024, 8, 31)
FIXED = Deadline(("x.1",), end_of(DAY), DAY)
AT_NOON = Deadline(("x.1",), jst("2024-08-31T12:00:00"), DAY)
FROM_LINK = Deadline(("x.1",), days=45, event="link_sent")
FROM_CLAIM = Deadline(("x.1",), days=60, event="application_received")
SILENT = Deadline(("x.silent",), silent=True)


@pytest.mark.parametrize(
    ("deadline", "hour", "days"),
    [
        (FIXED, None, None),
        (AT_NOON, jst("2024-08-31T12:00:00"), None),
        (FROM_LINK, None, 45),
        (FROM_CLAIM, None, None),
        (SILENT, None, None),
    ],
)
def test_what_a_day_alone_does_not_tell(deadline: Deadline, hour: datetime | None, days: int | None) -> None:
    assert (deadline.hour, deadline.days_from_sending) == (hour, days)


@pytest.mark.parametrize(
    ("deadline", "received", "day", "ends"),
    [
        (FIXED, jst("2024-08-01T00:00:00"), DAY, end_of(DAY)),
        (AT_NOON, jst("2024-08-01T00:00:00"), DAY, jst("2024-08-31T12:00:00")),
        (FROM_LINK, jst("2024-08-01T00:00:00"), None, None),
        (FROM_CLAIM, None, None, None),
        (FROM_CLAIM, jst("2024-08-20T23:59:59"), date(2024, 10, 19), jst("2024-10-20T00:00:00")),
        (SILENT, jst("2024-08-01T00:00:00"), None, None),
    ],
)
def test_of_one_claim(deadline: Deadline, received: datetime | None, day: date | None, ends: datetime | None) -> None:
    found = deadline.of_claim(received)
    assert (found.day, found.too_late_from, found.clauses) == (day, ends, deadline.clauses)


def test_the_last_day_counts_in_japan_and_leaves_out_the_first() -> None:
    assert [last_day(jst(at), 45) for at in ("2024-08-05T00:00:00", "2024-08-05T23:59:59", "2024-08-06T00:00:00")] == [
        date(2024, 9, 19), date(2024, 9, 19), date(2024, 9, 20),
    ]  # fmt: skip
