"""The mistakes that can be made in a piece of code, and that making one twice mends it."""

from __future__ import annotations

import ast

import pytest

from tests.mutation.mistakes import mistakes


@pytest.mark.parametrize(
    ("code", "made"),
    [
        ("a < b <= c", ["a <= b <= c", "a < b < c"]),
        ("a == b", ["a != b"]),
        ("a is None", ["a is not None"]),
        ("a in b and c", ["a in b or c", "a not in b and c"]),
        ("a - 5 * b", ["a + 5 * b", "a - 5 // b", "a - 6 * b"]),
        ("a += True", ["a -= True", "a += False"]),
        ("b = not a", ["b = not not a"]),
        ("b = c if a else d", ["b = c if not a else d"]),
        ("b = [c for c in a if c]", ["b = [c for c in a if not c]"]),
        ("b = f('c')", ["b = f('XXcXX')"]),
        ("while a:\n    break", ["while not a:\n    break", "while a:\n    continue"]),
        ('def f() -> \'Text\':\n    """Doc."""\n    return a', ["def f() -> 'Text':\n    return None"]),
        ("def f(a: 'Text') -> None:\n    raise a", ["def f(a: 'Text') -> None:\n    pass"]),
        ("Kind = Literal['a', 'b']", []),
        ("__all__ = ['a']", []),
    ],
)
def test_each_mistake_is_made_once_and_mended(code: str, made: list[str]) -> None:
    tree = ast.parse(code)
    found = [mistake for mistake in mistakes(tree) if not isinstance(mistake.node, ast.Expr)]
    seen = []
    for mistake in found:
        mended = mistake.exchange()
        seen.append(_without_docstrings(tree))
        mended.exchange()
    assert seen == made
    assert ast.unparse(tree) == ast.unparse(ast.parse(code))


def test_a_mistake_is_shown_by_what_it_changes() -> None:
    shown = [str(mistake) for mistake in mistakes(ast.parse("if a < 1:\n    note('x')"))]
    assert shown == ["a < 1 -> a <= 1", "1 -> 2", "note('x') -> None", "'x' -> 'XXxXX'"]


def _without_docstrings(tree: ast.AST) -> str:
    return ast.unparse(tree).replace('    """Doc."""\n', "")
