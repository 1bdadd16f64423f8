"""The tests that the mutants meet, run inside this process: of the policy and its bulletins, without Django."""

from __future__ import annotations

import os
import sys
from collections.abc import Sequence
from pathlib import Path
from typing import Any

import pytest

FOLDERS = ("tests/compensation/policy", "tests/compensation/bulletins")
ARGUMENTS = (
    *("--quiet", "--no-header", "--no-summary", "--noconftest", "--exitfirst", "--tb=no", "--assert=plain"),
    # The project's own options are strict about settings of Django's plugin, which is not here.
    *(
        "--override-ini=addopts=--import-mode=importlib",
        "-p",
        "no:cacheprovider",
        "-W",
        "ignore::pytest.PytestConfigWarning",
    ),
    # Properties draw other examples every time: what they find today they may miss tomorrow.
    "--ignore-glob=*test_properties.py",
)


def run(*plugins: Any, tests: Sequence[str] = FOLDERS) -> int:
    """The exit code of these tests; nothing is printed."""
    os.environ["PYTEST_DISABLE_PLUGIN_AUTOLOAD"] = "1"
    with Path(os.devnull).open("w") as nowhere:
        sys.stdout = sys.stderr = nowhere
        return int(pytest.main([*ARGUMENTS, *tests], plugins=list(plugins)))


def named_after(module: str) -> list[str]:
    """The test files that bear the name of a module, where mistakes in it are likeliest to be seen.

    Those in a folder of the name of its package come alone where there are any: two halves of the policy have modules
    of the same names, and to import both for nothing is half of what a mutant costs.
    """
    package, _, name = module.rpartition(".")
    found = sorted(path for folder in FOLDERS for path in Path(folder).rglob(f"test_{name}.py"))
    near = [path for path in found if path.parent.name == package.rpartition(".")[2]]
    return [str(path) for path in near or found]
