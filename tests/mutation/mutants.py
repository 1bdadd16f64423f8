"""The mutants: modules of the policy with one mistake each."""

from __future__ import annotations

import ast
from collections.abc import Iterator
from functools import cache
from pathlib import Path
from types import CodeType
from typing import NamedTuple

from tests.mutation.mistakes import mistakes

TREE = Path(__file__).parents[2]
POLICY = TREE / "compensation" / "policy"


class Mutant(NamedTuple):
    """One module with one mistake: the how-manieth, where, in which function or method, and what it changes.

    `lines` are those of the piece that is wrong, `around` those of the function; outside functions there is no name.
    """

    file: str
    number: int
    lines: tuple[int, int]
    function: str
    around: tuple[int, int]
    change: str

    @property
    def name(self) -> str:
        """The mutant as people and the list of survivors name it, whatever line it has moved to."""
        return f"{self.file} {self.function or 'module'}: {self.change}"

    @property
    def module(self) -> str:
        return self.file.removesuffix(".py").removesuffix("/__init__").replace("/", ".")


def mutants() -> list[Mutant]:
    """Every mutant of every module of the policy."""
    files = sorted(str(path.relative_to(TREE)) for path in POLICY.rglob("*.py"))
    return [mutant for file in files for mutant in _of_file(file)]


def compiled(mutant: Mutant) -> CodeType:
    """The module with its mistake, lines and file name as in the right one."""
    tree = ast.parse(_source(mutant.file))
    next(mistake for number, mistake in enumerate(mistakes(tree)) if number == mutant.number).exchange()
    return compile(ast.fix_missing_locations(tree), str(TREE / mutant.file), "exec")


def _of_file(file: str) -> Iterator[Mutant]:
    tree = ast.parse(_source(file))
    functions = dict(_functions(tree))
    # The list comes first: to show a mistake it is made and mended again.
    for number, mistake in enumerate(list(mistakes(tree))):
        function, around = functions.get(mistake.node, ("", (0, 0)))
        yield Mutant(file, number, _lines(mistake.node), function, around, str(mistake))


@cache
def _source(file: str) -> str:
    return (TREE / file).read_text(encoding="utf-8")


def _functions(node: ast.AST, prefix: str = "") -> Iterator[tuple[ast.AST, tuple[str, tuple[int, int]]]]:
    """Each node inside the body of a function, with the qualified name and the lines of the outermost one."""
    for child in ast.iter_child_nodes(node):
        if isinstance(child, ast.FunctionDef):
            place = (prefix + child.name, _lines(child))
            yield from ((inner, place) for statement in child.body for inner in ast.walk(statement))
        else:
            yield from _functions(child, f"{prefix}{child.name}." if isinstance(child, ast.ClassDef) else prefix)


def _lines(node: ast.expr | ast.stmt) -> tuple[int, int]:
    return (node.lineno, node.end_lineno or node.lineno)
