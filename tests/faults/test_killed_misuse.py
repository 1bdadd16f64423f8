"""Each step of the misuse line: kill -9 at its commit, two presses at once, and again. Nothing is lost or twice."""

from __future__ import annotations

import pytest

from tests.factories.fraud_steps import STEPS, effects
from tests.faults.dying import Line, die_and_press_again, die_at_the_commit_and_press_again, press_twice_at_once

pytestmark = pytest.mark.django_db(transaction=True)
LINE = Line("fraud_steps", STEPS, effects)
SMALL = ["approve"]
"""What the default suite tries; the others are marked."""
OTHERS = sorted(set(STEPS) - set(SMALL))


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
