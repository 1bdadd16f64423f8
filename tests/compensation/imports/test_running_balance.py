"""Which new entries of a coupon of 2,000 yen its balance does not bear."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from compensation.imports.running_balance import (
    BELOW_ZERO,
    ISSUED_TWICE,
    OTHER_FACE,
    Entry,
    refused_entries,
)

ISSUE = Entry(None, "issue", 2000)


def spend(line: int | None, yen: int) -> Entry:
    return Entry(line, "payment", -yen)


@pytest.mark.parametrize(
    ("entries", "lines"),
    [
        ([ISSUE, spend(1, 2000)], []),
        ([ISSUE, spend(1, 2001)], [1]),
        # The one after a refused entry is judged without it.
        ([ISSUE, spend(1, 1500), spend(2, 1000), spend(3, 500)], [2]),
        ([spend(1, 100), ISSUE], [1]),
        ([ISSUE, spend(1, 2000), Entry(2, "cancellation", 500), spend(3, 500)], []),
        # Late entries give way to what stands already, the latest first.
        ([ISSUE, spend(1, 1000), spend(None, 1500)], [1]),
        ([ISSUE, spend(1, 300), spend(2, 400), spend(None, 1500)], [2]),
        ([ISSUE, spend(1, 1000), Entry(2, "cancellation", 1000), spend(None, 1500)], []),
        # What stands already is never refused, and does not pull down those that take nothing.
        ([ISSUE, spend(None, 2500), Entry(1, "extension", 0), Entry(2, "restoration", 100)], []),
        ([ISSUE, spend(None, 2500), spend(1, 100)], [1]),
        # Without an issue the balance is not known, and that is not 0.
        ([spend(1, 500), spend(2, 5000)], []),
    ],
)
def test_refused_below_zero(entries: list[Entry], lines: list[int]) -> None:
    assert refused_entries(entries, 2000) == dict.fromkeys(lines, BELOW_ZERO)


def test_a_second_issue() -> None:
    assert refused_entries([ISSUE, Entry(1, "issue", 2000)], 2000) == {1: ISSUED_TWICE}
    assert refused_entries([Entry(1, "issue", 2000), ISSUE], 2000) == {1: ISSUED_TWICE}
    new = [Entry(1, "issue", 2000), Entry(2, "issue", 2000), spend(3, 3000)]
    assert refused_entries(new, 2000) == {2: ISSUED_TWICE, 3: BELOW_ZERO}


def test_an_issue_of_another_sum() -> None:
    entries = [Entry(1, "issue", 3000), Entry(2, "issue", 2000), spend(3, 2500)]
    assert refused_entries(entries, 2000) == {1: OTHER_FACE, 3: BELOW_ZERO}


@given(st.lists(st.tuples(st.booleans(), st.integers(-1500, 1000)), max_size=12))
def test_what_is_booked_never_falls_below_zero_by_a_new_entry(moves: list[tuple[bool, int]]) -> None:
    new = [Entry(line if is_new else None, "adjustment", yen) for line, (is_new, yen) in enumerate(moves)]
    refused = refused_entries([ISSUE, *new], 2000)
    running = lowest_standing = 0
    for entry in [ISSUE, *new]:
        before = running
        running += 0 if entry.line in refused else entry.yen
        if entry.line is not None and entry.line not in refused and entry.yen < 0:
            assert running >= 0
        if entry.line is None and before >= 0:
            lowest_standing = min(lowest_standing, running)
    standing_alone = [entry for entry in [ISSUE, *new] if entry.line is None or entry.yen >= 0]
    if _lowest(standing_alone) >= 0:
        assert lowest_standing >= 0


def _lowest(entries: list[Entry]) -> int:
    running = lowest = 0
    for entry in entries:
        running += entry.yen
        lowest = min(lowest, running)
    return lowest
