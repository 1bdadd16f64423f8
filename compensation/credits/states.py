"""Where a credit stands, and which state may follow which."""

from __future__ import annotations

from typing import Final

from django.db.models import TextChoices


class CreditState(TextChoices):
    """Ready to be sent, sent and unconfirmed, credited, or refused by whoever keeps the balances."""

    READY = "ready", "送付前 ready"
    SENT = "sent", "確認待ち sent"
    CONFIRMED = "confirmed", "加算済 confirmed"
    REFUSED = "refused", "加算不可 refused"


CREDIT_MOVES: Final[dict[str, frozenset[str]]] = {
    CreditState.READY: frozenset({CreditState.SENT}),
    CreditState.SENT: frozenset({CreditState.CONFIRMED, CreditState.REFUSED}),
    CreditState.CONFIRMED: frozenset(),
    CreditState.REFUSED: frozenset({CreditState.READY}),
}
CREDITED: Final = ("cafeteria", "value", "money")
"""The balances that can be credited."""


class ClawBackEnd(TextChoices):
    """What became of a sum that was credited too much: given back, or a person found that it is not asked for."""

    RETURNED = "returned", "返還済み returned"
    WAIVED = "waived", "返還を求めない waived"


class ArrangementKind(TextChoices):
    """What is made good otherwise than by a credit."""

    ISSUER = "issuer", "カード発行元との協力 with the card issuer"
    CONSULTATION = "consultation", "個別の相談 agreed individually"
