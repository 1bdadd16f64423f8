"""A message, its attempts, its delivery reports and its chained transitions."""

from __future__ import annotations

from django.db import models
from django.db.models import Q

from notifications.states import Channel, HeldBy, MessageState


class Message(models.Model):
    """One text to one address. Inserted in the transaction of the fact that it tells of.

    `reference` is ours, the same on every attempt; address and text are sealed, bound to it.
    `yen` is what the text is about, so that a mailing's sum can be shown before its release. `moves` counts the
    transitions and `chain_head` is the link of the last, so that a transition taken off the end is missed.
    `asked`: its recipient waits for it, so that the night does not hold it. `purged_at`: since when the address is
    gone; its masked form and its hash stay, and with them the proof.
    `only_provider`: it was unknown there, so that nobody else may ever have it; `key_until` (the database's clock): how
    long that provider takes its reference only once, where this alone makes another sending safe.
    """

    reference = models.UUIDField(unique=True)
    mailing = models.ForeignKey(
        "notifications.Mailing", models.PROTECT, null=True, related_name="messages", db_index=False
    )
    scope = models.SlugField("プログラム", db_index=False)
    subject_kind = models.CharField(max_length=20)
    subject_ref = models.CharField(max_length=40)
    purpose = models.CharField("目的", max_length=40)
    channel = models.CharField(max_length=5, choices=Channel.choices)
    generation = models.PositiveSmallIntegerField(default=1)
    sender = models.CharField("発信元", max_length=120, blank=True)
    text_version = models.CharField(max_length=40)
    address_sealed = models.BinaryField()
    address_hash = models.BinaryField(max_length=32)
    body_sealed = models.BinaryField()
    body_hash = models.BinaryField(max_length=32)
    parts = models.PositiveSmallIntegerField(default=1)
    yen = models.BigIntegerField(default=0)
    state = models.CharField(max_length=11, choices=MessageState.choices, default=MessageState.PLANNED)
    due_at = models.DateTimeField("送信可能日時")
    valid_until = models.DateTimeField("送信期限", null=True)
    asked = models.BooleanField(default=False)
    held_by = models.CharField(max_length=5, choices=HeldBy.choices, blank=True)
    purged_at = models.DateTimeField(null=True)
    address_masked = models.CharField(max_length=254, blank=True)
    retry_at = models.DateTimeField(null=True)
    only_provider = models.CharField(max_length=40, blank=True, db_default="")
    key_until = models.DateTimeField(null=True)
    lease_token = models.UUIDField(null=True)
    leased_until = models.DateTimeField(null=True)
    tries = models.PositiveSmallIntegerField(default=0)
    moves = models.PositiveSmallIntegerField(default=0)
    chain_head = models.BinaryField(max_length=32, null=True)
    recorded_at = models.DateTimeField()

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["subject_ref", "subject_kind", "purpose", "channel", "generation"], name="one_message_a_purpose"
            ),
            models.CheckConstraint(condition=Q(state__in=MessageState.values), name="message_state_known"),
            models.CheckConstraint(
                condition=Q(state__in=["leased", "sending"], lease_token__isnull=False, leased_until__isnull=False)
                | (~Q(state__in=["leased", "sending"]) & Q(lease_token__isnull=True, leased_until__isnull=True)),
                name="message_lease_only_while_held",
            ),
            models.CheckConstraint(
                condition=Q(purged_at__isnull=True, address_masked="")
                | (Q(purged_at__isnull=False, address_sealed=b"") & ~Q(address_masked="")),
                name="message_purged_keeps_its_mask",
            ),
        ]
        indexes = [
            models.Index(fields=["mailing", "due_at", "id"], condition=Q(state="ready"), name="message_ready"),
            models.Index(fields=["leased_until"], condition=Q(state__in=["leased", "sending"]), name="message_leased"),
            models.Index(fields=["retry_at"], condition=Q(state="unknown"), name="message_unknown"),
            models.Index(fields=["scope", "id"], condition=Q(state="held"), name="message_held"),
            models.Index(fields=["mailing", "state"], name="message_by_mailing"),
            models.Index(fields=["address_hash"], name="message_by_address"),
        ]

    def __str__(self) -> str:
        return str(self.reference)


