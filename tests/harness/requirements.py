"""`make lock`, first half: the lists that uv compiles, written from pyproject.toml."""

from __future__ import annotations

import tomllib
from pathlib import Path

from tests.harness.services import TREE

HEAD = "# Written by `make lock` from pyproject.toml, where each line has its reason."


def lists(project: Path) -> dict[str, str]:
    """The text of each requirements file by its name."""
    content = tomllib.loads(project.read_text(encoding="utf-8"))
    run_time = [HEAD, *content["project"]["dependencies"]]
    # The run-time lock binds the other: a test never runs on another version than the portal.
    development = [HEAD, "-c requirements.lock", *content["dependency-groups"]["dev"]]
    return {"requirements.in": "\n".join(run_time) + "\n", "requirements-dev.in": "\n".join(development) + "\n"}


def main() -> None:
    """Write the lists beside pyproject.toml."""
    for name, text in lists(TREE / "pyproject.toml").items():
        (TREE / name).write_text(text, encoding="utf-8")


if __name__ == "__main__":
    main()
