"""A shop's answer to one payment: on record with the payment, in the log as a call, and the claim examined anew."""

from __future__ import annotations

from django.db import transaction

from claims.call_states import CallChannel, Category, Checked, Direction, NextBy, Outcome, Speaker
from claims.call_words import ANSWER
from claims.calls import CallAbout, CallSaid, log_call, open_calls
from claims.enquiry_examination import examine_again
from claims.models import Claim
from compensation.enquiries import Answered, shop_answered
from compensation.models import TriedPayment
from foundation.trail.actor import Actor


def record_answer(claim: Claim, payment: TriedPayment, said: Answered, *, by: Actor) -> bool:
    """Write the answer down; the call that was to ask for it is answered by it. False for a second press."""
    call = CallSaid(
        said.said_at,
        CallChannel.PHONE,
        Direction.OUT,
        Speaker.STORE,
        [Checked.NUMBER],
        Category.DOCKED_TWICE,
        f"店舗の回答：{ANSWER[said.answer].ja}（{said.said_by}）",
        said.note,
        Outcome.DONE,
    )
    with transaction.atomic():
        if not shop_answered(payment, said, by=by):
            return False
        asked = open_calls([claim.programme]).filter(claim=claim, next_by__in=[NextBy.DESK, NextBy.STORE]).first()
        log_call(CallAbout(claim.programme, claim, payment.enquiry.coupon, follows=asked), call, by=by)
        examine_again(claim, "the shop answered", by=by)
    return True
