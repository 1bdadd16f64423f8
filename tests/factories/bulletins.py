"""The rules of the campaigns, from their files, without a database; and bulletins that might follow them."""

from __future__ import annotations

import re
from datetime import date
from functools import cache
from pathlib import Path

from compensation.bulletin_files import FOLDER, coupon_bulletin, parse
from compensation.policy.bulletin import Bulletin


@cache
def rules(key: str = "kumamoto-3") -> Bulletin:
    """One bulletin by its key."""
    path = FOLDER / f"{key}.toml"
    return coupon_bulletin(parse(path, path.read_bytes()))


def next_bulletin(folder: Path, key: str, in_force_from: date, *changes: tuple[str, str]) -> Path:
    """The file of the stage after `key`, in a folder of its own: the same text with these changes."""
    slug, stage = key.rsplit("-", 1)
    follows = str(int(stage) + 1)
    text = (FOLDER / f"{key}.toml").read_text(encoding="utf-8")
    for old, new in (
        (f'id = "{key}"', f'id = "{slug}-{follows}"'),
        (f"stage = {stage}", f"stage = {follows}"),
        *changes,
    ):
        if old not in text:
            raise LookupError(old)
        text = text.replace(old, new)
    text = re.sub(r"(?m)^in_force_from = .*\n", "", text)
    text = text.replace(f"stage = {follows}\n", f"stage = {follows}\nin_force_from = {in_force_from}\n", 1)
    path = folder / f"{slug}-{follows}.toml"
    path.write_text(text, encoding="utf-8")
    return path
