"""The stored start of demonstration time, and the audit log."""

from __future__ import annotations

from datetime import timedelta
from typing import ClassVar

from django.db import models
from django.db.models import F, Q
from django.db.models.functions import Now


class ClockSetting(models.Model):
    """In demonstration mode: at the real instant `real_at` the portal's time was `portal_at`. One row."""

    id = models.PositiveSmallIntegerField(primary_key=True, default=1)
    portal_at = models.DateTimeField()
    real_at = models.DateTimeField()

    class Meta:
        constraints: ClassVar = [models.CheckConstraint(name="clock_one_row", condition=Q(id=1))]

    @property
    def ahead(self) -> timedelta:
        return self.portal_at - self.real_at


class AuditEvent(models.Model):
    """Who did what to which subject, when. Text only: it neither blocks a deletion nor goes with what it names.

    `at` is the portal's time, `recorded_at` the database's; they differ in demonstration mode.
    """

    append_only: ClassVar = True

    class ActorKind(models.TextChoices):
        STAFF = "staff"
        PERSON = "person"
        SYSTEM = "system"

    at = models.DateTimeField()
    recorded_at = models.DateTimeField(db_default=Now())
    actor_kind = models.CharField(max_length=8, choices=ActorKind.choices)
    actor_ref = models.CharField(max_length=150)
    actor_label = models.CharField(max_length=150)
    action = models.CharField(max_length=60)
    subject_kind = models.CharField(max_length=60)
    subject_ref = models.CharField(max_length=150)
    scope = models.CharField(max_length=60, blank=True)
    detail = models.JSONField(default=dict)

    class Meta:
        indexes: ClassVar = [
            models.Index(name="audit_subject", fields=["subject_kind", "subject_ref", "id"]),
            models.Index(name="audit_actor", fields=["actor_kind", "actor_ref", "id"]),
            models.Index(F("at").desc(), name="audit_at"),
        ]
        constraints: ClassVar = [
            models.CheckConstraint(name="audit_actor_kind", condition=Q(actor_kind__in=["staff", "person", "system"])),
            models.CheckConstraint(
                name="audit_who_what_which",
                condition=~Q(actor_ref="") & ~Q(action="") & ~Q(subject_kind="") & ~Q(subject_ref=""),
            ),
        ]
