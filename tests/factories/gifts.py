"""Gift products and codes in stock."""

from __future__ import annotations

from datetime import date

import factory
from factory.django import DjangoModelFactory

from compensation.gifts import stock
from compensation.gifts.models import GiftProduct
from foundation.trail.actor import Actor


class GiftProductFactory(DjangoModelFactory[GiftProduct]):
    class Meta:
        model = GiftProduct
        django_get_or_create = ("slug",)

    slug = "amazon"
    name_ja = factory.LazyAttribute(lambda made: f"{made.slug} ギフト")
    name_en = factory.LazyAttribute(lambda made: f"{made.slug} gift")
    issuer = "試験発行"
    needs_ja = "アカウント"
    needs_en = "an account"
    steps_ja = "1. 登録します"
    steps_en = "1. Register it"


def stocked(slug: str = "amazon", *faces: int, expires_on: date | None = None) -> GiftProduct:
    """A product with one code of each of these values in stock."""
    product = GiftProductFactory.create(slug=slug)
    codes = [stock.NewCode(f"{slug}-{face}-{place}", face, expires_on=expires_on) for place, face in enumerate(faces)]
    stock.add(product, codes, by=Actor.system("tests"))
    return product
