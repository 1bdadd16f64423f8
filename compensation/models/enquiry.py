"""What callers say of payments that went wrong, and what the shops answer: facts that no ledger has."""

from __future__ import annotations

from django.db import models
from django.db.models import F, Q


class ShopAnswer(models.TextChoices):
    """What a shop says to one payment."""

    AGREES = "agrees", "一致 agrees"
    CONTRADICTS = "contradicts", "相違 contradicts"
    NO_RECORD = "no_record", "記録なし unrecorded"


class Enquiry(models.Model):
    """A call to the centre about one coupon; `reference` is the number of the claim that it became.

    `items` are the ids of the items that were given. Once ended (withdrawn, or declined by a person) it counts no more.
    """

    coupon = models.ForeignKey("compensation.Coupon", models.PROTECT, related_name="enquiries")
    reference = models.CharField("受付番号", max_length=20)
    made_at = models.DateTimeField()
    items = models.JSONField(default=list)
    ended_at = models.DateTimeField(null=True)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["coupon", "reference"], name="one_enquiry_a_coupon_and_claim")]

    def __str__(self) -> str:
        return self.reference


class TriedPayment(models.Model):
    """One try to pay, as the caller tells it and the ledger shows it; money in whole yen.

    `deducted_at` is null where nothing was docked. Never changed; a wrong one is voided with its reason.
    """

    append_only = True
    append_only_except = ("voided_at", "voided_by", "voided_because")

    enquiry = models.ForeignKey(Enquiry, models.PROTECT, related_name="payments")
    at = models.DateTimeField("支払おうとした日時")
    refused_at_till = models.BooleanField("使えなかった")
    paid_otherwise_yen = models.PositiveIntegerField("ほかの方法で払った額")
    deducted_at = models.DateTimeField("引き落とし日時", null=True)
    presses = models.PositiveSmallIntegerField("ボタンを押した回数")
    intended = models.PositiveSmallIntegerField("つもりの回数")
    unit_yen = models.PositiveIntegerField("1回の額")
    deductions = models.PositiveSmallIntegerField("引かれた回数")
    recorded_at = models.DateTimeField()
    recorded_by = models.CharField(max_length=80)
    voided_at = models.DateTimeField(null=True)
    voided_by = models.CharField(max_length=80, blank=True)
    voided_because = models.TextField(blank=True)

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=Q(deducted_at__isnull=True, deductions=0)
                | Q(deducted_at__isnull=False, deductions__gt=0, unit_yen__gt=0),
                name="tried_payment_docked_or_not",
            ),
            models.CheckConstraint(
                condition=Q(voided_at__isnull=True, voided_by="", voided_because="")
                | (Q(voided_at__isnull=False) & ~Q(voided_by="") & ~Q(voided_because="")),
                name="tried_payment_voided_by_whom_and_why",
            ),
            models.UniqueConstraint(
                fields=["enquiry", "at"],
                condition=Q(deducted_at__isnull=True, voided_at__isnull=True),
                name="one_try_without_a_deduction_a_moment",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.enquiry_id} {self.at.isoformat()}"


class DockedEntry(models.Model):
    """A deduction of the ledger that a tried payment is about: each is told of once."""

    payment = models.ForeignKey(TriedPayment, models.PROTECT, related_name="docked")
    entry = models.OneToOneField("compensation.LedgerEntry", models.PROTECT, related_name="told_of")

    def __str__(self) -> str:
        return f"{self.payment_id}/{self.entry_id}"


class StoreConfirmation(models.Model):
    """What the shop said to one payment: who there, when, and who typed it. A later answer counts for the earlier.

    `press` tells one press of the form from another.
    """

    append_only = True

    payment = models.ForeignKey(TriedPayment, models.PROTECT, related_name="confirmations")
    answer = models.CharField(max_length=11, choices=ShopAnswer.choices)
    said_by = models.CharField("お答えになった方（役職）", max_length=80)
    said_at = models.DateTimeField("回答日時")
    note = models.TextField(blank=True)
    recorded_at = models.DateTimeField()
    recorded_by = models.CharField(max_length=80)
    press = models.UUIDField(null=True, unique=True)

    class Meta:
        constraints = [
            models.CheckConstraint(condition=Q(answer__in=ShopAnswer.values), name="shop_answer_known"),
            models.CheckConstraint(condition=~Q(said_by="") & ~Q(recorded_by=""), name="shop_answer_by_whom"),
            models.CheckConstraint(condition=Q(said_at__lte=F("recorded_at")), name="shop_answer_not_ahead"),
        ]

    def __str__(self) -> str:
        return f"{self.payment_id}: {self.answer}"


class Restoration(models.Model):
    """What case B put back on a coupon: booked once for a loss, whatever number of decisions there are on it."""

    append_only = True

    loss = models.OneToOneField("compensation.Loss", models.PROTECT, related_name="restoration")
    line = models.OneToOneField("compensation.DecisionLine", models.PROTECT, related_name="restoration")
    entry = models.OneToOneField("compensation.LedgerEntry", models.PROTECT, related_name="restores")
    extension = models.OneToOneField("compensation.LedgerEntry", models.PROTECT, related_name="extends")
    at = models.DateTimeField()
    actor = models.CharField(max_length=80)

    def __str__(self) -> str:
        return f"{self.loss_id}"


class ReportedRestoration(models.Model):
    """A restoration of the operator's own ledger on a coupon that this portal restored: noted, never booked again.

    Whether both sums agree is `compensation.restorations`' to say. `at` is the operator's instant; money in whole yen.
    """

    append_only = True

    programme = models.ForeignKey("compensation.Programme", models.PROTECT, db_index=False)
    coupon = models.ForeignKey("compensation.Coupon", models.PROTECT, related_name="reported_restorations")
    entry_id = models.CharField("記録番号", max_length=60)
    at = models.DateTimeField("日時")
    yen = models.IntegerField("金額")
    recorded_at = models.DateTimeField("取込日時")

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["programme", "entry_id"], name="one_reported_restoration_an_id"),
            models.CheckConstraint(condition=Q(yen__gte=0), name="reported_restoration_gives"),
        ]

    def __str__(self) -> str:
        return self.entry_id
