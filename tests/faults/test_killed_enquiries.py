"""kill -9 at the commit of each step of case B, and the step again: nothing is lost, and nothing is twice."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
import time_machine

from tests.factories.enquiry_steps import DAY, STEPS, effects
from tests.faults.dying import die_and_press_again

pytestmark = pytest.mark.django_db(transaction=True)
SMALL = ["restore"]
"""What the default suite tries; the others are marked."""


@pytest.fixture(autouse=True)
def _in_march() -> Iterator[None]:
    with time_machine.travel(DAY, tick=False):
        yield


@pytest.mark.parametrize("name", SMALL)
def test_a_step_that_dies_is_pressed_again(name: str) -> None:
    die_and_press_again("enquiry_steps", name, STEPS[name], effects, DAY.isoformat())


@pytest.mark.faults
@pytest.mark.parametrize("name", sorted(set(STEPS) - set(SMALL)))
def test_every_other_step_that_dies_is_pressed_again(name: str) -> None:
    die_and_press_again("enquiry_steps", name, STEPS[name], effects, DAY.isoformat())
