"""How each provider stands, and whether this database is the one that was last sent from; the same for all workers."""

from __future__ import annotations

from django.db import models
from django.db.models import Q


class Provider(models.Model):
    """One row a provider. Spans run on the database's clock.

    `allowance`: parts (or requests) it might still be given at `refilled`, in seconds since 1970. `failing`: the share
    of its late outcomes that were neither an acceptance nor a refusal for good, the latest weighing most.
    `rests_until`: it is left alone so long, and then tried with a few; `rests`: how often in a row, and `reason` why.
    """

    name = models.CharField(max_length=40, primary_key=True)
    allowance = models.FloatField(default=0)
    refilled = models.FloatField(default=0)
    failing = models.FloatField(default=0)
    rests_until = models.DateTimeField(null=True)
    rests = models.PositiveSmallIntegerField(default=0)
    reason = models.CharField(max_length=20, blank=True)

    class Meta:
        constraints = [
            models.CheckConstraint(condition=Q(failing__gte=0, failing__lte=1), name="provider_failing_is_a_share"),
            models.CheckConstraint(condition=Q(allowance__gte=0), name="provider_allowance_not_overdrawn"),
            models.CheckConstraint(
                condition=Q(rests_until__isnull=True, rests=0, reason="")
                | (Q(rests_until__isnull=False, rests__gt=0) & ~Q(reason="")),
                name="provider_rests_for_a_reason",
            ),
        ]

    def __str__(self) -> str:
        return self.name


class DatabaseStamp(models.Model):
    """Which database this is (one row). What a restored backup carries is the stamp of another.

    `doubt`: why nothing is sent from here, since `doubted_at`; "" where it is sent. `confirmed_at`: when it was last
    compared with what the providers accepted. Both run on the database's clock.
    """

    identity = models.CharField(max_length=120)
    confirmed_at = models.DateTimeField(null=True)
    doubt = models.CharField(max_length=80, blank=True)
    doubted_at = models.DateTimeField(null=True)

    class Meta:
        constraints = [
            models.CheckConstraint(condition=Q(id=1), name="one_database_stamp"),
            models.CheckConstraint(
                condition=Q(doubt="", doubted_at__isnull=True) | (~Q(doubt="") & Q(doubted_at__isnull=False)),
                name="database_doubted_since",
            ),
        ]

    def __str__(self) -> str:
        return self.identity
