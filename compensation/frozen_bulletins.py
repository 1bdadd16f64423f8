"""Bulletin files that have decided are frozen: their hashes are kept beside them and looked at without a database.

`python -m compensation.frozen_bulletins` says what does not hold, for `make check`; the exit code is 1 then.
"""

from __future__ import annotations

import hashlib
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Final

from compensation.bulletin_files import FOLDER, FileError

LIST: Final = "HASHES"
REMEDY: Final = "put it back as it was, and write the change as a new bulletin with its own id and the next stage"


def frozen(folder: Path = FOLDER) -> dict[str, str]:
    """The sha256 of every frozen file, by its name. Raises FileError where the list cannot be read."""
    try:
        lines = (folder / LIST).read_text(encoding="utf-8").splitlines()
    except OSError as error:
        raise FileError(f"{LIST}: {error.strerror}") from error
    return {name: sha256 for sha256, name in _entries(lines)}


def faults(folder: Path = FOLDER) -> list[str]:
    """Every frozen file that is gone or was changed: name, fault and remedy."""
    try:
        return list(_thawed(folder))
    except FileError as error:
        return [str(error)]


def _thawed(folder: Path) -> Iterator[str]:
    for name, sha256 in frozen(folder).items():
        path = folder / name
        if not path.is_file():
            yield f"{name}: this bulletin was used in production and is gone: {REMEDY}"
        elif hashlib.sha256(path.read_bytes()).hexdigest() != sha256:
            yield f"{name}: this bulletin was used in production and was changed since: {REMEDY}"


def _entries(lines: list[str]) -> Iterator[list[str]]:
    for number, line in enumerate(lines, start=1):
        if line and not line.startswith("#"):
            parts = line.split()
            if len(parts) != 2:
                raise FileError(f"{LIST}: line {number}: expected a sha256 and the name of a file")
            yield parts


def main() -> int:
    """Say every fault; 0 where there is none."""
    found = faults()
    sys.stderr.writelines(f"{fault}\n" for fault in found)
    return 1 if found else 0


if __name__ == "__main__":
    sys.exit(main())
