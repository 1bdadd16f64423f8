"""Coupons as the campaign's records give them, what they were before a change, and the files they came in."""

from __future__ import annotations

from django.db import models
from django.db.models import F, Q
from django.db.models.functions import Upper


class ImportRun(models.Model):
    """One file brought in: which, by whom, when, with what outcome."""

    kind = models.CharField(max_length=10, choices=[("coupons", "クーポン"), ("ledger", "台帳")])
    file_name = models.CharField(max_length=255)
    sha256 = models.CharField(max_length=64)
    started_at = models.DateTimeField()
    started_by = models.CharField(max_length=80)
    finished_at = models.DateTimeField(null=True)
    counts = models.JSONField(default=dict)

    def __str__(self) -> str:
        return f"{self.kind} {self.file_name}"


class Coupon(models.Model):
    """One coupon; money in whole yen. `expires_on` is the last day of validity before any extension (Japan).

    `recorded_at` is the instant since which it is known here; later changes leave it, and stand in `CouponChange`.
    """

    programme = models.ForeignKey("compensation.Programme", models.PROTECT, related_name="coupons", db_index=False)
    inquiry_number = models.CharField("お問い合わせ番号", max_length=40)
    charge_code = models.CharField("チャージコード", max_length=40, blank=True)
    face_yen = models.PositiveIntegerField("クーポン金額")
    issued_at = models.DateTimeField("発行日時", null=True)
    expires_on = models.DateField("有効期限")
    issuer = models.CharField("発行施設", max_length=200, blank=True)
    traveller_name = models.CharField("利用者名", max_length=200, blank=True)
    via_travel_support = models.BooleanField("全国旅行支援による", default=True)
    app_account = models.CharField("アプリ会員ID", max_length=80, blank=True)
    charged_at = models.DateTimeField("チャージ日時", null=True)
    app_withdrawn_at = models.DateTimeField("退会日時", null=True)
    app_phone = models.CharField("登録電話番号", max_length=20, blank=True)
    app_email = models.CharField("登録メール", max_length=254, blank=True)
    replaced_by = models.CharField("差替え後の番号", max_length=40, blank=True)
    payee = models.ForeignKey("compensation.Payee", models.PROTECT, null=True, related_name="coupons", db_index=False)
    recorded_at = models.DateTimeField("取込日時")

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["inquiry_number", "programme"], name="one_coupon_a_number"),
            models.CheckConstraint(condition=Q(face_yen__gt=0), name="coupon_face_yen_positive"),
            models.CheckConstraint(
                condition=Q(charged_at__isnull=True) | ~Q(app_account=""), name="coupon_charged_to_an_account"
            ),
            models.CheckConstraint(condition=~Q(replaced_by=F("inquiry_number")), name="coupon_not_its_own_successor"),
        ]
        # What somebody reads out on the phone finds the coupon; most coupons have only some of it.
        indexes = [
            models.Index(fields=["charge_code"], condition=~Q(charge_code=""), name="coupon_by_charge_code"),
            models.Index(Upper("app_account"), condition=~Q(app_account=""), name="coupon_by_account_any_case"),
            models.Index(fields=["app_phone"], condition=~Q(app_phone=""), name="coupon_by_app_phone"),
            models.Index(Upper("app_email"), condition=~Q(app_email=""), name="coupon_by_email_any_case"),
        ]

    def __str__(self) -> str:
        return self.inquiry_number

    @property
    def is_charged(self) -> bool:
        """Was it charged to the app?"""
        return self.charged_at is not None


class CouponChange(models.Model):
    """What a coupon was before an import changed it (append-only)."""

    append_only = True

    coupon = models.ForeignKey(Coupon, models.PROTECT, related_name="changes")
    run = models.ForeignKey(ImportRun, models.PROTECT, related_name="changes")
    at = models.DateTimeField()
    actor = models.CharField(max_length=80)
    before = models.JSONField()

    def __str__(self) -> str:
        return f"{self.coupon_id} {self.at:%Y-%m-%d}"
