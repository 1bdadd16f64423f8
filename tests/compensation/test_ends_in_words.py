"""An end is said as what it is: a whole day, an hour that is itself in time, or one that is already too late."""

from __future__ import annotations

import pytest

from compensation.deadline_words import until
from compensation.policy.bulletin_schema.parts import deadline
from compensation.policy.bulletin_schema.table import Source, Table
from compensation.policy.wording import in_english, in_japanese
from tests.compensation.policy.making import jst

DAY = {"day": jst("2031-04-30T00:00:00").date(), "clauses": ["x.y"]}
THROUGH = {"until": jst("2031-04-30T17:00:00"), "inclusive": True, "clauses": ["x.y"]}
BEFORE = {**THROUGH, "inclusive": False}


def fill(sentence: str, *facts: str) -> str:
    """As the table of sentences is filled."""
    return sentence.format(*facts)


@pytest.mark.parametrize(
    ("written", "ja", "en", "on_pages"),
    [
        (DAY, "2031年4月30日の終わりまで", "by the end of 30 April 2031", "until Wed, 30 Apr 2031"),
        (
            THROUGH,
            "2031年4月30日17時まで",
            "by 30 April 2031, 17:00 JST",
            "until Wed, 30 Apr 2031, 17:00",
        ),
        (
            BEFORE,
            "2031年4月30日17時より前",
            "before 30 April 2031, 17:00 JST",
            "before Wed, 30 Apr 2031, 17:00",
        ),
    ],
)
def test_an_end_is_said_as_it_is(written: dict[str, object], ja: str, en: str, on_pages: str) -> None:
    read = deadline(Table(written, (), Source("")), {})
    ends = read.ends()
    told = until(read)
    assert told is not None
    assert (fill("{0.by}", in_japanese(ends)), fill("{0.by}", in_english(ends)), told.en) == (ja, en, on_pages)
