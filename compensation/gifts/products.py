"""The products that codes are stocked of: master data, kept as its file states it."""

from __future__ import annotations

import re
import tomllib
from collections.abc import Iterable
from pathlib import Path
from typing import Final, NamedTuple

from django.db import transaction

from compensation.gifts.models import GiftProduct
from foundation.trail.actor import Actor
from foundation.trail.audit import record

FILE: Final = Path(__file__).with_name("products.toml")
FIELDS: Final = frozenset(
    ("name_ja", "name_en", "issuer", "needs_ja", "needs_en", "steps_ja", "steps_en", "register_at", "code_pattern")
)


class ProductFileError(Exception):
    """The file does not describe products; says which and why."""


class Loaded(NamedTuple):
    """How many products are new, and how many say something else than before."""

    added: int
    changed: int


def load_products(path: Path = FILE, *, by: Actor) -> Loaded:
    """Make the products stand as the file states them, all or none. Raises ProductFileError."""
    wanted = [_checked(product) for product in _read(path)]
    with transaction.atomic():
        held = {product.slug: product for product in GiftProduct.objects.select_for_update()}
        new = [product for product in wanted if product.slug not in held]
        changed = [product for product in wanted if product.slug in held and _differ(product, held[product.slug])]
        GiftProduct.objects.bulk_create(new)
        for product in changed:
            GiftProduct.objects.filter(slug=product.slug).update(**_fields(product))
        record("loaded", by=by, kind="gift_product", refs=[product.slug for product in [*new, *changed]])
    return Loaded(len(new), len(changed))


def stocked_as(slugs: Iterable[str]) -> frozenset[str]:
    """Those of these methods that are products of ours, so that they can be paid out once codes are there."""
    return frozenset(GiftProduct.objects.filter(slug__in=list(slugs)).values_list("slug", flat=True))


def _read(path: Path) -> list[dict[str, str]]:
    try:
        rows = tomllib.loads(path.read_text(encoding="utf-8"))["product"]
    except (OSError, UnicodeDecodeError, tomllib.TOMLDecodeError, KeyError) as error:
        raise ProductFileError(f"{path.name}: {error}") from error
    return [{name: str(value).strip() for name, value in row.items()} for row in rows]


def _checked(row: dict[str, str]) -> GiftProduct:
    wrong = sorted(set(row) ^ (FIELDS | {"slug"}))
    if wrong:
        raise ProductFileError(f"{row.get('slug', 'a product')}: missing or unknown: {', '.join(wrong)}")
    try:
        re.compile(row["code_pattern"])
    except re.error as error:
        raise ProductFileError(f"{row['slug']}: code_pattern: {error}") from error
    return GiftProduct(**row)


def _differ(one: GiftProduct, other: GiftProduct) -> bool:
    return _fields(one) != _fields(other)


def _fields(product: GiftProduct) -> dict[str, str]:
    return {name: getattr(product, name) for name in FIELDS}
