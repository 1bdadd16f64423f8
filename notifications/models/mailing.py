"""A mass sending: its frozen list, who prepared it, who released it."""

from __future__ import annotations

from django.db import models
from django.db.models import F, Q

from notifications.states import MailingState


class Mailing(models.Model):
    """Messages of one scope and route that are released together. `planned_on` is the first day to send on."""

    scope = models.SlugField("プログラム")
    route = models.CharField("経路", max_length=20)
    purpose = models.CharField("目的", max_length=40)
    state = models.CharField(max_length=9, choices=MailingState.choices, default=MailingState.OPEN)
    planned_on = models.DateField("送付予定日", null=True)
    planned_text = models.CharField("送付時期の記載", max_length=80, blank=True)
    count = models.PositiveIntegerField("件数", default=0)
    yen = models.BigIntegerField("合計", default=0)
    list_hash = models.CharField(max_length=64, blank=True)
    opened_at = models.DateTimeField()
    prepared_at = models.DateTimeField(null=True)
    prepared_by = models.CharField(max_length=80, blank=True)
    released_at = models.DateTimeField(null=True)
    released_by = models.CharField(max_length=80, blank=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["scope", "route", "purpose"], condition=Q(state=MailingState.OPEN), name="one_open_mailing"
            ),
            models.CheckConstraint(
                condition=Q(released_by="") | ~Q(released_by=F("prepared_by")), name="mailing_released_by_another"
            ),
            models.CheckConstraint(
                condition=Q(prepared_at__isnull=True, prepared_by="")
                | (Q(prepared_at__isnull=False) & ~Q(prepared_by="") & ~Q(list_hash="")),
                name="mailing_prepared_when_and_by_whom",
            ),
            models.CheckConstraint(
                condition=Q(released_at__isnull=True, released_by="")
                | (Q(released_at__isnull=False, prepared_at__isnull=False) & ~Q(released_by="")),
                name="mailing_released_when_and_by_whom",
            ),
            models.CheckConstraint(
                condition=~Q(state__in=["released", "paused"]) | Q(released_at__isnull=False),
                name="mailing_released_state_has_release",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.scope} {self.route} {self.pk}"
