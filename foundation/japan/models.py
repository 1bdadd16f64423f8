"""The calendar of days off, which an administrator may correct, and the places that postal codes stand for."""

from __future__ import annotations

from typing import ClassVar

from django.db import models
from django.db.models import Q


class Holiday(models.Model):
    """A day off for everybody: a national holiday, or one that was added by hand."""

    day = models.DateField("日付", primary_key=True)
    name = models.CharField("名称", max_length=60)

    class Meta:
        verbose_name = "休日"
        verbose_name_plural = "休日"
        ordering: ClassVar = ["day"]
        constraints: ClassVar = [models.CheckConstraint(name="holiday_named", condition=~Q(name=""))]

    def __str__(self) -> str:
        return f"{self.day.isoformat()} {self.name}"


class Place(models.Model):
    """What one postal code (seven digits) stands for: several rows where it covers several towns.

    `town` is empty where the code covers the rest of a municipality; `block` and `office` are those of an
    office that has a code of its own.
    """

    postal_code = models.CharField("郵便番号", max_length=7, db_index=True)
    prefecture = models.CharField("都道府県", max_length=4)
    city = models.CharField("市区町村", max_length=20)
    town = models.CharField("町域", max_length=80, blank=True)
    block = models.CharField("番地", max_length=100, blank=True)
    office = models.CharField("事業所", max_length=120, blank=True)

    class Meta:
        verbose_name = "郵便番号の場所"
        verbose_name_plural = "郵便番号の場所"
        constraints: ClassVar = [
            models.CheckConstraint(
                name="place_in_a_city", condition=~Q(postal_code="") & ~Q(prefecture="") & ~Q(city="")
            )
        ]

    def __str__(self) -> str:
        return f"{self.prefecture}{self.city}{self.town}{self.block}"
