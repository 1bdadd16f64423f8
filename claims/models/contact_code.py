"""Codes that prove that a claimant's messages arrive, and how often something may be asked for in a day."""

from __future__ import annotations

from django.db import models
from django.db.models import F, Q

MOST_TRIES = 5


class ContactCode(models.Model):
    """A code that was asked for on a draft: hashed, for one address, with an end and a number of tries.

    `code_hash` is null where no code went out because too many had gone before. `given_up_at`: the claimant went on
    without it.
    """

    claim = models.ForeignKey("claims.Claim", models.CASCADE, related_name="contact_codes")
    generation = models.PositiveSmallIntegerField()
    channel = models.CharField(max_length=5)
    address_hash = models.BinaryField(max_length=32)
    code_hash = models.BinaryField(max_length=32, null=True)
    asked_at = models.DateTimeField()
    expires_at = models.DateTimeField()
    tries = models.PositiveSmallIntegerField(default=0)
    proved_at = models.DateTimeField(null=True)
    given_up_at = models.DateTimeField(null=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["claim", "generation"], name="one_contact_code_a_generation"),
            models.CheckConstraint(condition=Q(expires_at__gt=F("asked_at")), name="contact_code_ends_after_it_began"),
            models.CheckConstraint(condition=Q(tries__lte=MOST_TRIES), name="contact_code_tried_so_often_at_most"),
            models.CheckConstraint(
                condition=Q(proved_at__isnull=True) | Q(code_hash__isnull=False), name="contact_code_proved_by_a_code"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.claim_id}/{self.generation}"


class Allowance(models.Model):
    """How often something was done on a day in Japan, by whom or to whom: `key_hash` names neither."""

    purpose = models.CharField(max_length=20)
    key_hash = models.BinaryField(max_length=32)
    day = models.DateField()
    used = models.PositiveIntegerField(default=0)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["purpose", "key_hash", "day"], name="one_allowance_a_key_and_day")
        ]

    def __str__(self) -> str:
        return f"{self.purpose} {self.day}: {self.used}"
