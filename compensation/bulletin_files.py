"""Reads bulletin files from a folder. The rules themselves, and their checks, are in `policy`."""

from __future__ import annotations

import hashlib
import re
import tomllib
from collections.abc import Iterable
from difflib import get_close_matches
from itertools import combinations
from pathlib import Path
from typing import Any, NamedTuple

from compensation.policy.bulletin import Bulletin
from compensation.policy.bulletin_schema import read_bulletin
from compensation.policy.bulletin_schema.lines import line_index, line_of
from compensation.policy.errors import BulletinError
from compensation.policy.fraud import FraudPolicy, read_policy
from foundation.japan.prefecture_names import NAMES as PREFECTURES

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


class NamedRules(NamedTuple):
    """The rules of a file, and its name for whoever wrote it."""

    name: str
    rules: Bulletin | FraudPolicy


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


def coupon_bulletin(file: BulletinFile) -> Bulletin:
    """The checked bulletin of a coupon programme. Raises FileError."""
    try:
        return _in_a_known_prefecture(read_bulletin(file.data, file.text), file.text)
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


def told_twice(files: Iterable[NamedRules]) -> str | None:
    """Which two files of one programme say that they are the same bulletin or the same stage, and what to do."""
    for one, other in combinations(files, 2):
        both = f"{one.name} and {other.name}"
        if one.rules.id == other.rules.id:
            return f"{both} have the same id, {one.rules.id}. Give each its own, and take away what is there twice"
        if one.rules.stage == other.rules.stage:
            return f"{both} are both stage {one.rules.stage}. Keep one of them, or correct the stage of the later one"
    return None


def _in_a_known_prefecture(bulletin: Bulletin, text: str) -> Bulletin:
    """Coupons carry one of the 47, so a bulletin on another would refer every one of them elsewhere."""
    slug = bulletin.prefecture
    if slug in PREFECTURES:
        return bulletin
    close = get_close_matches(slug, PREFECTURES, n=1)
    remedy = "Write its English name in small letters, like kumamoto or nara"
    fault = f"“{slug}” is none of the 47 prefectures"
    line = line_of(line_index(text), ("prefecture",))
    raise BulletinError("prefecture", line, fault, f"Write it {close[0]}" if close else remedy)


def _line_first(message: str) -> str:
    """The TOML parser names the line at the end of its message; people look for it at the start."""
    found = re.search(r"\(at line (\d+), column (\d+)\)", message)
    if not found:
        return message
    # The parser meets the end of a line inside a text and calls it an illegal character.
    unclosed = r"Illegal character '\n'" in message or r"Illegal character '\r'" in message
    told = "a text has no closing quotation mark" if unclosed else message
    return f"line {found[1]}: {told}"
