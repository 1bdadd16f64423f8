"""Programmes, the incident that struck them, and the bulletins that rule them."""

from __future__ import annotations

from django.db import models


class Incident(models.Model):
    """The event that made people lose something, such as one outage."""

    slug = models.SlugField("識別名", unique=True)
    name_ja = models.CharField("名称", max_length=200)
    name_en = models.CharField("name", max_length=200)

    def __str__(self) -> str:
        return self.name_ja


class Programme(models.Model):
    """A prefecture's campaign, or TwooCa. Made and renewed by its bulletins, never by hand."""

    slug = models.SlugField("識別名", unique=True)
    kind = models.CharField("種類", max_length=10, choices=[("coupon", "クーポン"), ("fraud", "不正利用")])
    name_ja = models.CharField("名称", max_length=200)
    name_en = models.CharField("name", max_length=200)
    incident = models.ForeignKey(Incident, models.PROTECT, null=True, blank=True, verbose_name="事象")

    def __str__(self) -> str:
        return self.name_ja


class Bulletin(models.Model):
    """One bulletin file at one stage, kept with its whole text: decisions are replayed under it."""

    programme = models.ForeignKey(Programme, models.PROTECT, related_name="bulletins")
    key = models.SlugField("識別名", unique=True)
    stage = models.PositiveSmallIntegerField("第何報")
    sha256 = models.CharField(max_length=64)
    source = models.TextField("本文 (TOML)")
    loaded_at = models.DateTimeField("読込日時")
    loaded_by = models.CharField("読込者", max_length=80)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["programme", "stage"], name="one_bulletin_a_stage")]

    def __str__(self) -> str:
        return self.key
