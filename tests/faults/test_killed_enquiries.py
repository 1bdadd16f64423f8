"""Each step of case B: kill -9 at its commit, two presses at once, and again. Nothing is lost or twice."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
import time_machine

from tests.factories.enquiry_steps import DAY, STEPS, effects
from tests.faults.dying import Line, die_and_press_again, die_at_the_commit_and_press_again, press_twice_at_once

pytestmark = pytest.mark.django_db(transaction=True)
LINE = Line("enquiry_steps", STEPS, effects, DAY.isoformat())
SMALL = ["restore"]
"""What the default suite tries; the others are marked."""
OTHERS = sorted(set(STEPS) - set(SMALL))


@pytest.fixture(autouse=True)
def _in_march() -> Iterator[None]:
    with time_machine.travel(DAY, tick=False):
        yield


@pytest.mark.parametrize("name", SMALL)
def test_a_step_that_dies_is_pressed_again(name: str) -> None:
    die_and_press_again(LINE, name)


@pytest.mark.parametrize("name", SMALL)
def test_a_step_that_two_press_at_once_is_done_once(name: str) -> None:
    press_twice_at_once(LINE, name)


@pytest.mark.faults
@pytest.mark.parametrize("name", OTHERS)
def test_every_other_step_that_dies_is_pressed_again(name: str) -> None:
    die_and_press_again(LINE, name)


@pytest.mark.faults
@pytest.mark.parametrize("name", OTHERS)
def test_every_other_step_that_two_press_at_once_is_done_once(name: str) -> None:
    press_twice_at_once(LINE, name)


@pytest.mark.faults
@pytest.mark.parametrize("name", sorted(STEPS))
def test_a_step_that_dies_while_it_is_committed_is_whole_or_not_at_all(name: str) -> None:
    die_at_the_commit_and_press_again(LINE, name)
