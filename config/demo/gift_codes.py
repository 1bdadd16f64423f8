"""A stock of codes that look like those of their products and buy nothing; the same codes each time."""

from __future__ import annotations

import tomllib
from collections import Counter
from collections.abc import Iterable, Iterator
from pathlib import Path
from random import Random
from typing import Any

from compensation.gifts.models import GiftProduct
from compensation.gifts.stock import NewCode, add
from compensation.models import Payout
from foundation.trail.actor import Actor

FILE = Path(__file__).with_name("gift_codes.toml")
LETTERS = "ABCDEFGHJKLMNPQRSTUVWXYZ23456789"


def stock_codes(*, by: Actor) -> int:
    """Fill the stock of every product that has a shape, by what the planned payouts need; how many codes."""
    plan = tomllib.loads(FILE.read_text(encoding="utf-8"))
    needed = faces_needed(Payout.objects.values_list("yen", flat=True), plan["faces"])
    products = GiftProduct.objects.filter(slug__in=plan["shapes"]).order_by("slug")
    return sum(add(product, new_codes(product.slug, needed, plan), by=by) for product in products)


def faces_needed(sums: Iterable[int], faces: list[int]) -> Counter[int]:
    """How many codes of each value pay every sum, largest first."""
    needed: Counter[int] = Counter(dict.fromkeys(faces, 0))
    for left in sums:
        for face in sorted(faces, reverse=True):
            needed[face] += left // face
            left %= face  # noqa: PLW2901  (what is left of this sum)
    return needed


def new_codes(slug: str, needed: Counter[int], plan: dict[str, Any]) -> Iterator[NewCode]:
    """The codes of one product."""
    # Chance that keeps no secret: these codes buy nothing.
    chance = Random(f"{slug}:{plan['seed']}")  # noqa: S311
    serial = 0
    for face in plan["faces"]:
        for _ in range(int(needed[face] * plan["share"]) + plan["spare"]):
            serial += 1
            code = "".join(chance.choice(LETTERS) if sign == "?" else sign for sign in plan["shapes"][slug])
            yield NewCode(code, face, f"DEMO-{serial:06d}", plan["expires_on"].get(slug))
