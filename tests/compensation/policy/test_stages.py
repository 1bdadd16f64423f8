"""Which stage of a programme is in force, and what is said where that cannot be told."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

import pytest

from compensation.policy.bulletin import Bulletin
from compensation.policy.stages import StageError, in_force, in_order
from tests.compensation.policy.making import bulletin, jst


def stage(number: int, day: date | None) -> Bulletin:
    return replace(bulletin("nara"), id=f"nara-{number}", stage=number, in_force_from=day)


FIRST, SECOND, THIRD = (stage(number + 1, date(2023, 3, day)) for number, day in enumerate((2, 13, 24)))


def test_the_stages_are_put_in_their_order() -> None:
    assert in_order([THIRD, FIRST, SECOND]) == (FIRST, SECOND, THIRD)


@pytest.mark.parametrize(
    ("at", "expected"),
    [
        ("2023-02-24T18:00:00", FIRST),
        ("2023-03-12T23:59:59", FIRST),
        ("2023-03-13T00:00:00", SECOND),
        ("2023-03-23T23:59:59", SECOND),
        ("2023-03-24T00:00:00", THIRD),
        ("2023-06-01T00:00:00", THIRD),
    ],
)
def test_a_stage_is_in_force_from_the_first_moment_of_its_day(at: str, expected: Bulletin) -> None:
    assert in_force((FIRST, SECOND, THIRD), jst(at)) == expected


@pytest.mark.parametrize("first", [None, date(2023, 3, 2)])
def test_a_stage_alone_is_in_force_at_any_time(first: date | None) -> None:
    alone = stage(1, first)
    assert in_order([alone]) == (alone,)
    assert in_force((alone,), jst("2020-01-01T00:00:00")) == alone


def test_two_stages_may_come_into_force_on_one_day() -> None:
    same = stage(2, FIRST.in_force_from)
    assert in_order([FIRST, same]) == (FIRST, same)
    assert in_force((FIRST, same), jst("2023-03-02T00:00:00")) == same


@pytest.mark.parametrize(
    ("later", "said"),
    [
        (replace(SECOND, id="nara-1b", stage=1), "nara-1 and nara-1b are both stage 1. Keep one of them"),
        (stage(2, None), "nara-2 needs in_force_from: nothing else tells which of the stages is in force"),
        (
            replace(SECOND, prefecture="iwate"),
            (
                "nara-1 is of nara and nara-2 of iwate. "
                "Correct the prefecture, or give the other one a programme of its own"
            ),
        ),
        (stage(2, date(2023, 3, 1)), "nara-2 is in force before nara-1. Correct stage or in_force_from"),
    ],
)
def test_an_order_that_cannot_be_told_is_refused(later: Bulletin, said: str) -> None:
    with pytest.raises(StageError) as caught:
        in_order([FIRST, later])
    assert str(caught.value) == said


def test_a_first_stage_needs_no_day_beside_a_later_one() -> None:
    undated = stage(1, None)
    assert in_order([SECOND, undated]) == (undated, SECOND)
    assert in_force((undated, SECOND), jst("2023-03-12T23:59:59")) == undated
