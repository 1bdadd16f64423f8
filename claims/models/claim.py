"""A claim for paper coupons or a withdrawn account, from the draft on."""

from __future__ import annotations

from django.db import models
from django.db.models import Q

from claims.states import SITE, ClaimState, WaitingFor


class Claim(models.Model):
    """What one person asks for. The answers are sealed as one text, bound to `draft_key`.

    `resume_hash` is of the code that opens a draft in another browser.
    `examined_under` is the bulletin that was in force when it was last examined; its decision may be an earlier one's,
    where the later bulletin changes nothing.
    """

    draft_key = models.UUIDField("下書きの鍵", unique=True)
    resume_hash = models.BinaryField("再開コードの照合値", max_length=32, unique=True, null=True)
    number = models.CharField("受付番号", max_length=20, unique=True, null=True)
    programme = models.ForeignKey("compensation.Programme", models.PROTECT, related_name="claims")
    bulletin = models.ForeignKey("compensation.Bulletin", models.PROTECT)
    state = models.CharField(max_length=9, choices=ClaimState.choices, default=ClaimState.DRAFT)
    waiting_for = models.CharField(max_length=8, choices=WaitingFor.choices, blank=True)
    channel = models.CharField(max_length=10, default=SITE)
    language = models.CharField(max_length=5, default="ja")
    answers_sealed = models.BinaryField(null=True)
    phone_hash = models.BinaryField(max_length=32, null=True)
    email_hash = models.BinaryField(max_length=32, null=True)
    consent_version = models.CharField(max_length=40, blank=True)
    declares_traveller = models.BooleanField("利用者本人との申告", null=True)
    started_at = models.DateTimeField()
    received_at = models.DateTimeField(null=True)
    closed_as = models.CharField(max_length=12, blank=True)
    examined_under = models.ForeignKey(
        "compensation.Bulletin", models.PROTECT, null=True, related_name="+", db_index=False
    )

    class Meta:
        constraints = [
            models.CheckConstraint(condition=Q(state__in=ClaimState.values), name="claim_state_known"),
            models.CheckConstraint(
                condition=Q(state=ClaimState.DRAFT, number__isnull=True, received_at__isnull=True)
                | (~Q(state=ClaimState.DRAFT) & Q(number__isnull=False, received_at__isnull=False)),
                name="claim_received_has_number",
            ),
            models.CheckConstraint(
                condition=Q(state=ClaimState.DRAFT) | ~Q(consent_version=""), name="claim_received_with_consent"
            ),
            models.CheckConstraint(
                condition=(Q(state=ClaimState.WAITING) & ~Q(waiting_for=""))
                | (~Q(state=ClaimState.WAITING) & Q(waiting_for="")),
                name="claim_waits_for_somebody",
            ),
            models.CheckConstraint(
                condition=(Q(state=ClaimState.CLOSED) & ~Q(closed_as=""))
                | (~Q(state=ClaimState.CLOSED) & Q(closed_as="")),
                name="claim_closed_as_something",
            ),
        ]
        indexes = [
            models.Index(fields=["phone_hash"], condition=Q(phone_hash__isnull=False), name="claim_by_phone"),
            models.Index(fields=["email_hash"], condition=Q(email_hash__isnull=False), name="claim_by_email"),
        ]

    def __str__(self) -> str:
        return self.number or "draft"


class ClaimCoupon(models.Model):
    """A coupon named in a claim, as typed and, where it was found, the coupon itself and when it was found.

    One that a person set aside counts no more in this claim, whose other coupons go on.
    """

    claim = models.ForeignKey(Claim, models.PROTECT, related_name="coupons")
    position = models.PositiveSmallIntegerField()
    inquiry_number = models.CharField(max_length=40)
    coupon = models.ForeignKey("compensation.Coupon", models.PROTECT, null=True, related_name="claimed_in")
    linked_at = models.DateTimeField("照合日時", null=True)
    set_aside_at = models.DateTimeField("除いた日時", null=True)
    set_aside_by = models.CharField(max_length=80, blank=True)
    set_aside_because = models.TextField(blank=True)

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=Q(coupon__isnull=True, linked_at__isnull=True)
                | Q(coupon__isnull=False, linked_at__isnull=False),
                name="claim_coupon_linked_at_an_instant",
            ),
            models.CheckConstraint(
                condition=Q(set_aside_at__isnull=True, set_aside_by="", set_aside_because="")
                | Q(set_aside_at__isnull=False, coupon__isnull=False) & ~Q(set_aside_by="") & ~Q(set_aside_because=""),
                name="claim_coupon_set_aside_by_whom_and_why",
            ),
            models.UniqueConstraint(fields=["claim", "inquiry_number"], name="a_number_once_a_claim"),
            models.UniqueConstraint(fields=["claim", "position"], name="a_position_once_a_claim"),
        ]

    def __str__(self) -> str:
        return self.inquiry_number


class ClaimTransition(models.Model):
    """How a claim moved (append-only)."""

    append_only = True

    claim = models.ForeignKey(Claim, models.PROTECT, related_name="transitions")
    from_state = models.CharField(max_length=9)
    to_state = models.CharField(max_length=9)
    detail = models.CharField(max_length=80, blank=True)
    at = models.DateTimeField()
    actor = models.CharField(max_length=80)

    def __str__(self) -> str:
        return f"{self.claim_id}: {self.to_state}"
