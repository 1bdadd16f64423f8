"""The hours of an outage, as an office states them with their source: no notice gives them."""

from __future__ import annotations

from django.db import models
from django.db.models import F, Q


class OutageHours(models.Model):
    """Hours of one programme, `ends_at` excluded: prepared by one person, released by another, then never changed.

    The latest that was released is in force. A programme without any has no hours, and no payment of it is judged.
    """

    append_only = True
    append_only_except = ("released_at", "released_by")
    append_only_until = "released_at"

    programme = models.ForeignKey("compensation.Programme", models.PROTECT, related_name="outage_hours")
    starts_at = models.DateTimeField("開始")
    ends_at = models.DateTimeField("終了")
    source = models.CharField("出典", max_length=400)
    prepared_at = models.DateTimeField()
    prepared_by = models.CharField(max_length=80)
    released_at = models.DateTimeField(null=True)
    released_by = models.CharField(max_length=80, blank=True)

    class Meta:
        constraints = [
            models.CheckConstraint(condition=Q(starts_at__lt=F("ends_at")), name="outage_starts_before_it_ends"),
            models.CheckConstraint(condition=~Q(source="") & ~Q(prepared_by=""), name="outage_has_a_source"),
            models.CheckConstraint(condition=~Q(released_by=F("prepared_by")), name="outage_released_by_another"),
            models.CheckConstraint(
                condition=Q(released_at__isnull=True, released_by="")
                | (Q(released_at__isnull=False) & ~Q(released_by="")),
                name="outage_released_by_whom_and_when",
            ),
            models.UniqueConstraint(
                fields=["programme", "starts_at", "ends_at", "source"],
                condition=Q(released_at__isnull=True),
                name="same_hours_wait_once",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.starts_at.isoformat()}/{self.ends_at.isoformat()}"
