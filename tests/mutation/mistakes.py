"""The small mistakes that are made on purpose, one at a time, in a parsed module."""

from __future__ import annotations

import ast
from collections.abc import Iterator
from typing import Any, NamedTuple

OPERATORS: dict[type[ast.AST], type[ast.AST]] = {
    ast.Lt: ast.LtE,
    ast.LtE: ast.Lt,
    ast.Gt: ast.GtE,
    ast.GtE: ast.Gt,
    ast.Eq: ast.NotEq,
    ast.NotEq: ast.Eq,
    ast.Is: ast.IsNot,
    ast.IsNot: ast.Is,
    ast.In: ast.NotIn,
    ast.NotIn: ast.In,
    ast.And: ast.Or,
    ast.Or: ast.And,
    ast.Add: ast.Sub,
    ast.Sub: ast.Add,
    ast.Mult: ast.FloorDiv,
    ast.FloorDiv: ast.Mult,
}
# What the type checker reads, and the program does not.
TYPES = {"annotation", "returns", "decorator_list", "type_params"}
JUMPS: dict[type[ast.AST], type[ast.stmt]] = {ast.Continue: ast.Break, ast.Break: ast.Continue, ast.Raise: ast.Pass}


class Mistake(NamedTuple):
    """One part of a node, and a wrong one for it; `place` is a field of `holder`, or an index of a list."""

    node: ast.expr | ast.stmt
    holder: Any
    place: Any
    wrong: Any

    def exchange(self) -> Mistake:
        """Make the mistake; what comes back would mend it."""
        right = self.part
        if isinstance(self.holder, list):
            self.holder[self.place] = self.wrong
        else:
            setattr(self.holder, self.place, self.wrong)
        return self._replace(wrong=right)

    @property
    def part(self) -> Any:
        """What stands there now."""
        return self.holder[self.place] if isinstance(self.holder, list) else getattr(self.holder, self.place)

    def __str__(self) -> str:
        before, whole = ast.unparse(self.node), self.part is not self.node
        mended = self.exchange()
        after = ast.unparse(self.node if whole else self.wrong)
        mended.exchange()
        return f"{before} -> {after}"


def mistakes(tree: ast.AST) -> Iterator[Mistake]:
    """Every mistake that can be made in a tree, always in the same order."""
    for node in _read_by_the_program(tree):
        for kind in (_operators, _values, _conditions, _jumps):
            yield from kind(node)


def _read_by_the_program(node: ast.AST) -> Iterator[ast.AST]:
    if _is_type(node) or _is_docstring(node):
        return
    yield node
    for name, value in ast.iter_fields(node):
        if name not in TYPES:
            for child in value if isinstance(value, list) else [value]:
                if isinstance(child, ast.AST):
                    yield from _read_by_the_program(child)


def _is_type(node: ast.AST) -> bool:
    if isinstance(node, ast.Subscript):
        return isinstance(node.value, ast.Name) and node.value.id == "Literal"
    return isinstance(node, ast.Assign) and [ast.unparse(target) for target in node.targets] == ["__all__"]


def _is_docstring(node: ast.AST) -> bool:
    return isinstance(node, ast.Expr) and isinstance(node.value, ast.Constant)


def _operators(node: ast.AST) -> Iterator[Mistake]:
    if isinstance(node, ast.Compare):
        for place, operator in enumerate(node.ops):
            yield Mistake(node, node.ops, place, OPERATORS[type(operator)]())
    elif isinstance(node, ast.BoolOp | ast.BinOp | ast.AugAssign) and type(node.op) in OPERATORS:
        yield Mistake(node, node, "op", OPERATORS[type(node.op)]())


def _values(node: ast.AST) -> Iterator[Mistake]:
    if isinstance(node, ast.Constant) and isinstance(node.value, bool | int | str):
        yield Mistake(node, node, "value", _another(node.value))
    elif isinstance(node, ast.Expr) or (
        isinstance(node, ast.Return) and not isinstance(node.value, ast.Constant | type(None))
    ):
        yield Mistake(node, node, "value", ast.Constant(None))


def _conditions(node: ast.AST) -> Iterator[Mistake]:
    if isinstance(node, ast.UnaryOp) and isinstance(node.op, ast.Not):
        yield Mistake(node, node, "operand", _negated(node.operand))
    elif isinstance(node, ast.If | ast.IfExp | ast.While) and _is_plain(node.test):
        yield Mistake(node.test, node, "test", _negated(node.test))
    elif isinstance(node, ast.comprehension):
        for place, test in enumerate(node.ifs):
            if _is_plain(test):
                yield Mistake(test, node.ifs, place, _negated(test))


def _jumps(node: ast.AST) -> Iterator[Mistake]:
    for block in (getattr(node, name, None) for name in ("body", "orelse", "finalbody")):
        for place, statement in enumerate(block if isinstance(block, list) else []):
            if type(statement) in JUMPS:
                yield Mistake(statement, block, place, JUMPS[type(statement)]())


def _is_plain(test: ast.expr) -> bool:
    """Whether no other mistake turns this condition round."""
    return not isinstance(test, ast.Compare | ast.BoolOp) and not (
        isinstance(test, ast.UnaryOp) and isinstance(test.op, ast.Not)
    )


def _negated(test: ast.expr) -> ast.UnaryOp:
    return ast.UnaryOp(ast.Not(), test)


def _another(value: bool | int | str) -> bool | int | str:
    if isinstance(value, bool):
        return not value
    return value + 1 if isinstance(value, int) else f"XX{value}XX"
