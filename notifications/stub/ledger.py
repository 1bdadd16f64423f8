"""What the stub accepted, a line each, never changed: the ground truth of the tests."""

from __future__ import annotations

import os
from collections import Counter
from pathlib import Path
from typing import Any

import orjson


class Ledger:
    """An append-only file of JSON lines. A line is written whole, before anything is answered."""

    def __init__(self, path: Path) -> None:
        path.parent.mkdir(parents=True, exist_ok=True)
        self._ids = {line["reference"]: str(line["id"]) for line in read(path)}
        self._lines = len(read(path))
        self._file = os.open(path, os.O_WRONLY | os.O_APPEND | os.O_CREAT, 0o600)

    def accept(self, reference: str, parts: int, valid_until: str = "") -> str:
        """Write an acceptance, also of a reference that was accepted before, and return our id of it.

        `valid_until`: how long we were told to try, "" where nobody said it.
        """
        self._lines += 1
        given = f"stub-{self._lines}"
        line = {"id": given, "reference": reference, "parts": parts}
        if valid_until:
            line["valid_until"] = valid_until
        os.write(self._file, orjson.dumps(line, option=orjson.OPT_APPEND_NEWLINE))
        self._ids[reference] = given
        return given

    def id_of(self, reference: str) -> str | None:
        """The id of the last acceptance of this reference."""
        return self._ids.get(reference)

    def __len__(self) -> int:
        return self._lines

    def close(self) -> None:
        os.close(self._file)


def read(path: Path) -> list[dict[str, Any]]:
    """The lines in their order; none where the file does not stand yet."""
    if not path.exists():
        return []
    return [orjson.loads(line) for line in path.read_bytes().splitlines()]


def accepted(path: Path) -> Counter[str]:
    """How often each reference was accepted."""
    return Counter(line["reference"] for line in read(path))
