"""What claimants of a refused claim ask for: that somebody else looks at it again."""

from __future__ import annotations

from django.db import models
from django.db.models import Q

SETTLED_AS = ["again", "declined"]


class ReconsiderationRequest(models.Model):
    """One wish a decision, in the claimant's own words (sealed, bound to `key`).

    `decided_by` are those of the staff who had a part in the first decision: none of them settles it.
    """

    claim = models.ForeignKey("claims.Claim", models.PROTECT, related_name="reconsideration_requests")
    decision = models.OneToOneField("compensation.Decision", models.PROTECT, related_name="reconsideration_request")
    key = models.UUIDField(unique=True)
    words_sealed = models.BinaryField()
    asked_at = models.DateTimeField()
    decided_by = models.JSONField(default=list)
    settled_at = models.DateTimeField(null=True)
    settled_by = models.CharField(max_length=80, blank=True)
    settled_as = models.CharField(max_length=8, blank=True)

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=Q(settled_at__isnull=True, settled_by="", settled_as="")
                | (Q(settled_at__isnull=False, settled_as__in=SETTLED_AS) & ~Q(settled_by="")),
                name="reconsideration_settled_by_whom",
            ),
            models.UniqueConstraint(
                fields=["claim"], condition=Q(settled_at__isnull=True), name="one_open_reconsideration_a_claim"
            ),
        ]

    def __str__(self) -> str:
        return str(self.key)
