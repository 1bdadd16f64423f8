"""A portal that serves as in production, over a database of its own with the world of the pages in it."""

from __future__ import annotations

import json
import os
import signal
import subprocess
import sys
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path
from typing import Final

from config.demo import run
from tests.harness.children import StartError, end, free_port, listens, wait_until
from tests.house.tree import ROOT
from tests.pages.entry import EARLY, LATE, NOW, When

COUPONS = "600"
CLOCKS: Final[dict[When, str]] = {EARLY: "2023-03-10T10:00:00+09:00", LATE: "2023-06-02T10:00:00+09:00"}
START_SECONDS = 60


@contextmanager
def portal(var: Path, *, when: When = NOW) -> Iterator[Mapping[str, str]]:
    """The names of the world that it serves, `address` among them; `when` sets its clock once all is built.

    Raises StartError and PreparationError.
    """
    place = run.Place("127.0.0.1", free_port(), var)
    settings = _settings(place)
    run.prepare(settings)
    world: dict[str, str] = {**json.loads(_python(settings, "-m", "tests.pages")), "address": place.url}
    _python(settings, "manage.py", "dispatch", "--until-empty")
    [web] = [program for program in run.programs(place, settings) if program.name == "web"]
    if when in CLOCKS:
        _python(settings, "-m", "tests.pages", CLOCKS[when])
    child = subprocess.Popen(web.argv, cwd=ROOT, env=settings, stdout=subprocess.DEVNULL, start_new_session=True)
    try:
        if not wait_until(lambda: listens(place.port), seconds=START_SECONDS):
            raise StartError("the portal did not serve in time")
        yield world
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
