"""How the tests meet a mutant: its function exchanged in place, or its module imported instead of the right one."""

from __future__ import annotations

import gc
import importlib.machinery
import importlib.util
import sys
from collections import defaultdict
from collections.abc import Callable, Iterator, Sequence
from functools import partial
from types import CodeType, FunctionType, ModuleType

import pytest
from _pytest.runner import runtestprotocol

from tests.mutation.children import in_child
from tests.mutation.coverage import IMPORT, Coverage
from tests.mutation.mutants import TREE, Mutant, compiled
from tests.mutation.running import FOLDERS, named_after, run

SECONDS = 60
SURVIVED, KILLED = 0, 1
Tell = Callable[[int, int], None]


class InPlace:
    """A pytest plugin that runs, for each mutant of a function, the tests that pass through its line.

    All is imported and collected once; a mutant costs a fork, a few exchanged pieces of code, and its tests.
    """

    def __init__(self, mutants: Sequence[Mutant], coverage: Coverage, tell: Tell) -> None:
        self.mutants, self.coverage, self.tell = mutants, coverage, tell

    def pytest_runtestloop(self, session: pytest.Session) -> bool:
        items = {item.nodeid: item for item in session.items}
        functions = _functions()
        for number, mutant in enumerate(self.mutants):
            tests = [items[test] for test in self.coverage.of(mutant) if test != IMPORT]
            right = functions.get((str(TREE / mutant.file), mutant.function), [])
            self.tell(number, in_child(partial(_meet, mutant, right, tests), SECONDS) if tests else SURVIVED)
        return True


def _functions() -> dict[tuple[str, str], list[FunctionType]]:
    """The functions that have been imported, by file and qualified name; a decorated one is found all the same."""
    found: dict[tuple[str, str], list[FunctionType]] = defaultdict(list)
    for function in gc.get_objects():
        if isinstance(function, FunctionType):
            found[function.__code__.co_filename, function.__code__.co_qualname].append(function)
    return found


def _meet(mutant: Mutant, right: list[FunctionType], tests: list[pytest.Item]) -> int:
    (wrong,) = [code for code in _codes(compiled(mutant)) if code.co_qualname == mutant.function]
    for function in right:
        function.__code__ = wrong
    for test in tests:
        if any(report.failed for report in runtestprotocol(test, log=False)):
            return KILLED
    return SURVIVED


def _codes(code: CodeType) -> Iterator[CodeType]:
    for inner in code.co_consts:
        if isinstance(inner, CodeType):
            yield inner
            yield from _codes(inner)


class Instead(importlib.machinery.SourceFileLoader):
    """Loads a mutant."""

    mutant: Mutant

    def exec_module(self, module: ModuleType) -> None:
        exec(compiled(self.mutant), module.__dict__)  # noqa: S102  (our own code, with our own mistake)


class Finder:
    """Finds a mutant where its module is asked for."""

    def __init__(self, mutant: Mutant) -> None:
        self.mutant = mutant

    def find_spec(
        self, name: str, path: Sequence[str] | None, target: ModuleType | None = None
    ) -> importlib.machinery.ModuleSpec | None:
        found = importlib.machinery.PathFinder.find_spec(name, path, target) if name == self.mutant.module else None
        if found is None or found.origin is None:
            return None
        loader = Instead(name, found.origin)
        loader.mutant = self.mutant
        locations = found.submodule_search_locations
        return importlib.util.spec_from_file_location(
            name, found.origin, loader=loader, submodule_search_locations=locations
        )


def imported(mutant: Mutant) -> int:
    """Run the tests with the wrong module from the start; only where nothing of it has been imported yet."""
    sys.meta_path.insert(0, Finder(mutant))
    near = named_after(mutant.module)
    return SURVIVED if all(run(tests=tests) == pytest.ExitCode.OK for tests in (near, FOLDERS) if tests) else KILLED
