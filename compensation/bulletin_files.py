"""Reads bulletin files from a folder. The rules themselves, and their checks, are in `policy`."""

from __future__ import annotations

import hashlib
import re
import tomllib
from pathlib import Path
from typing import Any, NamedTuple

from compensation.policy.bulletin import Bulletin
from compensation.policy.bulletin_schema import read_bulletin
from compensation.policy.errors import BulletinError
from compensation.policy.fraud import FraudPolicy, read_policy

WRITE_LIKE = "Correct that line: a key, an equals sign, and a value written as the guide on bulletins shows"
FOLDER = Path(__file__).parent / "bulletins"


class BulletinFile(NamedTuple):
    """A file as it stands: its text, the hash of its bytes, and the TOML it holds."""

    path: Path
    text: str
    sha256: str
    data: dict[str, Any]

    @property
    def kind(self) -> str:
        """`coupon` or `fraud`: which schema reads the file."""
        return str(self.data.get("kind", ""))


class FileError(ValueError):
    """A bulletin file cannot be used; the message names file, line, fault and remedy."""


def read_bytes(folder: Path = FOLDER) -> list[tuple[Path, bytes]]:
    """The bytes of every bulletin file of a folder, in the order of their names. FileError where there is none."""
    paths = sorted(folder.glob("*.toml"))
    if not paths:
        raise FileError(f"{folder}: no bulletin file (*.toml) in this folder")
    return [(path, path.read_bytes()) for path in paths]


def parse(path: Path, raw: bytes) -> BulletinFile:
    """One file, parsed and not yet checked. Raises FileError where it is no UTF-8 or no TOML."""
    try:
        # Windows editors write CRLF and a byte order mark; the rules in the file are the same.
        text = raw.decode("utf-8-sig").replace("\r\n", "\n")
        data = tomllib.loads(text)
    except UnicodeDecodeError as error:
        line = raw[: error.start].count(b"\n") + 1
        raise FileError(f"{path.name}: line {line}: this is no UTF-8 text. Save the file as UTF-8") from error
    except tomllib.TOMLDecodeError as error:
        raise FileError(f"{path.name}: {_line_first(str(error))}. {WRITE_LIKE}") from error
    if not data:
        raise FileError(f"{path.name}: line 1: the file is empty. Write the bulletin into it, or take it away")
    return BulletinFile(path, text, hashlib.sha256(raw).hexdigest(), data)


def read_file(path: Path) -> BulletinFile:
    """One file of a path, parsed. Raises FileError where it cannot be read or parsed."""
    try:
        return parse(path, path.read_bytes())
    except OSError as error:
        raise FileError(f"{path.name}: {error.strerror}") from error


def read_folder(folder: Path = FOLDER) -> list[BulletinFile]:
    """Every bulletin file of a folder, parsed. Raises FileError for the first that cannot be."""
    return [parse(path, raw) for path, raw in read_bytes(folder)]


def coupon_bulletin(file: BulletinFile) -> Bulletin:
    """The checked bulletin of a coupon programme. Raises FileError."""
    try:
        return read_bulletin(file.data, file.text)
    except BulletinError as error:
        raise FileError(f"{file.path.name}: {error}") from error


def rules_of_file(file: BulletinFile) -> Bulletin | FraudPolicy:
    """The checked rules of a file of either kind. Raises FileError."""
    if file.kind != "fraud":
        return coupon_bulletin(file)
    try:
        return read_policy(file.data, file.text)
    except BulletinError as error:
        raise FileError(f"{file.path.name}: {error}") from error


def _line_first(message: str) -> str:
    """The TOML parser names the line at the end of its message; people look for it at the start."""
    found = re.search(r"\(at line (\d+), column (\d+)\)", message)
    return f"line {found[1]}: {message}" if found else message
