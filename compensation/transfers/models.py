"""Banks and branches, and requests for transfers. Of an account nothing stands here unsealed."""

from __future__ import annotations

from django.db import models
from django.db.models import F, Q

from compensation.transfers.states import ENDED, AskedAt, TransferState

LIVE = ~Q(state__in=ENDED)


class Bank(models.Model):
    """A bank; `ended_on` is the day on which the source no longer named it. Correctable in the master data."""

    code = models.CharField("金融機関コード", max_length=4, unique=True)
    name = models.CharField("名称", max_length=80)
    kana = models.CharField("カナ", max_length=80)
    search_key = models.CharField(max_length=80, db_index=True)
    source = models.CharField("出典", max_length=60)
    loaded_on = models.DateField()
    ended_on = models.DateField(null=True, blank=True)

    def __str__(self) -> str:
        return f"{self.name} ({self.code})"


class Branch(models.Model):
    """A branch of a bank; one code may stand for several counters, of which the source names one."""

    bank = models.ForeignKey(Bank, models.PROTECT, related_name="branches", db_index=False)
    code = models.CharField("支店コード", max_length=3)
    name = models.CharField("名称", max_length=80)
    kana = models.CharField("カナ", max_length=80)
    search_key = models.CharField(max_length=80)
    loaded_on = models.DateField()
    ended_on = models.DateField(null=True, blank=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["bank", "code"], name="one_branch_a_code"),
        ]

    def __str__(self) -> str:
        return f"{self.name} ({self.code})"


class TransferDraft(models.Model):
    """What was typed for a request that was not sent yet, sealed; one a subject, gone once it is sent."""

    subject_kind = models.CharField(max_length=12)
    subject_ref = models.CharField(max_length=200)
    typed_sealed = models.BinaryField()
    saved_at = models.DateTimeField()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["subject_kind", "subject_ref"], name="one_transfer_draft_a_subject")
        ]

    def __str__(self) -> str:
        return f"{self.subject_kind} {self.subject_ref}"


class TransferRequest(models.Model):
    """Pay a payout, or what was agreed for a claim, to a bank account.

    `details_sealed` holds the account and the other items, bound to `reference`; empty once it was erased. Before a
    claim is decided there is no payout yet. `planned_from` is the first day of the bulletin's timetable for transfers,
    or the day of listing where that lies behind; None where no timetable is stated.
    """

    reference = models.UUIDField(unique=True)
    programme = models.ForeignKey("compensation.Programme", models.PROTECT)
    bulletin = models.ForeignKey("compensation.Bulletin", models.PROTECT, db_index=False)
    payout = models.ForeignKey("compensation.Payout", models.PROTECT, null=True, related_name="transfers")
    claim_number = models.CharField(max_length=20, blank=True, db_index=True)
    arrangement = models.ForeignKey("credits.Arrangement", models.PROTECT, null=True, related_name="transfers")
    asked_in = models.CharField(max_length=11, choices=AskedAt.choices)
    asked_at = models.DateTimeField()
    asked_by = models.CharField(max_length=80)
    late_because = models.TextField(blank=True)
    items = models.JSONField()
    details_sealed = models.BinaryField(null=True)
    state = models.CharField(max_length=10, choices=TransferState.choices, default=TransferState.REQUESTED)
    lacking = models.JSONField(default=list)
    question = models.TextField(blank=True)
    checked_at = models.DateTimeField(null=True)
    checked_by = models.CharField(max_length=80, blank=True)
    listed_at = models.DateTimeField(null=True)
    listed_by = models.CharField(max_length=80, blank=True)
    planned_from = models.DateField(null=True)
    ended_at = models.DateTimeField(null=True)
    ended_by = models.CharField(max_length=80, blank=True)
    ended_because = models.TextField(blank=True)
    erased_at = models.DateTimeField(null=True)

    class Meta:
        constraints = [
            models.CheckConstraint(condition=Q(state__in=TransferState.values), name="transfer_state_known"),
            models.UniqueConstraint(fields=["payout"], condition=LIVE, name="one_live_transfer_a_payout"),
            models.UniqueConstraint(
                fields=["programme", "claim_number"],
                condition=LIVE & ~Q(claim_number="") & Q(payout__isnull=True),
                name="one_waiting_transfer_a_claim",
            ),
            models.UniqueConstraint(fields=["arrangement"], condition=LIVE, name="one_live_transfer_an_arrangement"),
            models.CheckConstraint(
                condition=Q(payout__isnull=False) | ~Q(claim_number=""), name="transfer_of_something"
            ),
            models.CheckConstraint(
                condition=Q(checked_at__isnull=True, checked_by="")
                | Q(checked_at__isnull=False) & ~Q(checked_by="") & ~Q(checked_by=F("asked_by")),
                name="transfer_checked_by_another",
            ),
            models.CheckConstraint(
                condition=~Q(state__in=["checked", "listed"]) | Q(checked_at__isnull=False, payout__isnull=False),
                name="transfer_checked_when_and_of_what",
            ),
            models.CheckConstraint(
                condition=Q(listed_at__isnull=True, listed_by="")
                | Q(listed_at__isnull=False) & ~Q(listed_by="") & ~Q(listed_by=F("checked_by")),
                name="transfer_listed_by_another",
            ),
            models.CheckConstraint(
                condition=Q(state="listed", listed_at__isnull=False) | ~Q(state="listed") & Q(listed_at__isnull=True),
                name="transfer_listed_when",
            ),
            models.CheckConstraint(
                condition=Q(state__in=ENDED, ended_at__isnull=False) & ~Q(ended_by="") & ~Q(ended_because="")
                | ~Q(state__in=ENDED) & Q(ended_at__isnull=True, ended_by="", ended_because=""),
                name="transfer_ended_by_whom_and_why",
            ),
            models.CheckConstraint(
                condition=Q(details_sealed__isnull=False, erased_at__isnull=True)
                | Q(details_sealed__isnull=True, erased_at__isnull=False),
                name="transfer_sealed_until_erased",
            ),
        ]
        indexes = [models.Index(fields=["programme", "state", "id"], name="transfer_by_state")]

    def __str__(self) -> str:
        return f"{self.reference}"


class TransferTransition(models.Model):
    """How a request moved (append-only)."""

    append_only = True

    request = models.ForeignKey(TransferRequest, models.PROTECT, related_name="transitions")
    from_state = models.CharField(max_length=10, blank=True)
    to_state = models.CharField(max_length=10)
    cause = models.CharField(max_length=200, blank=True)
    at = models.DateTimeField()
    actor = models.CharField(max_length=80)

    def __str__(self) -> str:
        return f"{self.request_id}: {self.to_state}"
