"""A step of a line that dies at its commit, or is pressed by two at once, and is pressed again."""

from __future__ import annotations

import signal
import subprocess
import sys
from collections.abc import Callable
from typing import Any, Final, NamedTuple

from django.db import connection, transaction

from compensation.bulletin_loading import load_bulletins
from compensation.reconciling import reconcile
from foundation.trail.actor import Actor
from tests.factories.steps import Step
from tests.faults.processes import environment
from tests.harness.at_once import pressed_at_once
from tests.harness.children import wait_until
from tests.harness.services import TREE

Effects = dict[str, Any]
_KILLED: Final = "killed-step"
"""The name under which the server knows a process that dies."""


class Line(NamedTuple):
    """A line of steps: the module of `tests.factories` that names them, and what its steps write.

    `instant`, in ISO 8601, is what the portal's clock shows to a process of its own; None for the time that it is.
    """

    module: str
    steps: dict[str, Step]
    effects: Callable[[], Effects]
    instant: str | None = None


def die_and_press_again(line: Line, name: str) -> None:
    """Take a step that dies before its commit, after it, and lives: it is done once, and nothing of it is lost."""
    before, wanted = _prepared(line, name)
    assert (_killed(line, name, "before"), line.effects()) == (-signal.SIGKILL, before)
    assert (_killed(line, name, "after"), line.effects()) == (-signal.SIGKILL, wanted)
    _again(line, name, wanted)


def die_at_the_commit_and_press_again(line: Line, name: str) -> None:
    """Take a step that dies while it is committed: it is done whole or not at all, and then once."""
    before, wanted = _prepared(line, name)
    assert _killed(line, name, "at") == -signal.SIGKILL
    assert wait_until(_server_has_done, seconds=10)
    assert line.effects() in (before, wanted)
    _again(line, name, wanted)


def press_twice_at_once(line: Line, name: str) -> None:
    """Let two take a step at the same moment: it is done once, and whoever is refused is told why."""
    _, wanted = _prepared(line, name)
    act = line.steps[name].act
    pressed_at_once(act, act)
    assert line.effects() == wanted
    assert all(balance.holds for balance in reconcile())


def _prepared(line: Line, name: str) -> tuple[Effects, Effects]:
    """What stands before a step, and what one press of it would leave behind."""
    load_bulletins(by=Actor.system("tests"))
    step = line.steps[name]
    step.before()
    before = line.effects()
    with transaction.atomic():
        step.act()
        wanted = line.effects()
        transaction.set_rollback(True)
    assert wanted != before
    return before, wanted


def _again(line: Line, name: str, wanted: Effects) -> None:
    line.steps[name].act()
    assert line.effects() == wanted
    assert all(balance.holds for balance in reconcile())


def _killed(line: Line, name: str, moment: str) -> int:
    """The step in a process of its own, killed at its commit; how it ended."""
    argv = [sys.executable, "-m", "tests.faults.step", line.module, name, moment]
    argv += [line.instant] if line.instant else []
    there = environment(PGAPPNAME=_KILLED)
    child = subprocess.run(argv, cwd=TREE, env=there, capture_output=True, timeout=120, check=False)
    return child.returncode


def _server_has_done() -> bool:
    """Whether the server has done with whatever the killed process had asked of it."""
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT 1 FROM pg_stat_activity WHERE datname = current_database() AND application_name = %s", [_KILLED]
        )
        return cursor.fetchone() is None
