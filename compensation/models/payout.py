"""Payouts, what they consist of, the links that open them, and how they moved."""

from __future__ import annotations

from django.db import models
from django.db.models import Q

from compensation.states import PayoutState


class Payout(models.Model):
    """One sum for one payee in one programme; `number` is what people say on the phone.

    `collect_by` is the last day to collect, None where the document states none. Where it states an hour,
    `collect_until` is the first instant that is too late. Where it counts `collect_days` from the sending of the link,
    `collect_by` follows once the link was sent (`link_sent_at`).
    """

    number = models.CharField("支払番号", max_length=20, unique=True)
    programme = models.ForeignKey("compensation.Programme", models.PROTECT, db_index=False)
    payee = models.ForeignKey("compensation.Payee", models.PROTECT, related_name="payouts")
    route = models.CharField(max_length=12)
    state = models.CharField(max_length=9, choices=PayoutState.choices, default=PayoutState.PLANNED)
    yen = models.BigIntegerField("円")
    bulletin = models.ForeignKey("compensation.Bulletin", models.PROTECT, db_index=False)
    method = models.CharField("受取方法", max_length=40, blank=True)
    collect_by = models.DateField("受取期限", null=True)
    collect_until = models.DateTimeField("受取期限の時刻", null=True)
    collect_days = models.PositiveSmallIntegerField("リンク送付日の翌日からの日数", null=True)
    link_sent_at = models.DateTimeField("期間の起算となるリンク送付", null=True)
    recorded_at = models.DateTimeField()

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=Q(collect_until__isnull=True) | Q(collect_by__isnull=False), name="payout_hour_of_a_day"
            ),
            models.CheckConstraint(
                condition=Q(collect_days__isnull=True, link_sent_at__isnull=True)
                | Q(collect_days__gt=0, link_sent_at__isnull=True, collect_by__isnull=True)
                | Q(collect_days__gt=0, link_sent_at__isnull=False, collect_by__isnull=False),
                name="payout_last_day_follows_the_sending",
            ),
            models.CheckConstraint(condition=Q(yen__gt=0), name="payout_yen_positive"),
            models.CheckConstraint(condition=Q(state__in=PayoutState.values), name="payout_state_known"),
            models.CheckConstraint(
                condition=~Q(state__in=["chosen", "fulfilled"]) | ~Q(method=""), name="payout_chosen_has_method"
            ),
        ]
        indexes = [
            models.Index(fields=["programme", "state"], name="payout_by_state"),
            models.Index(
                fields=["id"],
                condition=Q(collect_days__isnull=False, link_sent_at__isnull=True),
                name="payout_last_day_to_come",
            ),
        ]

    def __str__(self) -> str:
        return self.number


class PayoutLine(models.Model):
    """The part of an entitlement that a payout pays."""

    append_only = True

    payout = models.ForeignKey(Payout, models.PROTECT, related_name="lines")
    entitlement = models.ForeignKey("compensation.Entitlement", models.PROTECT, related_name="payout_lines")
    yen = models.BigIntegerField("円")

    class Meta:
        constraints = [models.CheckConstraint(condition=Q(yen__gt=0), name="payout_line_yen_positive")]

    def __str__(self) -> str:
        return f"{self.payout_id}: {self.yen}"


class PayoutLink(models.Model):
    """A link to a payout. One is live at a time; its token is looked up by hash and sealed for sending again."""

    payout = models.ForeignKey(Payout, models.PROTECT, related_name="links", db_index=False)
    token_hash = models.BinaryField(max_length=32, unique=True)
    token_sealed = models.BinaryField()
    issued_at = models.DateTimeField()
    ended_at = models.DateTimeField(null=True)
    misses = models.PositiveSmallIntegerField(default=0)
    locked_at = models.DateTimeField(null=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["payout"], condition=Q(ended_at__isnull=True), name="one_live_link_a_payout"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.payout_id}"


class PayoutTransition(models.Model):
    """How a payout moved (append-only); the plan itself is the payout's own row."""

    append_only = True

    payout = models.ForeignKey(Payout, models.PROTECT, related_name="transitions")
    from_state = models.CharField(max_length=9)
    to_state = models.CharField(max_length=9)
    at = models.DateTimeField()
    cause = models.CharField(max_length=60)
    actor = models.CharField(max_length=80)

    def __str__(self) -> str:
        return f"{self.payout_id}: {self.to_state}"


class NewsCursor(models.Model):
    """How far somebody has read what became of messages; its row is the lock of whoever reads on."""

    reader = models.SlugField(unique=True)
    cursor = models.BigIntegerField(default=0)

    def __str__(self) -> str:
        return f"{self.reader}: {self.cursor}"
