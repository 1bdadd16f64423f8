"""Which tests pass through which line of the policy, and which lines run while modules are imported."""

from __future__ import annotations

import functools
import gc
import json
import sys
import time
from collections import defaultdict
from collections.abc import Iterator
from pathlib import Path
from types import FrameType
from typing import Any, NamedTuple

import pytest

from tests.mutation.mutants import POLICY, TREE, Mutant

IMPORT = ""


class Coverage(NamedTuple):
    """The tests of each line, as `file:line`, the quickest first; IMPORT stands for a line that also runs on import."""

    tests: dict[str, list[str]]
    django: bool

    def of(self, mutant: Mutant) -> list[str]:
        """The tests that pass through the wrong piece; where it has no line of its own, through its function."""
        return self._within(mutant.file, mutant.lines) or self._within(mutant.file, mutant.around)

    def on_import(self, mutant: Mutant) -> bool:
        """Whether its function, or what it makes, is at work while modules are imported."""
        return not mutant.function or IMPORT in self._within(mutant.file, mutant.around)

    def _within(self, file: str, lines: tuple[int, int]) -> list[str]:
        found = (self.tests.get(f"{file}:{line}", []) for line in range(lines[0], lines[1] + 1))
        return list(dict.fromkeys(test for tests in found for test in tests))


def read(path: Path) -> Coverage:
    """What a Tracer wrote."""
    return Coverage(**json.loads(path.read_text()))


class Tracer:
    """A pytest plugin that watches the lines of each test and writes them to a file."""

    def __init__(self, path: Path) -> None:
        self.path, self.test = path, IMPORT
        self.caches: list[functools._lru_cache_wrapper[Any]] = []
        self.lines: dict[str, set[str]] = defaultdict(set)
        self.seconds: dict[str, float] = {IMPORT: -1.0}

    def pytest_sessionstart(self) -> None:
        sys.settrace(self.enter)

    def pytest_collection_finish(self) -> None:
        self.caches = list(_caches())

    @pytest.hookimpl(wrapper=True)
    def pytest_runtest_protocol(self, item: pytest.Item) -> Iterator[None]:
        # A cache warm from another test would hide the lines that this one stands on.
        for cache in self.caches:
            cache.cache_clear()
        self.test, begun = item.nodeid, time.process_time()
        sys.settrace(self.enter)
        try:
            return (yield)
        finally:
            self.seconds[self.test] = time.process_time() - begun

    def pytest_sessionfinish(self) -> None:
        sys.settrace(None)
        tests = {line: sorted(found, key=self.seconds.__getitem__) for line, found in self.lines.items()}
        self.path.write_text(json.dumps({"tests": tests, "django": "django" in sys.modules}))

    def enter(self, frame: FrameType, _event: str, _argument: Any) -> Any:
        return self.step if frame.f_code.co_filename.startswith(str(POLICY)) else None

    def step(self, frame: FrameType, _event: str, _argument: Any) -> Any:
        file = frame.f_code.co_filename.removeprefix(f"{TREE}/")
        self.lines[f"{file}:{frame.f_lineno}"].add(self.test)
        return self.step


def _caches() -> Iterator[functools._lru_cache_wrapper[Any]]:
    for found in gc.get_objects():
        if isinstance(found, functools._lru_cache_wrapper) and found.__module__.startswith(("tests.", "compensation.")):
            yield found
