"""The call log: every contact with a claimant, a shop or anybody else (append-only)."""

from __future__ import annotations

from django.db import models
from django.db.models import F, Q

from claims.call_states import CallChannel, Category, Direction, NextBy, Outcome, Speaker


class Call(models.Model):
    """One contact. A correction is a new row that names the old one; a row that `follows` another answers it.

    `due_on` is the last day (Japan) of what comes next. Texts carry no personal data. `press` tells one press of the
    form from another.
    """

    append_only = True

    programme = models.ForeignKey("compensation.Programme", models.PROTECT)
    claim = models.ForeignKey("claims.Claim", models.PROTECT, null=True, related_name="calls")
    coupon = models.ForeignKey("compensation.Coupon", models.PROTECT, null=True, related_name="calls")
    at = models.DateTimeField("日時")
    channel = models.CharField(max_length=8, choices=CallChannel.choices)
    direction = models.CharField(max_length=4, choices=Direction.choices)
    speaker = models.CharField(max_length=8, choices=Speaker.choices)
    checked = models.JSONField("本人確認", default=list)
    category = models.CharField(max_length=14, choices=Category.choices)
    content = models.TextField("内容")
    answer = models.TextField("回答")
    outcome = models.CharField(max_length=12, choices=Outcome.choices)
    next_by = models.CharField(max_length=10, choices=NextBy.choices, blank=True)
    next_action = models.CharField("次の対応", max_length=200, blank=True)
    due_on = models.DateField("期限", null=True)
    follows = models.OneToOneField("self", models.PROTECT, null=True, related_name="followed_by")
    corrects = models.OneToOneField("self", models.PROTECT, null=True, related_name="corrected_by")
    recorded_at = models.DateTimeField()
    operator = models.CharField(max_length=80)
    press = models.UUIDField(null=True, unique=True)

    class Meta:
        constraints = [
            models.CheckConstraint(condition=Q(outcome__in=Outcome.values), name="call_outcome_known"),
            models.CheckConstraint(
                condition=Q(next_by="", next_action="", due_on__isnull=True)
                | (Q(next_by__in=NextBy.values) & ~Q(next_action="") & Q(due_on__isnull=False)),
                name="call_next_by_whom_and_when",
            ),
            models.CheckConstraint(condition=~Q(content="") & ~Q(operator=""), name="call_says_something"),
            models.CheckConstraint(condition=~Q(corrects=F("id")) & ~Q(follows=F("id")), name="call_not_its_own_next"),
        ]
        indexes = [models.Index(fields=["programme", "due_on"], condition=~Q(next_by=""), name="call_with_next")]

    def __str__(self) -> str:
        return f"{self.at:%Y-%m-%d} {self.category}"
