"""The states of a message and of a mailing, and which may follow which."""

from __future__ import annotations

from typing import Final

from django.db.models import TextChoices

UNREADABLE: Final = "unreadable"
"""What a delivery report says that nobody understands; it moves nothing."""


class Channel(TextChoices):
    """How a message travels."""

    SMS = "sms", "SMS"
    EMAIL = "email", "メール e-mail"


class MessageState(TextChoices):
    """Where a message stands; `unknown` means: perhaps accepted, therefore never sent again by itself."""

    PLANNED = "planned", "準備中 planned"
    READY = "ready", "送信待ち ready"
    LEASED = "leased", "送信担当あり leased"
    SENDING = "sending", "送信中 sending"
    ACCEPTED = "accepted", "受付済 accepted"
    DELIVERED = "delivered", "送達 delivered"
    UNDELIVERED = "undelivered", "不達 undelivered"
    EXPIRED = "expired", "期限切れ expired"
    REJECTED = "rejected", "拒否 rejected"
    UNKNOWN = "unknown", "不明 unknown"
    HELD = "held", "保留 held"
    CANCELLED = "cancelled", "取消 cancelled"


_S = MessageState
MESSAGE_MOVES: dict[str, frozenset[str]] = {
    # After a backup was restored, what it holds as planned may have been sent since.
    _S.PLANNED: frozenset({_S.READY, _S.CANCELLED, _S.ACCEPTED, _S.HELD}),
    # A delivery report proves an acceptance: what a look-up missed is then not sent again.
    _S.READY: frozenset({_S.LEASED, _S.CANCELLED, _S.EXPIRED, _S.ACCEPTED, _S.HELD}),
    _S.LEASED: frozenset({_S.READY, _S.SENDING}),
    _S.SENDING: frozenset({_S.READY, _S.ACCEPTED, _S.REJECTED, _S.UNKNOWN}),
    _S.UNKNOWN: frozenset({_S.ACCEPTED, _S.READY, _S.HELD}),
    _S.HELD: frozenset({_S.ACCEPTED, _S.READY, _S.CANCELLED}),
    _S.ACCEPTED: frozenset({_S.DELIVERED, _S.UNDELIVERED, _S.EXPIRED}),
    _S.DELIVERED: frozenset(),
    _S.UNDELIVERED: frozenset({_S.DELIVERED}),
    _S.EXPIRED: frozenset({_S.DELIVERED}),
    _S.REJECTED: frozenset(),
    _S.CANCELLED: frozenset(),
}


class MailingState(TextChoices):
    """Where a mailing stands: gathered by the settlement, frozen by one person, released by another."""

    OPEN = "open", "準備中 open"
    PREPARED = "prepared", "承認待ち prepared"
    RELEASED = "released", "承認済 released"
    PAUSED = "paused", "停止中 paused"
    CANCELLED = "cancelled", "取消 cancelled"


class MailingStage(TextChoices):
    """How much of a released list may go: its first few, more by the minute, or the whole of it."""

    CANARY = "canary", "試行送信 canary"
    RAMP = "ramp", "段階送信 ramp"
    WHOLE = "whole", "全件 whole"


class HeldBy(TextChoices):
    """Why a message that was due has a later day: the hours of the night, or too many to its address that day."""

    QUIET = "quiet", "夜間 quiet"
    CAP = "cap", "1日の上限 cap"
