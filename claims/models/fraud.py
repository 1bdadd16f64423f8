"""What a claim for misuse says: the claim's part, its acts, and the questions that it leaves."""

from __future__ import annotations

from typing import get_args

from django.db import models
from django.db.models import Q

from compensation.policy.decision import Balance
from compensation.policy.fraud.facts import ActKind, Cause, Claimant, Misuser, Negligence


class FraudClaim(models.Model):
    """The facts of a claim for misuse that name nobody; the others are sealed with the claim's answers.

    Money in whole yen. Until `established_at` they are what the claimant said. `account_hash` is the account that the
    acts were made on: of a user the own one, of a cardholder the one that the examiner found.
    """

    claim = models.OneToOneField("claims.Claim", models.PROTECT, primary_key=True, related_name="fraud")
    claimant = models.CharField(max_length=20)
    entrance = models.CharField(max_length=12)
    phrase = models.BooleanField()
    cause = models.CharField(max_length=40)
    misused_by = models.CharField(max_length=20, default="third_party")
    intended_by_claimant = models.BooleanField(default=False)
    device_transferred = models.BooleanField(default=False)
    negligence = models.CharField(max_length=10, null=True)
    information_stolen_at = models.DateTimeField(null=True)
    recognised_at = models.DateTimeField()
    first_contact_at = models.DateTimeField()
    issuer_told = models.BooleanField(null=True)
    recovered_yen = models.PositiveIntegerField(default=0)
    received_yen = models.PositiveIntegerField(default=0)
    due_yen = models.PositiveIntegerField(default=0)
    undetermined = models.BooleanField(default=False)
    other_losses_yen = models.PositiveIntegerField(default=0)
    account_hash = models.BinaryField(max_length=32, null=True)
    established_at = models.DateTimeField(null=True)
    established_by = models.CharField(max_length=80, blank=True)

    class Meta:
        constraints = [
            models.CheckConstraint(condition=Q(claimant__in=get_args(Claimant)), name="fraud_claimant_known"),
            models.CheckConstraint(condition=Q(cause__in=get_args(Cause)), name="fraud_cause_known"),
            models.CheckConstraint(condition=Q(misused_by__in=get_args(Misuser)), name="fraud_misuser_known"),
            models.CheckConstraint(
                condition=Q(negligence__isnull=True) | Q(negligence__in=get_args(Negligence)),
                name="fraud_negligence_known",
            ),
            models.CheckConstraint(
                condition=Q(established_at__isnull=True, established_by="")
                | (Q(established_at__isnull=False) & ~Q(established_by="")),
                name="fraud_established_by_whom",
            ),
        ]
        indexes = [
            models.Index(
                fields=["account_hash"], condition=Q(account_hash__isnull=False), name="fraud_claim_by_account"
            )
        ]

    def __str__(self) -> str:
        return str(self.pk)

    @property
    def is_user(self) -> bool:
        """Whether the claimant holds an account, whose balances can be credited."""
        return self.claimant == "user"


class FraudContact(models.Model):
    """A telephone call that began a claim: the first contact, which is not the claim.

    `number` is told on the phone and becomes the claim's own when its form arrives; until then the claim is a draft.
    """

    claim = models.OneToOneField("claims.Claim", models.PROTECT, primary_key=True, related_name="fraud_contact")
    number = models.CharField("受付番号", max_length=20, unique=True)
    at = models.DateTimeField("最初の連絡の日時")
    call = models.OneToOneField("claims.Call", models.PROTECT, related_name="fraud_contact")
    ended_at = models.DateTimeField(null=True)
    ended_by = models.CharField(max_length=80, blank=True)
    ended_because = models.TextField(blank=True)

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=Q(ended_at__isnull=True, ended_by="", ended_because="")
                | (Q(ended_at__isnull=False) & ~Q(ended_by="") & ~Q(ended_because="")),
                name="contact_ended_by_whom_and_why",
            )
        ]

    def __str__(self) -> str:
        return self.number


class FraudAct(models.Model):
    """One wrongful act. `reference` is its number in the account's own records, found by an examiner.

    `loss` is set when money is owed for the act: no second claim can ever take the same loss.
    """

    claim = models.ForeignKey("claims.Claim", models.PROTECT, related_name="fraud_acts")
    position = models.PositiveSmallIntegerField()
    at = models.DateTimeField()
    kind = models.CharField(max_length=12)
    balance = models.CharField(max_length=10)
    yen = models.PositiveIntegerField()
    fee_yen = models.PositiveIntegerField(default=0)
    reference = models.CharField(max_length=40, blank=True)
    loss = models.OneToOneField("compensation.Loss", models.PROTECT, null=True, related_name="fraud_act")

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["claim", "position"], name="an_act_a_position"),
            models.UniqueConstraint(
                fields=["claim", "reference"], condition=~Q(reference=""), name="an_act_once_a_claim"
            ),
            models.CheckConstraint(condition=Q(kind__in=get_args(ActKind)), name="act_kind_known"),
            models.CheckConstraint(condition=Q(balance__in=get_args(Balance)), name="act_balance_known"),
            models.CheckConstraint(condition=Q(yen__gt=0), name="act_took_something"),
        ]

    def __str__(self) -> str:
        return f"{self.claim_id}/{self.position}"


class FraudQuestion(models.Model):
    """Something that an examiner asks the claimant; both texts are sealed, bound to `key`.

    `answer_by` is the day (Japan) after which the desk gets in touch; nothing is lost by it.
    """

    claim = models.ForeignKey("claims.Claim", models.PROTECT, related_name="fraud_questions")
    key = models.UUIDField(unique=True)
    question_sealed = models.BinaryField()
    asked_at = models.DateTimeField()
    asked_by = models.CharField(max_length=80)
    answer_by = models.DateField("回答の目安日")
    answer_sealed = models.BinaryField(null=True)
    answered_at = models.DateTimeField(null=True)

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=Q(answer_sealed__isnull=True, answered_at__isnull=True)
                | Q(answer_sealed__isnull=False, answered_at__isnull=False),
                name="question_answered_when",
            )
        ]

    def __str__(self) -> str:
        return str(self.key)
