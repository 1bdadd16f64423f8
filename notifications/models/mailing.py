"""A mass sending: its frozen list, who prepared it, who released it, how far it is let go; and the stop of all."""

from __future__ import annotations

from django.db import models
from django.db.models import F, Q

from notifications.states import MailingStage, MailingState


class Mailing(models.Model):
    """Messages of one scope and route that are released together. `planned_on` is the first day to send on.

    `stage` says how much of a released list may go. `let_go` of its messages may go so far, `rate` more follow a
    minute, since `rate_at`; `advanced_at` is when `let_go` was reckoned last. `halted_*`: who stopped it last, and why.
    """

    scope = models.SlugField("プログラム")
    route = models.CharField("経路", max_length=20)
    purpose = models.CharField("目的", max_length=40)
    state = models.CharField(max_length=9, choices=MailingState.choices, default=MailingState.OPEN)
    planned_on = models.DateField("送付予定日", null=True)
    planned_text = models.CharField("送付時期の記載", max_length=80, blank=True)
    count = models.PositiveIntegerField("件数", default=0)
    yen = models.BigIntegerField("合計", default=0)
    parts = models.PositiveIntegerField("通数", default=0)
    list_hash = models.CharField(max_length=64, blank=True)
    opened_at = models.DateTimeField()
    prepared_at = models.DateTimeField(null=True)
    prepared_by = models.CharField(max_length=80, blank=True)
    released_at = models.DateTimeField(null=True)
    released_by = models.CharField(max_length=80, blank=True)
    stage = models.CharField(max_length=6, choices=MailingStage.choices, default=MailingStage.WHOLE)
    canary = models.PositiveIntegerField("試行の件数", default=0)
    let_go = models.PositiveIntegerField(default=0)
    rate = models.PositiveIntegerField("毎分", default=0)
    rate_at = models.DateTimeField(null=True)
    advanced_at = models.DateTimeField(null=True)
    halted_at = models.DateTimeField(null=True)
    halted_by = models.CharField(max_length=80, blank=True)
    halted_because = models.TextField(blank=True)

    class Meta:
        constraints = [
            models.CheckConstraint(condition=Q(stage__in=MailingStage.values), name="mailing_stage_known"),
            models.CheckConstraint(
                condition=~Q(stage="ramp") | Q(rate__gt=0, rate_at__isnull=False, advanced_at__isnull=False),
                name="mailing_ramp_has_rate",
            ),
            models.CheckConstraint(
                condition=Q(halted_at__isnull=True, halted_by="") | (Q(halted_at__isnull=False) & ~Q(halted_by="")),
                name="mailing_halted_when_and_by_whom",
            ),
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


class SendingStop(models.Model):
    """Nothing of a scope goes out (of any where it is ""), read in the claim itself, until somebody lifts it."""

    scope = models.SlugField("プログラム", blank=True)
    at = models.DateTimeField()
    by = models.CharField(max_length=80)
    because = models.TextField("理由")
    lifted_at = models.DateTimeField(null=True)
    lifted_by = models.CharField(max_length=80, blank=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["scope"], condition=Q(lifted_at__isnull=True), name="one_standing_stop_a_scope"
            ),
            models.CheckConstraint(condition=~Q(by="") & ~Q(because=""), name="stop_by_whom_and_why"),
            models.CheckConstraint(
                condition=Q(lifted_at__isnull=True, lifted_by="") | (Q(lifted_at__isnull=False) & ~Q(lifted_by="")),
                name="stop_lifted_when_and_by_whom",
            ),
        ]

    def __str__(self) -> str:
        return self.scope or "*"
