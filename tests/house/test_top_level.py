"""Whoever opens the tree finds what a person expects, and nothing else."""

from __future__ import annotations

from tests.house.tree import APPS, ROOT, files, is_ignored, shown

ROOMS = {*APPS, "templates", "static", "tests"}
EXPECTED = ROOMS | {
    *("manage.py", "pyproject.toml", "Makefile", "README.md", "README.ja.md", "LICENSE", "docs"),
    *("requirements.in", "requirements.lock", "requirements-dev.in", "requirements-dev.lock"),
    *(".ci", ".env.example", ".gitignore"),
}
NAMELESS = {"utils", "util", "helpers", "helper", "core", "common", "misc", "shared", "base", "lib"}


def test_top_level() -> None:
    found = {path.name for path in ROOT.iterdir() if not is_ignored(path.name)}
    assert sorted(found) == sorted(EXPECTED)


def test_every_room_says_what_it_is() -> None:
    assert [app for app in APPS if not (ROOT / app / "__init__.py").read_text().startswith('"""')] == []


def test_no_room_without_a_name() -> None:
    assert [shown(path) for path in files() if {path.stem, path.parent.name} & NAMELESS and path.suffix == ".py"] == []
