"""The states of a claim, and which may follow which."""

from __future__ import annotations

from typing import Final

from django.db.models import TextChoices

SITE: Final = "site"
CALL: Final = "call"
"""Channels: an application on the special site; a call about a payment of the evening."""


class ClaimState(TextChoices):
    """Where a claim stands."""

    DRAFT = "draft", "下書き draft"
    RECEIVED = "received", "受付済 received"
    EXAMINING = "examining", "審査中 examining"
    WAITING = "waiting", "回答待ち waiting"
    REFERRED = "referred", "要判断 referred"
    DECIDED = "decided", "決定済 decided"
    CLOSED = "closed", "完了 closed"


class WaitingFor(TextChoices):
    """Whom a waiting claim waits for."""

    CLAIMANT = "claimant", "申請者 claimant"
    STORE = "store", "店舗 store"
    ISSUER = "issuer", "発行元 issuer"
    DATE = "date", "期日 date"


class PayoutStage(TextChoices):
    """Where the money of a claim stands, as far as its applicant is concerned."""

    PLANNED = "planned", "送付前 planned"
    SENT = "sent", "送付済 sent"
    TAKEN = "taken", "受取済 taken"
    OVER = "over", "期限切れ over"
    RETURNED = "returned", "返戻 returned"
    TRANSFER = "transfer", "振込待ち transfer"


_S = ClaimState
CLAIM_MOVES: dict[str, frozenset[str]] = {
    _S.DRAFT: frozenset({_S.RECEIVED}),
    _S.RECEIVED: frozenset({_S.EXAMINING, _S.WAITING, _S.REFERRED, _S.DECIDED, _S.CLOSED}),
    _S.EXAMINING: frozenset({_S.WAITING, _S.REFERRED, _S.DECIDED, _S.CLOSED}),
    _S.WAITING: frozenset({_S.EXAMINING, _S.WAITING, _S.REFERRED, _S.DECIDED, _S.CLOSED}),
    _S.REFERRED: frozenset({_S.EXAMINING, _S.WAITING, _S.DECIDED, _S.CLOSED}),
    _S.DECIDED: frozenset({_S.EXAMINING, _S.CLOSED}),
    _S.CLOSED: frozenset({_S.EXAMINING}),
}
