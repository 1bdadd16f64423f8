"""Gift products and their codes. A code is sealed; its hash keeps it from being stocked twice."""

from __future__ import annotations

from django.db import models
from django.db.models import Q


class GiftProduct(models.Model):
    """A method of payment that is paid in codes, such as a gift card; `slug` is the bulletins' name for it."""

    slug = models.SlugField(unique=True)
    name_ja = models.CharField(max_length=80)
    name_en = models.CharField(max_length=80)
    issuer = models.CharField("発行元", max_length=80)
    needs_ja = models.TextField("必要なもの")
    needs_en = models.TextField("what it needs")
    steps_ja = models.TextField("登録手順")
    steps_en = models.TextField("how to register")
    register_at = models.CharField("登録先", max_length=200, blank=True)
    code_pattern = models.CharField("コードの形", max_length=120, blank=True)

    def __str__(self) -> str:
        return self.name_ja


class GiftCode(models.Model):
    """One code of a fixed value in yen; `payout_id` is set once, when it is assigned."""

    product = models.ForeignKey(GiftProduct, models.PROTECT, related_name="codes", db_index=False)
    reference = models.UUIDField(unique=True)
    face_yen = models.PositiveIntegerField()
    code_sealed = models.BinaryField()
    code_hash = models.BinaryField(max_length=32, unique=True)
    serial = models.CharField("管理番号", max_length=40, blank=True)
    expires_on = models.DateField("有効期限", null=True)
    payout = models.ForeignKey("compensation.Payout", models.PROTECT, null=True, related_name="codes")
    assigned_at = models.DateTimeField(null=True)
    first_shown_at = models.DateTimeField(null=True)

    class Meta:
        constraints = [
            models.CheckConstraint(condition=Q(face_yen__gt=0), name="code_face_yen_positive"),
            models.CheckConstraint(
                condition=Q(payout__isnull=True, assigned_at__isnull=True)
                | Q(payout__isnull=False, assigned_at__isnull=False),
                name="code_assigned_when_and_to_whom",
            ),
            models.CheckConstraint(
                condition=Q(first_shown_at__isnull=True) | Q(payout__isnull=False), name="code_shown_to_its_holder"
            ),
        ]
        indexes = [
            models.Index(
                fields=["product", "face_yen", "expires_on"], condition=Q(payout__isnull=True), name="codes_in_stock"
            )
        ]

    def __str__(self) -> str:
        return f"{self.product_id} {self.face_yen}"
