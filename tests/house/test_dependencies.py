"""One list of dependencies, each with its reason; the locks pin all of it by hash."""

from __future__ import annotations

import re
import tomllib

from tests.harness.requirements import lists
from tests.house.tree import ROOT

PINNED = re.compile(r"^([a-z0-9-]+)==\S+( ; [^\\]+)? \\$")


def pinned(lock: str) -> set[str]:
    lines = (ROOT / lock).read_text().splitlines()
    return {found[1] for line in lines if (found := PINNED.match(line))}


def asked_for(names: list[str]) -> set[str]:
    return {re.split(r"[\[<>=~;! ]", name)[0].lower() for name in names}


def test_lists_are_those_of_the_project() -> None:
    written = lists(ROOT / "pyproject.toml")
    assert {name: (ROOT / name).read_text() for name in written} == written


def test_each_dependency_has_its_reason() -> None:
    project = tomllib.loads((ROOT / "pyproject.toml").read_text())
    text = (ROOT / "pyproject.toml").read_text()
    names = [*project["project"]["dependencies"], *project["dependency-groups"]["dev"]]
    assert [name for name in names if not re.search(rf'^    "{re.escape(name)}", +# \S', text, re.MULTILINE)] == []


def test_locks_hold_what_is_asked_for() -> None:
    project = tomllib.loads((ROOT / "pyproject.toml").read_text())
    missing = asked_for(project["project"]["dependencies"]) - pinned("requirements.lock")
    missing |= asked_for(project["dependency-groups"]["dev"]) - pinned("requirements-dev.lock")
    assert missing == set()


def test_every_line_of_a_lock_is_pinned_by_hash() -> None:
    for lock in ("requirements.lock", "requirements-dev.lock"):
        lines = (ROOT / lock).read_text().splitlines()
        heads = [line for line in lines if line and not line.startswith((" ", "#"))]
        assert [line for line in heads if not PINNED.match(line)] == []
