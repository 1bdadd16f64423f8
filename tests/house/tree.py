"""The files of the house, as its own tests see them."""

from __future__ import annotations

from collections.abc import Iterator
from fnmatch import fnmatch
from functools import cache
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
APPS = ("config", "claims", "compensation", "notifications", "foundation")
TEXTS = {".py", ".toml", ".md", ".html", ".css", ".js", ".txt", ".in", ".lock", ".sql", ".jsonl", ".json", ".svg", ""}


@cache
def ignored_patterns() -> tuple[str, ...]:
    """What git passes over, and git's own folder."""
    lines = (ROOT / ".gitignore").read_text().splitlines()
    return (".git", *(line.strip("/") for line in lines if line and not line.startswith("#")))


def is_ignored(name: str) -> bool:
    """Is a file or folder of this name passed over?"""
    return any(fnmatch(name, pattern) for pattern in ignored_patterns())


def files(folder: Path = ROOT) -> Iterator[Path]:
    """Every committed text file under the folder."""
    for path in sorted(folder.iterdir()):
        if is_ignored(path.name):
            continue
        if path.is_dir():
            yield from files(path)
        elif path.suffix in TEXTS:
            yield path


def python_files(*apps: str) -> Iterator[Path]:
    """The Python files of the rooms named, or of all."""
    for app in apps or APPS:
        yield from (path for path in files(ROOT / app) if path.suffix == ".py")


def module_name(path: Path) -> str:
    """`claims/apply/views.py` → `claims.apply.views`; a package by its own name."""
    parts = path.relative_to(ROOT).with_suffix("").parts
    return ".".join(parts[:-1] if parts[-1] == "__init__" else parts)


def shown(path: Path) -> str:
    """The path as people write it."""
    return path.relative_to(ROOT).as_posix()
