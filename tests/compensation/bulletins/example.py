"""The worked example of the documentation, and changes to it as somebody would type them."""

from __future__ import annotations

import tomllib
from pathlib import Path

from compensation.policy.bulletin import Bulletin
from compensation.policy.bulletin_schema import read_bulletin

DOCUMENT = Path(__file__).parents[3] / "docs" / "bulletins.md"
TEXT = DOCUMENT.read_text(encoding="utf-8").split("```toml\n")[1].split("```")[0]


def read(text: str = TEXT) -> Bulletin:
    return read_bulletin(tomllib.loads(text), text)


def changed(*changes: tuple[str, str], text: str = TEXT) -> str:
    """The example with each first text replaced by the second; a text that is not there is a mistake of the test."""
    for old, new in changes:
        if old not in text:
            raise LookupError(old)
        text = text.replace(old, new)
    return text


def without_section(header: str, text: str = TEXT) -> str:
    """The example without one table, from its header to the next."""
    before, after = text.split(f"[{header}]\n", 1)
    return before + after[after.index("\n[") + 1 :]


def line_of(fragment: str, text: str = TEXT) -> int:
    """The line on which a fragment first stands."""
    return text[: text.index(fragment)].count("\n") + 1
