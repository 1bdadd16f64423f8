"""kill -9 at the commit of each step of the misuse line, and the step again: nothing is lost, and nothing is twice."""

from __future__ import annotations

import pytest

from tests.factories.fraud_steps import STEPS, effects
from tests.faults.dying import die_and_press_again

pytestmark = pytest.mark.django_db(transaction=True)

SMALL = ["approve"]
"""What the default suite tries; the others are marked."""


@pytest.mark.parametrize("name", SMALL)
def test_a_step_that_dies_is_pressed_again(name: str) -> None:
    die_and_press_again("fraud_steps", name, STEPS[name], effects)


@pytest.mark.faults
@pytest.mark.parametrize("name", sorted(set(STEPS) - set(SMALL)))
def test_every_other_step_that_dies_is_pressed_again(name: str) -> None:
    die_and_press_again("fraud_steps", name, STEPS[name], effects)
