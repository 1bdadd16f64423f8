"""The calendar of days off, which an administrator may correct."""

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
