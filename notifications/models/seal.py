"""The seal of a day: which messages moved, and how far each chain reached at its end."""

from __future__ import annotations

from django.db import models


class Seal(models.Model):
    """One day's list of chain heads (append-only), linked to the day before: no day and no message can go missing.

    `digest` covers the list as its parts keep it, `link` the digest and the link before. `last_step`: the number of the
    day's last transition, from which the next seal begins to read.
    """

    append_only = True

    day = models.DateField("日", unique=True)
    count = models.PositiveIntegerField("件数")
    digest = models.BinaryField(max_length=32)
    link = models.BinaryField(max_length=32)
    last_step = models.BigIntegerField()
    sealed_at = models.DateTimeField()

    def __str__(self) -> str:
        return str(self.day)


class SealedHeads(models.Model):
    """Some thousand heads of a seal (append-only): reference, number of steps and link of each, 50 bytes a message."""

    append_only = True

    seal = models.ForeignKey(Seal, models.PROTECT, related_name="parts")
    number = models.PositiveIntegerField()
    heads = models.BinaryField()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["seal", "number"], name="one_part_a_number")]

    def __str__(self) -> str:
        return f"{self.seal_id}/{self.number}"
