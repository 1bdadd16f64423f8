"""Every step of a bank transfer pressed twice: it is done once."""

from __future__ import annotations

import pytest
import time_machine

from tests.factories.transfer_steps import DAY, STEPS, effects

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("programmes")]


@pytest.mark.parametrize("name", STEPS)
def test_a_second_press_writes_nothing(name: str, clock: time_machine.Traveller) -> None:
    clock.move_to(DAY)
    step = STEPS[name]
    step.before()
    before = effects()
    step.act()
    once = effects()
    step.act()
    assert (effects(), once == before) == (once, False)
