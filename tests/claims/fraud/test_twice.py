"""Every step of the misuse line pressed twice: it is done once."""

from __future__ import annotations

import pytest

from tests.factories.fraud_steps import STEPS, effects

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("programmes")]


@pytest.mark.parametrize("name", STEPS)
def test_a_second_press_writes_nothing(name: str) -> None:
    step = STEPS[name]
    step.before()
    before = effects()
    step.act()
    once = effects()
    step.act()
    assert (effects(), once == before) == (once, False)
