"""Where the holder of a payout is reached: as its link reached them."""

from __future__ import annotations

from compensation.models import Payout
from compensation.sending import PURPOSE, SUBJECT
from compensation.transfers.accounts import Reach
from notifications.envelope import open_envelope
from notifications.models import Message


def reach_of_payout(payout: Payout, language: str) -> Reach:
    """The address that the last link went to; none where no link was ever planned."""
    sent = Message.objects.filter(subject_kind=SUBJECT, subject_ref=payout.number, purpose=PURPOSE)
    last = sent.order_by("-generation", "-pk").first()
    return Reach(last.channel, open_envelope(last).address, language) if last else Reach("", "", language)
