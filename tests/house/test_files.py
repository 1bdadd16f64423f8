"""Files stay short, and say nothing that belongs elsewhere."""

from __future__ import annotations

import ast
import re
from collections.abc import Iterator
from pathlib import Path
from statistics import median, quantiles

import pytest

from tests.house.tree import ROOT, files, python_files, shown

LONGEST_FILE = 500
# A date of the programmes stands in a bulletin, beside its clause; demonstration data is made of such dates.
PROGRAMME_YEAR = re.compile("2023")
UNFINISHED = re.compile("TO" + "DO|FIX" + "ME|XX" + "X")
OF_THIS_MACHINE = re.compile(r"(?<![\w.])/(home|root|Users|work|tmp)/\w")
PACKAGE_INDEX = re.compile(r"https?://[^\s]*(pypi|simple/|pythonhosted)|(?<!no-emit-)(index-url|find-links)[ =]")
NPM_LOCK = ROOT / "tests" / "lighthouse" / "package-lock.json"
NPM_REGISTRY = re.compile(r'"resolved"|registry\.')
OTHER_HOST = re.compile(
    r"""<(script|link|img|iframe|source|video)\b[^>]*(src|href)=["'](https?:)?//|url\(["']?https?:"""
)


def lines_with(pattern: re.Pattern[str], paths: Iterator[Path]) -> list[str]:
    """`file:line` of every line that the pattern finds."""
    return [
        f"{shown(path)}:{number}"
        for path in paths
        for number, line in enumerate(path.read_text(encoding="utf-8").splitlines(), 1)
        if pattern.search(line)
    ]


def test_no_file_is_long() -> None:
    written = (path for path in files() if path.suffix == ".py" and path.parent.name != "migrations")
    assert [shown(path) for path in written if _length(path) > LONGEST_FILE] == []


def test_no_date_of_a_programme_in_python() -> None:
    outside = (path for path in python_files() if not path.is_relative_to(ROOT / "config" / "demo"))
    assert lines_with(PROGRAMME_YEAR, outside) == []


@pytest.mark.parametrize("pattern", [UNFINISHED, OF_THIS_MACHINE, PACKAGE_INDEX])
def test_nothing_that_belongs_elsewhere(pattern: re.Pattern[str]) -> None:
    # The hashes of a lock may spell any word.
    readable = (path for path in files() if path.suffix not in {".jsonl", ".lock"} and path != NPM_LOCK)
    assert lines_with(pattern, readable) == []


def test_locks_name_no_index() -> None:
    assert lines_with(NPM_REGISTRY, iter([NPM_LOCK])) == []
    assert lines_with(PACKAGE_INDEX, iter([ROOT / "requirements.lock", ROOT / "requirements-dev.lock"])) == []


def test_pages_load_nothing_from_another_host() -> None:
    pages = (path for folder in ("templates", "static") for path in files(ROOT / folder))
    assert lines_with(OTHER_HOST, pages) == []


def test_functions_are_short() -> None:
    lengths = sorted(length for path in python_files() for length in _function_lengths(path))
    over_fifty = sum(length > 50 for length in lengths)
    deciles = quantiles(lengths, n=10)
    assert (median(lengths) <= 7, deciles[8] <= 22, over_fifty <= 0.02 * len(lengths)) == (True, True, True)


def _length(path: Path) -> int:
    return len(path.read_text(encoding="utf-8").splitlines())


def _function_lengths(path: Path) -> Iterator[int]:
    for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
        if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef):
            yield (node.end_lineno or node.lineno) - node.lineno + 1