class Attempt(models.Model):
    """One call to a provider, written before its first byte; ended once by a guarded update."""

    append_only = True
    append_only_except = ("ended_at", "outcome", "provider_id", "detail")

    # Found by the unique pair of message and number.
    message = models.ForeignKey(Message, models.PROTECT, related_name="attempts", db_index=False)
    number = models.PositiveSmallIntegerField()
    provider = models.CharField(max_length=40)
    request_hash = models.BinaryField(max_length=32)
    started_at = models.DateTimeField()
    ended_at = models.DateTimeField(null=True)
    outcome = models.CharField(max_length=20, blank=True)
    provider_id = models.CharField(max_length=120, blank=True)
    detail = models.CharField(max_length=200, blank=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["message", "number"], name="one_attempt_a_number"),
            models.CheckConstraint(
                condition=Q(ended_at__isnull=True, outcome="") | (Q(ended_at__isnull=False) & ~Q(outcome="")),
                name="attempt_ended_with_outcome",
            ),
        ]
        indexes = [
            models.Index(fields=["provider_id"], condition=~Q(provider_id=""), name="attempt_by_provider_id"),
            models.Index(fields=["started_at"], name="attempt_by_start"),
        ]

    def __str__(self) -> str:
        return f"{self.message_id}/{self.number}"


class LookUp(models.Model):
    """What a provider answered when asked whether it has a message (append-only): the ground of a second sending.

    Without an attempt it was asked after a backup was restored: there may have been one that this database lost.
    """

    append_only = True

    message = models.ForeignKey(Message, models.PROTECT, related_name="look_ups")
    attempt = models.ForeignKey(Attempt, models.PROTECT, related_name="look_ups", db_index=False, null=True)
    says = models.CharField(max_length=10)
    at = models.DateTimeField()

    def __str__(self) -> str:
        return f"{self.message_id}: {self.says}"


class DeliveryReport(models.Model):
    """What a provider said, as it came (append-only inbox), kept even when its message is not known yet.

    `provider_id`: the provider's own id of the message, which identifies an attempt where our reference is missing.
    `folded_at`: since when its message's state takes it into account. `problem`: why it could not be read, or is not
    believed. `signed`: whoever wrote it has proved to know a secret. `sealed`: `raw` holds somebody's address and is
    kept sealed, until it is purged on its day.
    """

    append_only = True
    append_only_except = ("folded_at", "raw", "raw_purged_at")

    provider = models.CharField(max_length=40)
    event_key = models.CharField(max_length=120)
    reference = models.UUIDField(null=True, db_index=True)
    provider_id = models.CharField(max_length=120, blank=True)
    says = models.CharField(max_length=20)
    signed = models.BooleanField()
    raw = models.BinaryField()
    received_at = models.DateTimeField()
    folded_at = models.DateTimeField(null=True)
    problem = models.CharField(max_length=80, blank=True, db_default="")
    sealed = models.BooleanField(db_default=False)
    raw_purged_at = models.DateTimeField(null=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["provider", "event_key"], name="one_report_an_event"),
            models.CheckConstraint(
                condition=Q(raw_purged_at__isnull=True) | Q(raw=b"", sealed=True), name="report_purged_only_if_sealed"
            ),
        ]
        indexes = [
            models.Index(fields=["id"], condition=Q(folded_at=None), name="report_unfolded"),
            models.Index(fields=["received_at"], condition=Q(sealed=True, raw_purged_at=None), name="report_sealed"),
            models.Index(fields=["provider_id"], condition=Q(reference=None), name="report_by_provider_id"),
        ]

    def __str__(self) -> str:
        return f"{self.provider} {self.event_key}"


class Transition(models.Model):
    """How a message moved (append-only), one hash chain a message."""

    append_only = True

    # Found by the unique pair of message and number.
    message = models.ForeignKey(Message, models.PROTECT, related_name="transitions", db_index=False)
    number = models.PositiveSmallIntegerField()
    from_state = models.CharField(max_length=11)
    to_state = models.CharField(max_length=11)
    cause = models.CharField(max_length=80)
    actor = models.CharField(max_length=80)
    at = models.DateTimeField()
    link = models.BinaryField(max_length=32)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["message", "number"], name="one_transition_a_number")]

    def __str__(self) -> str:
        return f"{self.message_id}/{self.number}: {self.to_state}"
