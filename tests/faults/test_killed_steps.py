"""Each step of the three lines: kill -9 at its commit, two presses at once, and again. Nothing is lost or twice."""

from __future__ import annotations

from contextlib import nullcontext
from typing import Final

import pytest
import time_machine

from tests.factories import enquiry_steps, fraud_steps, transfer_steps
from tests.faults.dying import Line, die_and_press_again, die_at_the_commit_and_press_again, press_twice_at_once

pytestmark = pytest.mark.django_db(transaction=True)
LINES: Final = {
    "case B": Line("enquiry_steps", enquiry_steps.STEPS, enquiry_steps.effects, enquiry_steps.DAY.isoformat()),
    "misuse": Line("fraud_steps", fraud_steps.STEPS, fraud_steps.effects),
    "transfer": Line("transfer_steps", transfer_steps.STEPS, transfer_steps.effects, transfer_steps.DAY.isoformat()),
}
SMALL: Final = {("case B", "restore"), ("misuse", "approve"), ("transfer", "ask_on_payout_page")}
"""What the default suite tries; the others are marked."""
ALL: Final = [(line, name) for line, made in LINES.items() for name in sorted(made.steps)]
MARKED: Final = [pytest.param(*step, marks=() if step in SMALL else pytest.mark.faults) for step in ALL]


def at_its_day(line: Line) -> time_machine.travel | nullcontext[None]:
    return time_machine.travel(line.instant, tick=False) if line.instant else nullcontext()


@pytest.mark.parametrize(("line", "name"), MARKED)
def test_a_step_that_dies_is_pressed_again(line: str, name: str) -> None:
    with at_its_day(LINES[line]):
        die_and_press_again(LINES[line], name)


@pytest.mark.parametrize(("line", "name"), MARKED)
def test_a_step_that_two_press_at_once_is_done_once(line: str, name: str) -> None:
    with at_its_day(LINES[line]):
        press_twice_at_once(LINES[line], name)


@pytest.mark.faults
@pytest.mark.parametrize(("line", "name"), ALL)
def test_a_step_that_dies_while_it_is_committed_is_whole_or_not_at_all(line: str, name: str) -> None:
    with at_its_day(LINES[line]):
        die_at_the_commit_and_press_again(LINES[line], name)
