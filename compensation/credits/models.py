"""Credits to balances. An instruction keeps its reference for ever: it is never sent under another one."""

from __future__ import annotations

from django.db import models
from django.db.models import Q

from compensation.credits.states import CREDITED, ArrangementKind, ClawBackEnd, CreditState


class CreditFile(models.Model):
    """One file of instructions; made again from its rows it has the same bytes (append-only)."""

    append_only = True

    programme = models.ForeignKey("compensation.Programme", models.PROTECT)
    made_at = models.DateTimeField()
    made_by = models.CharField(max_length=80)

    def __str__(self) -> str:
        return f"{self.pk}"


class CreditInstruction(models.Model):
    """Credit one balance of one account with so many yen, by one decision. The account's id is sealed.

    What it credits is never changed; where it stands is, and the account is erased on its day.
    """

    append_only = True
    append_only_except = ("state", "file", "account_sealed")

    reference = models.CharField(max_length=60, unique=True)
    programme = models.ForeignKey("compensation.Programme", models.PROTECT)
    decision = models.ForeignKey("compensation.Decision", models.PROTECT, related_name="credits")
    claim_number = models.CharField(max_length=20)
    balance = models.CharField(max_length=10)
    yen = models.PositiveBigIntegerField()
    account_sealed = models.BinaryField()
    state = models.CharField(max_length=9, choices=CreditState.choices, default=CreditState.READY)
    file = models.ForeignKey(CreditFile, models.PROTECT, null=True, related_name="instructions")
    made_at = models.DateTimeField()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["decision", "balance"], name="one_credit_a_balance"),
            models.CheckConstraint(condition=Q(yen__gt=0), name="credit_of_something"),
            models.CheckConstraint(condition=Q(balance__in=CREDITED), name="credit_balance_known"),
            models.CheckConstraint(condition=Q(state__in=CreditState.values), name="credit_state_known"),
            models.CheckConstraint(
                condition=Q(state=CreditState.READY, file__isnull=True)
                | ~Q(state=CreditState.READY) & Q(file__isnull=False),
                name="credit_sent_in_a_file",
            ),
        ]
        indexes = [
            models.Index(fields=["programme", "id"], condition=~Q(state=CreditState.CONFIRMED), name="credit_open"),
            models.Index(fields=["claim_number"], name="credit_by_claim"),
        ]

    def __str__(self) -> str:
        return self.reference


class CreditLine(models.Model):
    """How much of an instruction pays which entitlement (append-only)."""

    append_only = True

    instruction = models.ForeignKey(CreditInstruction, models.PROTECT, related_name="lines")
    entitlement = models.ForeignKey("compensation.Entitlement", models.PROTECT, related_name="credit_lines")
    yen = models.PositiveBigIntegerField()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["instruction", "entitlement"], name="one_credit_line_an_entitlement"),
            models.CheckConstraint(condition=Q(yen__gt=0), name="credit_line_of_something"),
        ]

    def __str__(self) -> str:
        return f"{self.instruction_id}: {self.yen}"


class CreditTransition(models.Model):
    """How an instruction moved (append-only)."""

    append_only = True

    instruction = models.ForeignKey(CreditInstruction, models.PROTECT, related_name="transitions")
    to_state = models.CharField(max_length=9)
    cause = models.CharField(max_length=200, blank=True)
    at = models.DateTimeField()
    actor = models.CharField(max_length=80)

    def __str__(self) -> str:
        return f"{self.instruction_id}: {self.to_state}"


class Arrangement(models.Model):
    """A sum that no balance is credited with: what the card issuer does, or what was agreed; open until noted."""

    append_only = True
    append_only_except = ("words", "noted_at", "noted_by")

    decision = models.ForeignKey("compensation.Decision", models.PROTECT, related_name="arrangements")
    programme = models.ForeignKey("compensation.Programme", models.PROTECT)
    claim_number = models.CharField(max_length=20)
    kind = models.CharField(max_length=12, choices=ArrangementKind.choices)
    yen = models.PositiveBigIntegerField()
    words = models.TextField(blank=True)
    made_at = models.DateTimeField()
    noted_at = models.DateTimeField(null=True)
    noted_by = models.CharField(max_length=80, blank=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["decision", "kind"], name="one_arrangement_a_kind"),
            models.CheckConstraint(condition=Q(yen__gt=0), name="arrangement_of_something"),
            models.CheckConstraint(
                condition=Q(words="", noted_at__isnull=True, noted_by="")
                | Q(noted_at__isnull=False) & ~Q(words="") & ~Q(noted_by=""),
                name="arrangement_noted_in_words",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.claim_number}: {self.kind}"


class CreditClawBack(models.Model):
    """What was credited of one entitlement beyond what a later decision grants; open until a person ends it.

    The credit stays as it was. The policy does not say that anything is asked back, so how it ends is a person's.
    """

    decision = models.ForeignKey("compensation.Decision", models.PROTECT, related_name="credit_claw_backs")
    entitlement = models.ForeignKey("compensation.Entitlement", models.PROTECT, related_name="credit_claw_backs")
    programme = models.ForeignKey("compensation.Programme", models.PROTECT)
    claim_number = models.CharField(max_length=20)
    yen = models.PositiveBigIntegerField()
    made_at = models.DateTimeField()
    ended_as = models.CharField(max_length=8, choices=ClawBackEnd.choices, blank=True)
    ended_at = models.DateTimeField(null=True)
    ended_by = models.CharField(max_length=80, blank=True)
    ended_because = models.TextField(blank=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["decision", "entitlement"], name="one_credit_claw_back_a_decision"),
            models.CheckConstraint(condition=Q(yen__gt=0), name="credit_claw_back_of_something"),
            models.CheckConstraint(
                condition=Q(ended_as="", ended_at__isnull=True, ended_by="", ended_because="")
                | Q(ended_as__in=ClawBackEnd.values, ended_at__isnull=False) & ~Q(ended_by="") & ~Q(ended_because=""),
                name="credit_claw_back_ended_by_whom_and_why",
            ),
        ]
        indexes = [models.Index(fields=["claim_number"], condition=Q(ended_as=""), name="credit_claw_back_open")]

    def __str__(self) -> str:
        return f"{self.claim_number}: {self.yen}"
