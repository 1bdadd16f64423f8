"""What a claimant for misuse supplies on the phone: kept like what they send from the status page, with the call."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from uuid import UUID

from django.db import transaction

from claims.call_states import CallChannel, Category, Direction, Outcome, Speaker
from claims.calls import CallAbout, CallSaid, log_call
from claims.fraud_questions import answer
from claims.models import Claim
from foundation.trail import clock
from foundation.trail.actor import Actor


def keep_told(
    claim: Claim, items: Mapping[str, str], replies: Mapping[UUID, str], checked: Sequence[str], *, by: Actor
) -> None:
    """Keep items and replies, and log the call with what the caller was recognised by; its log names none of it."""
    with transaction.atomic():
        answer(claim, items, replies, by=by)
        said = CallSaid(
            clock.now(), CallChannel.PHONE, Direction.IN, Speaker.HOLDER, checked, Category.MISUSE,
            "足りない事項や質問への回答をうかがった。", "申請の内容に記録した。", Outcome.DONE,
        )  # fmt: skip
        log_call(CallAbout(claim.programme, claim), said, by=by)
