"""The rules of the campaigns, from their files, without a database."""

from __future__ import annotations

from functools import cache

from compensation.bulletin_files import FOLDER, coupon_bulletin, parse
from compensation.policy.bulletin import Bulletin


@cache
def rules(key: str = "kumamoto-3") -> Bulletin:
    """One bulletin by its key."""
    path = FOLDER / f"{key}.toml"
    return coupon_bulletin(parse(path, path.read_bytes()))
