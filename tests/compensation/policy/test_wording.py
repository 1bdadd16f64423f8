"""An end is said as what it is: a whole day, an hour that is itself in time, or one that is already too late."""

from __future__ import annotations

import pytest

from compensation.policy.bulletin_schema.parts import deadline
from compensation.policy.bulletin_schema.table import Source, Table
from compensation.policy.periods import kind_of_end
from compensation.policy.wording import in_english, in_japanese
from tests.compensation.policy.making import jst

DAY = {"day": jst("2031-04-30T00:00:00").date()}
HOUR = {"until": jst("2031-04-30T17:00:00")}


@pytest.mark.parametrize(
    ("written", "kind", "ja", "en"),
    [
        (DAY, "day", "2031年4月30日の終わりまで", "by the end of 30 April 2031"),
        ({**HOUR, "inclusive": True}, "through", "2031年4月30日17時まで", "by 30 April 2031, 17:00 JST"),
        ({**HOUR, "inclusive": False}, "before", "2031年4月30日17時より前", "before 30 April 2031, 17:00 JST"),
    ],
)
def test_an_end_is_said_as_it_is(written: dict[str, object], kind: str, ja: str, en: str) -> None:
    ends = deadline(Table({**written, "clauses": ["x.y"]}, (), Source("")), {}).ends()
    assert ends is not None
    said = [by.format(told) for by, told in (("{0.by}", in_japanese(ends)), ("{0.by}", in_english(ends)))]
    assert (kind_of_end(ends), said) == (kind, [ja, en])
