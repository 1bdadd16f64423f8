"""A portal that serves as in production, over a database of its own with the world of the pages in it."""

from __future__ import annotations

import json
import os
import shutil
import signal
import subprocess
import sys
from collections.abc import Callable, Iterator, Mapping
from contextlib import ExitStack, contextmanager
from pathlib import Path
from typing import Final

from config.demo import run
from tests.harness.children import StartError, end, free_port, listens, wait_until
from tests.house.tree import ROOT
from tests.pages.entry import EARLY, LATE, NOW, When

COUPONS = "600"
CLOCKS: Final[dict[When, str]] = {EARLY: "2023-03-10T10:00:00+09:00", LATE: "2023-06-02T10:00:00+09:00"}
START_SECONDS = 60


At = Callable[[When], Mapping[str, str]]


@contextmanager
def portals(var: Path) -> Iterator[At]:
    """What serves the world at a time; a portal begins when its time is first asked for.

    The world is built once, and copied for the other times before anybody sees it. Each answer holds the names of the
    world, and `address`. Raises StartError and PreparationError.
    """
    place = run.Place("127.0.0.1", free_port(), var / NOW)
    world = _built(place)
    for when in CLOCKS:
        shutil.copytree(place.var, var / when)
    serving: dict[When, Mapping[str, str]] = {}
    with ExitStack() as those:

        def at(when: When) -> Mapping[str, str]:
            if when not in serving:
                there = place if when == NOW else run.Place(place.host, free_port(), var / when)
                those.enter_context(_serves(there, when))
                serving[when] = {**world, "address": there.url}
            return serving[when]

        yield at


@contextmanager
def portal(var: Path) -> Iterator[Mapping[str, str]]:
    """The world in early April. Raises StartError and PreparationError."""
    with portals(var) as at:
        yield at(NOW)


def _built(place: run.Place) -> dict[str, str]:
    settings = _settings(place)
    run.prepare(settings)
    world: dict[str, str] = json.loads(_python(settings, "-m", "tests.pages"))
    _python(settings, "manage.py", "dispatch", "--until-empty")
    return world


@contextmanager
def _serves(place: run.Place, when: When) -> Iterator[None]:
    settings = _settings(place)
    if when in CLOCKS:
        _python(settings, "-m", "tests.pages", CLOCKS[when])
    [web] = [program for program in run.programs(place, settings) if program.name == "web"]
    child = subprocess.Popen(web.argv, cwd=ROOT, env=settings, stdout=subprocess.DEVNULL, start_new_session=True)
    try:
        if not wait_until(lambda: listens(place.port), seconds=START_SECONDS):
            raise StartError("the portal did not serve in time")
        yield
    finally:
        end(child, asking=signal.SIGTERM, seconds=10)


def _settings(place: run.Place) -> dict[str, str]:
    """Nothing of a database or a broker that the environment names: this portal is embedded."""
    own = {"DATABASE_URL": f"sqlite:///{place.var}/pages.sqlite3", "REDIS_URL": "", "DEBUG": "", "SITE_URL": place.url}
    module = {"DJANGO_SETTINGS_MODULE": "config.settings", "DEMO_COUPONS": COUPONS, "PORT": str(place.port)}
    return {**run.environment(place), **own, **module, "EMAIL_URL": "", "SMS_PROVIDER": "file"}


def _python(settings: Mapping[str, str], *arguments: str) -> bytes:
    command = [sys.executable, *arguments]
    return subprocess.run(command, cwd=ROOT, env={**os.environ, **settings}, check=True, stdout=subprocess.PIPE).stdout
