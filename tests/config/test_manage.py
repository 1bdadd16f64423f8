"""The command line against the data of `make run`, and what it says without settings."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

import pytest

from config.demo import keys
from tests.house.tree import ROOT

# What the tests' own run is told does not reach the command line.
OWN = ("DATABASE_URL", "REDIS_URL", "SECRET_KEY", "FIELD_KEYS", "DJANGO_SETTINGS_MODULE", "DEBUG", "DEMO")
SETTINGS = "from django.conf import settings as s; print(s.SECRET_KEY, *s.FIELD_KEYS, s.DATABASES['default']['NAME'])"


def manage(var: Path, *arguments: str, **settings: str) -> subprocess.CompletedProcess[str]:
    inherited = {name: value for name, value in os.environ.items() if name not in OWN}
    environment = {**inherited, "VAR_DIR": str(var), **settings}
    argv = [sys.executable, "manage.py", *arguments]
    return subprocess.run(argv, cwd=ROOT, env=environment, capture_output=True, text=True, check=False)


@pytest.mark.parametrize("missing", ["SECRET_KEY", "FIELD_KEYS"])
def test_without_keys_it_ends_with_2_and_a_line_that_says_why(tmp_path: Path, missing: str) -> None:
    given = {"SECRET_KEY": "given", "FIELD_KEYS": "given", missing: ""}
    ran = manage(tmp_path, "reconcile", **given)
    (line,) = ran.stderr.splitlines()
    assert (ran.returncode, ran.stdout) == (2, "")
    assert (
        line.startswith(f"{missing} is not set. Give "),
        line.endswith(" write DEMO=1 in front of the command."),
    ) == (
        True,
        True,
    )


def test_with_demo_it_has_the_keys_and_the_database_of_the_demonstration(tmp_path: Path) -> None:
    made = keys.ensure(tmp_path)
    ran = manage(tmp_path, "shell", "--no-imports", "-c", SETTINGS, DEMO="1")
    assert (ran.stdout.split(), ran.stderr) == ([made["SECRET_KEY"], "demo", str(tmp_path / "portal.sqlite3")], "")


def test_development_does_not_touch_the_data_of_the_demonstration(tmp_path: Path) -> None:
    keys.ensure(tmp_path)
    ran = manage(tmp_path, "shell", "--no-imports", "-c", SETTINGS, DEBUG="1")
    assert ran.stdout.split()[1:] == ["dev", str(tmp_path / "development.sqlite3")]


def test_a_wrong_value_ends_with_2_as_well(tmp_path: Path) -> None:
    ran = manage(tmp_path, "reconcile", DEBUG="perhaps")
    assert (ran.returncode, ran.stderr.splitlines()) == (
        2,
        ["DEBUG='perhaps' is neither yes nor no. Write DEBUG=1 or DEBUG=0."],
    )
