"""A step of a line that dies at its commit, and is pressed again."""

from __future__ import annotations

import signal
import subprocess
import sys
from collections.abc import Callable
from typing import Any

from django.db import transaction

from compensation.bulletin_loading import load_bulletins
from compensation.reconciling import reconcile
from foundation.trail.actor import Actor
from tests.factories.steps import Step
from tests.faults.processes import environment
from tests.harness.services import TREE


def die_and_press_again(line: str, name: str, step: Step, effects: Callable[[], dict[str, Any]], *instant: str) -> None:
    """Take a step that dies before its commit, after it, and lives: it is done once, and nothing of it is lost."""
    load_bulletins(by=Actor.system("tests"))
    step.before()
    before = effects()
    with transaction.atomic():
        step.act()
        wanted = effects()
        transaction.set_rollback(True)
    assert wanted != before
    assert (_killed(line, name, "before", *instant), effects()) == (-signal.SIGKILL, before)
    assert (_killed(line, name, "after", *instant), effects()) == (-signal.SIGKILL, wanted)
    step.act()
    assert effects() == wanted
    assert all(balance.holds for balance in reconcile())


def _killed(*arguments: str) -> int:
    """The step in a process of its own, killed at its commit; how it ended."""
    argv = [sys.executable, "-m", "tests.faults.step", *arguments]
    child = subprocess.run(argv, cwd=TREE, env=environment(), capture_output=True, timeout=120, check=False)
    return child.returncode
