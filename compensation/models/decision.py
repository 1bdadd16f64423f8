"""Losses, the decisions on them, and the decisions that need a person."""

from __future__ import annotations

from django.db import models
from django.db.models import Q

from compensation.states import LineRemedy, SubjectKind

OUTCOMES = ["eligible", "ineligible", "pending", "refer"]
CASES = ["A", "B", "fraud", "none"]


class Loss(models.Model):
    """The economic event: one coupon in one incident, or one act on one account. Its key is unique over everything."""

    append_only = True

    programme = models.ForeignKey("compensation.Programme", models.PROTECT, db_index=False)
    coupon = models.ForeignKey("compensation.Coupon", models.PROTECT, null=True, related_name="losses", db_index=False)
    key = models.CharField(max_length=120, unique=True)
    recorded_at = models.DateTimeField()

    def __str__(self) -> str:
        return self.key


class Decision(models.Model):
    """A record: facts as they stood, bulletin, trace, outcome; never edited, only superseded by a later one."""

    append_only = True
    append_only_except = ("superseded_at",)

    programme = models.ForeignKey("compensation.Programme", models.PROTECT, db_index=False)
    bulletin = models.ForeignKey("compensation.Bulletin", models.PROTECT, db_index=False)
    subject_kind = models.CharField(max_length=10, choices=SubjectKind.choices)
    subject_id = models.BigIntegerField()
    case = models.CharField(max_length=5)
    outcome = models.CharField(max_length=10)
    amount = models.BigIntegerField("円", null=True)
    route = models.CharField(max_length=12, blank=True)
    remedy = models.CharField(max_length=7, blank=True)
    facts = models.JSONField()
    trace = models.JSONField()
    doubts = models.JSONField(default=list)
    decided_at = models.DateTimeField("判定基準日時")
    recorded_at = models.DateTimeField("記録日時")
    actor = models.CharField(max_length=80)
    supersedes = models.OneToOneField("self", models.PROTECT, null=True, related_name="superseded_by")
    superseded_at = models.DateTimeField(null=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["subject_kind", "subject_id"],
                condition=Q(superseded_at__isnull=True),
                name="one_standing_decision_a_subject",
            ),
            models.CheckConstraint(condition=Q(outcome__in=OUTCOMES), name="decision_outcome_known"),
            models.CheckConstraint(condition=Q(case__in=CASES), name="decision_case_known"),
            models.CheckConstraint(
                condition=Q(outcome="eligible", amount__gte=0) | (~Q(outcome="eligible") & Q(amount__isnull=True)),
                name="decision_amount_only_when_eligible",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.subject_kind} {self.subject_id}: {self.outcome}"


class DecisionLine(models.Model):
    """One loss within a decision."""

    append_only = True

    decision = models.ForeignKey(Decision, models.PROTECT, related_name="lines")
    loss = models.ForeignKey(Loss, models.PROTECT, null=True, related_name="lines")
    position = models.PositiveSmallIntegerField()
    case = models.CharField(max_length=5)
    outcome = models.CharField(max_length=10)
    remedy = models.CharField(max_length=7, choices=LineRemedy.choices)
    yen = models.BigIntegerField(null=True)
    balance = models.CharField(max_length=10, blank=True)

    class Meta:
        constraints = [
            models.CheckConstraint(condition=Q(outcome__in=OUTCOMES), name="line_outcome_known"),
            models.CheckConstraint(condition=Q(remedy__in=LineRemedy.values), name="line_remedy_known"),
            models.CheckConstraint(
                condition=~Q(remedy__in=["pay", "credit", "restore"]) | Q(yen__gt=0), name="line_remedy_has_yen"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.decision_id}/{self.position}"


class Referral(models.Model):
    """A matter that waits for a person: why, by which clause; closed by a person with a reason.

    `about_claim` is the id of the claim that it is about where no decision names it.
    """

    programme = models.ForeignKey("compensation.Programme", models.PROTECT)
    decision = models.ForeignKey(Decision, models.PROTECT, null=True, related_name="referrals")
    coupon = models.ForeignKey("compensation.Coupon", models.PROTECT, null=True, related_name="referrals")
    about_claim = models.BigIntegerField(null=True)
    reason = models.CharField("理由", max_length=60)
    clause = models.CharField("条項", max_length=80, blank=True)
    opened_at = models.DateTimeField()
    closed_at = models.DateTimeField(null=True)
    closed_by = models.CharField(max_length=80, blank=True)
    closed_because = models.TextField(blank=True)

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=Q(closed_at__isnull=True, closed_by="", closed_because="")
                | (Q(closed_at__isnull=False) & ~Q(closed_by="") & ~Q(closed_because="")),
                name="referral_closed_by_whom_and_why",
            ),
            models.UniqueConstraint(
                fields=["coupon", "reason"], condition=Q(closed_at__isnull=True), name="one_open_referral_a_reason"
            ),
            models.UniqueConstraint(
                fields=["about_claim", "reason"],
                condition=Q(closed_at__isnull=True),
                name="one_open_referral_a_claim_and_reason",
            ),
        ]
        indexes = [models.Index(fields=["programme", "id"], condition=Q(closed_at__isnull=True), name="open_referrals")]

    def __str__(self) -> str:
        return self.reason
