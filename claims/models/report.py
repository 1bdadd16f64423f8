"""Reports as they were handed out: the same question gets the same bytes."""

from __future__ import annotations

from django.db import models


class ReportSnapshot(models.Model):
    """One report, programme, instant and format; the bytes that were given (append-only)."""

    append_only = True

    name = models.CharField(max_length=40)
    programme = models.ForeignKey("compensation.Programme", models.PROTECT)
    as_of = models.DateTimeField()
    format = models.CharField(max_length=4)
    content = models.BinaryField()
    sha256 = models.CharField(max_length=64)
    made_at = models.DateTimeField()
    made_by = models.CharField(max_length=80)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["name", "programme", "as_of", "format"], name="one_report_a_question")
        ]

    def __str__(self) -> str:
        return f"{self.name} {self.as_of.isoformat()}"
