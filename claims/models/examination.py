"""What examiners found of a claim for misuse, what they propose, and what another one approved."""

from __future__ import annotations

from django.db import models
from django.db.models import F, Q

VERDICTS = ["clear", "found"]
PROPOSED = ["eligible", "ineligible", "refer"]


class ExaminationFinding(models.Model):
    """What a person found of one item (a ground, a duty, an item of the form), on what evidence; the latest stands.

    `clear`: the ground does not apply, the duty was met, the item is settled; `found` is the opposite.
    """

    append_only = True

    claim = models.ForeignKey("claims.Claim", models.PROTECT, related_name="findings")
    item = models.CharField(max_length=40)
    verdict = models.CharField(max_length=6)
    evidence = models.TextField()
    at = models.DateTimeField()
    actor = models.CharField(max_length=80)

    class Meta:
        constraints = [
            models.CheckConstraint(condition=Q(verdict__in=VERDICTS), name="finding_verdict_known"),
            models.CheckConstraint(condition=~Q(evidence=""), name="finding_has_evidence"),
        ]
        indexes = [models.Index(fields=["claim", "item", "-id"], name="finding_latest")]

    def __str__(self) -> str:
        return f"{self.item}: {self.verdict}"


class FraudProposal(models.Model):
    """A decision that one person prepared and another approves; the facts are frozen in it.

    `yen` is what is to be made good (None: nothing is). Where the policy leaves the matter to a person (`refer`),
    `agreement` says what was agreed and why; `shares` are yen by balance where the policy names none. A proposal that
    reconsiders another is prepared by neither of the two who decided that one, and approved by neither. Approved, it
    never changes any more.
    """

    append_only = True
    append_only_except = ("approved_at", "approved_by", "decision", "returned_at", "returned_by", "returned_because")
    append_only_until = "approved_at"

    claim = models.ForeignKey("claims.Claim", models.PROTECT, related_name="proposals")
    facts = models.JSONField()
    outcome = models.CharField(max_length=10)
    complete = models.BooleanField()
    yen = models.PositiveBigIntegerField(null=True)
    shares = models.JSONField(default=dict)
    agreement = models.TextField(blank=True)
    prepared_at = models.DateTimeField()
    prepared_by = models.CharField(max_length=80)
    approved_at = models.DateTimeField(null=True)
    approved_by = models.CharField(max_length=80, blank=True)
    decision = models.OneToOneField("compensation.Decision", models.PROTECT, null=True, related_name="proposal")
    returned_at = models.DateTimeField(null=True)
    returned_by = models.CharField(max_length=80, blank=True)
    returned_because = models.TextField(blank=True)
    reconsiders = models.ForeignKey("self", models.PROTECT, null=True, related_name="reconsidered_in")
    first_prepared_by = models.CharField(max_length=80, blank=True)
    first_approved_by = models.CharField(max_length=80, blank=True)

    class Meta:
        constraints = [
            models.CheckConstraint(condition=~Q(prepared_by=""), name="proposal_prepared_by_somebody"),
            models.CheckConstraint(condition=~Q(approved_by=F("prepared_by")), name="proposal_approved_by_another"),
            models.CheckConstraint(
                condition=Q(approved_at__isnull=True, approved_by="", decision__isnull=True)
                | (Q(approved_at__isnull=False, decision__isnull=False) & ~Q(approved_by="")),
                name="proposal_approved_with_decision",
            ),
            models.CheckConstraint(
                condition=Q(returned_at__isnull=True, returned_by="", returned_because="")
                | (
                    Q(returned_at__isnull=False, approved_at__isnull=True)
                    & ~Q(returned_by="")
                    & ~Q(returned_because="")
                ),
                name="proposal_returned_with_reason",
            ),
            models.CheckConstraint(condition=Q(outcome__in=PROPOSED), name="proposal_outcome_known"),
            models.CheckConstraint(
                condition=Q(outcome="ineligible", yen__isnull=True)
                | Q(outcome="eligible", yen__isnull=False, complete=True)
                | (Q(outcome="refer", yen__gt=0, complete=True) & ~Q(agreement="")),
                name="proposal_pays_only_what_was_examined",
            ),
            models.CheckConstraint(
                condition=Q(reconsiders__isnull=True, first_prepared_by="", first_approved_by="")
                | (
                    Q(reconsiders__isnull=False)
                    & ~Q(first_prepared_by="")
                    & ~Q(first_approved_by="")
                    & ~Q(prepared_by=F("first_prepared_by"))
                    & ~Q(prepared_by=F("first_approved_by"))
                    & ~Q(approved_by=F("first_prepared_by"))
                    & ~Q(approved_by=F("first_approved_by"))
                ),
                name="proposal_reconsidered_by_a_third",
            ),
            models.UniqueConstraint(
                fields=["reconsiders"], condition=Q(returned_at__isnull=True), name="a_decision_reconsidered_once"
            ),
            models.UniqueConstraint(
                fields=["claim"],
                condition=Q(approved_at__isnull=False, reconsiders__isnull=True),
                name="one_first_decision_a_claim",
            ),
            models.UniqueConstraint(
                fields=["claim"],
                condition=Q(approved_at__isnull=True, returned_at__isnull=True),
                name="one_open_proposal_a_claim",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.claim_id}: {self.outcome}"


class Reconsideration(models.Model):
    """A decided claim was taken up again: which decision, why, on whose word (append-only)."""

    append_only = True

    claim = models.ForeignKey("claims.Claim", models.PROTECT, related_name="reconsiderations")
    decision = models.OneToOneField("compensation.Decision", models.PROTECT, related_name="reconsideration")
    because = models.TextField()
    at = models.DateTimeField()
    actor = models.CharField(max_length=80)

    class Meta:
        constraints = [models.CheckConstraint(condition=~Q(because=""), name="reconsidered_because")]

    def __str__(self) -> str:
        return f"{self.claim_id}"


class DisclosureAssessment(models.Model):
    """Whether misuse, or its likelihood, is to be made public: a record apart from any claim (append-only).

    `criteria`: for each criterion of the policy, by its id, whether it holds and why.
    """

    append_only = True

    programme = models.ForeignKey("compensation.Programme", models.PROTECT)
    subject = models.CharField(max_length=200)
    criteria = models.JSONField()
    disclose = models.BooleanField()
    conclusion = models.TextField()
    at = models.DateTimeField()
    actor = models.CharField(max_length=80)

    class Meta:
        constraints = [models.CheckConstraint(condition=~Q(subject="") & ~Q(conclusion=""), name="disclosure_in_words")]

    def __str__(self) -> str:
        return self.subject
