"""Who is paid, and what is owed to whom: money is owed once."""

from __future__ import annotations

from django.db import models
from django.db.models import F, Q

from compensation.states import PayeeKind


class Payee(models.Model):
    """An app account, or the applicant of a claim. Contacts only as keyed hashes: they answer a question, no more."""

    programme = models.ForeignKey("compensation.Programme", models.PROTECT, db_index=False)
    kind = models.CharField(max_length=12, choices=PayeeKind.choices)
    key = models.CharField(max_length=80)
    phone_hash = models.BinaryField(max_length=32, null=True)
    email_hash = models.BinaryField(max_length=32, null=True)
    recorded_at = models.DateTimeField()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["programme", "kind", "key"], name="one_payee_a_key")]

    def __str__(self) -> str:
        return f"{self.kind} {self.pk}"


class Entitlement(models.Model):
    """What one loss (and balance) owes one payee, in whole yen; never more committed than owed."""

    programme = models.ForeignKey("compensation.Programme", models.PROTECT, db_index=False)
    loss = models.ForeignKey("compensation.Loss", models.PROTECT, related_name="entitlements", db_index=False)
    balance = models.CharField(max_length=10, blank=True)
    payee = models.ForeignKey(Payee, models.PROTECT, related_name="entitlements")
    line = models.ForeignKey("compensation.DecisionLine", models.PROTECT, related_name="entitlements", db_index=False)
    owed = models.BigIntegerField("円")
    committed = models.BigIntegerField("円", default=0)
    recorded_at = models.DateTimeField()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["loss", "balance"], name="one_entitlement_a_loss"),
            models.CheckConstraint(
                condition=Q(committed__gte=0) & Q(committed__lte=F("owed")), name="committed_within_owed"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.loss_id}: {self.owed}"


class ClawBack(models.Model):
    """What a later decision finds owed too much of an entitlement (append-only); void once that decision is superseded.

    Nothing is taken back by it: a person asks for the yen, or takes a payout back that nobody has collected.
    """

    append_only = True

    entitlement = models.ForeignKey(Entitlement, models.PROTECT, related_name="claw_backs", db_index=False)
    decision = models.ForeignKey("compensation.Decision", models.PROTECT, related_name="claw_backs", db_index=False)
    yen = models.BigIntegerField("円")
    recorded_at = models.DateTimeField()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["entitlement", "decision"], name="one_claw_back_a_decision"),
            models.CheckConstraint(condition=Q(yen__gt=0), name="claw_back_yen_positive"),
        ]

    def __str__(self) -> str:
        return f"{self.entitlement_id}: {self.yen}"
