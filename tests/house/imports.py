"""Who imports whom, and the rules about it."""

from __future__ import annotations

import ast
from collections.abc import Iterator
from dataclasses import dataclass

# Each room imports itself and those to its right.
ORDER = ("config", "claims", "compensation", "notifications", "foundation")
FACES = ("claims.apply", "claims.desk", "claims.reports", "compensation.receive")
POLICY = "compensation.policy"
# The policy computes and nothing else: no framework, no files, no clock, no network.
POLICY_MAY_NOT = ("django", "os", "pathlib", "io", "time", "socket", "subprocess", "sys", "requests", "random")
LEAVES = {"enums", "roles", "rules", "validators", "states"}
LATE = {"forms", "exports", "tasks"}
SCREENS = {"views", "urls", "admin", "commands", "management"}


@dataclass(frozen=True)
class Import:
    """One module names another."""

    by: str
    of: str

    def __str__(self) -> str:
        return f"{self.by} imports {self.of}"


def imports_of(module: str, source: str) -> Iterator[Import]:
    """Every import of the source, also those inside functions; names that may be modules in full."""
    for node in ast.walk(ast.parse(source)):
        if isinstance(node, ast.Import):
            yield from (Import(module, alias.name) for alias in node.names)
        elif isinstance(node, ast.ImportFrom) and node.module:
            yield from (Import(module, f"{node.module}.{alias.name}") for alias in node.names)


def goes_up(one: Import) -> bool:
    """Against the order of the rooms, or out into the tests."""
    by, of = _room(one.by), _room(one.of)
    return of == "tests" or (by in ORDER and of in ORDER and ORDER.index(of) < ORDER.index(by))


def enters_a_face(one: Import) -> bool:
    """A face is imported by itself only; addresses name it as text."""
    face = _face(one.of)
    return face is not None and face != _face(one.by)


def soils_the_policy(one: Import) -> bool:
    """The policy imports itself and what computes."""
    if not _within(one.by, POLICY):
        return False
    foreign = _room(one.of) in ORDER and not _within(one.of, POLICY)
    return foreign or _room(one.of) in POLICY_MAY_NOT


def climbs_a_layer(one: Import) -> bool:
    """Inside one app: leaves, models, services and queries, forms and tasks, views; down only."""
    return _room(one.by) == _room(one.of) and layer(one.of) > layer(one.by)


def layer(module: str) -> int:
    """0 leaves, 1 models, 2 services and queries, 3 forms, exports and tasks, 4 views."""
    parts = module.split(".")[1:]
    words = {part.rsplit("_", 1)[-1] for part in parts}
    if words & SCREENS:
        return 4
    if words & LATE:
        return 3
    if _within(module, POLICY) or words & LEAVES:
        return 0
    return 1 if "models" in parts else 2


def _room(module: str) -> str:
    return module.split(".", maxsplit=1)[0]


def _face(module: str) -> str | None:
    return next((face for face in FACES if _within(module, face)), None)


def _within(module: str, package: str) -> bool:
    return module == package or module.startswith(f"{package}.")
