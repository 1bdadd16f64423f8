"""On which line of a TOML text a key stands, for error messages."""

from __future__ import annotations

import re

Path = tuple[str | int, ...]

HEADER = re.compile(r"^\s*(\[\[?)\s*([A-Za-z0-9_.\-]+)\s*\]\]?")
KEY = re.compile(r"^\s*([A-Za-z0-9_\-]+)\s*=\s*(.*)$")


def line_index(text: str) -> dict[Path, int]:
    """The line of each table, key and element of a list written one a line; the first line is 1."""
    index: dict[Path, int] = {}
    counts: dict[Path, int] = {}
    table: Path = ()
    listing: Path | None = None
    for number, line in enumerate(text.splitlines(), 1):
        if header := HEADER.match(line):
            table = _table_path(header, counts)
            index.setdefault(table, number)
        elif listing is not None:
            listing = _element(line, number, listing, index, counts)
        elif key := KEY.match(line):
            path = (*table, key[1])
            index[path] = number
            listing = path if key[2].strip() == "[" else None
    return index


def line_of(index: dict[Path, int], path: Path) -> int:
    """The line of a path, or of the nearest thing around it."""
    while path:
        if path in index:
            return index[path]
        path = path[:-1]
    return 1


def dotted(path: Path) -> str:
    """A path as people write it: `paper.items.asked[2].id`."""
    text = ""
    for part in path:
        text += f"[{part}]" if isinstance(part, int) else f".{part}" if text else part
    return text


def _table_path(header: re.Match[str], counts: dict[Path, int]) -> Path:
    names: Path = tuple(header[2].split("."))
    path: Path = ()
    for name in names[:-1]:
        path = (*path, name)
        if path in counts:
            path = (*path, counts[path])
    path = (*path, names[-1])
    return _next_element(path, counts) if header[1] == "[[" else path


def _element(line: str, number: int, listing: Path, index: dict[Path, int], counts: dict[Path, int]) -> Path | None:
    if line.lstrip().startswith("]"):
        return None
    if line.strip() and not line.lstrip().startswith("#"):
        index[_next_element(listing, counts)] = number
    return listing


def _next_element(path: Path, counts: dict[Path, int]) -> Path:
    counts[path] = counts.get(path, -1) + 1
    return (*path, counts[path])
