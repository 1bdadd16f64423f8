"""A deadline on a page is said as what it is: a whole day, an hour that is itself in time, or one too late."""

from __future__ import annotations

import pytest

from compensation.deadline_words import until
from compensation.policy.bulletin_schema.parts import deadline
from compensation.policy.bulletin_schema.table import Source, Table
from tests.compensation.policy.making import jst

DAY = {"day": jst("2031-04-30T00:00:00").date()}
HOUR = {"until": jst("2031-04-30T17:00:00")}


@pytest.mark.parametrize(
    ("written", "on_pages"),
    [
        (DAY, "until Wed, 30 Apr 2031"),
        ({**HOUR, "inclusive": True}, "until Wed, 30 Apr 2031, 17:00"),
        ({**HOUR, "inclusive": False}, "before Wed, 30 Apr 2031, 17:00"),
    ],
)
def test_an_end_is_said_on_pages_as_it_is(written: dict[str, object], on_pages: str) -> None:
    told = until(deadline(Table({**written, "clauses": ["x.y"]}, (), Source("")), {}))
    assert told is not None
    assert told.en == on_pages
