"""kill -9 at the commit of each step of the misuse line, and the step again: nothing is lost, and nothing is twice."""

from __future__ import annotations

import signal
import subprocess
import sys

import pytest
from django.db import transaction

from compensation.bulletin_loading import load_bulletins
from compensation.reconciling import reconcile
from foundation.trail.actor import Actor
from tests.factories.fraud_steps import STEPS, effects
from tests.faults.processes import environment
from tests.harness.services import TREE

pytestmark = pytest.mark.django_db(transaction=True)

SMALL = ["approve"]
"""What the default suite tries; the others are marked."""


def killed(name: str, moment: str) -> int:
    """The step in a process of its own, killed at its commit; how it ended."""
    argv = [sys.executable, "-m", "tests.faults.misuse_step", name, moment]
    child = subprocess.run(argv, cwd=TREE, env=environment(), capture_output=True, timeout=120, check=False)
    return child.returncode


def die_and_press_again(name: str) -> None:
    load_bulletins(by=Actor.system("tests"))
    step = STEPS[name]
    step.before()
    before = effects()
    with transaction.atomic():
        step.act()
        wanted = effects()
        transaction.set_rollback(True)
    assert wanted != before
    assert (killed(name, "before"), effects()) == (-signal.SIGKILL, before)
    assert (killed(name, "after"), effects()) == (-signal.SIGKILL, wanted)
    step.act()
    assert effects() == wanted
    assert all(balance.holds for balance in reconcile())


@pytest.mark.parametrize("name", SMALL)
def test_a_step_that_dies_is_pressed_again(name: str) -> None:
    die_and_press_again(name)


@pytest.mark.faults
@pytest.mark.parametrize("name", sorted(set(STEPS) - set(SMALL)))
def test_every_other_step_that_dies_is_pressed_again(name: str) -> None:
    die_and_press_again(name)
