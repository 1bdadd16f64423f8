"""The links to payouts go out: one person prepares the mailing, another releases it and with it the payouts."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Final

from django.db import transaction

from compensation import payouts
from compensation.models import Payout
from compensation.reminders import drop_needless
from compensation.sending import PURPOSE, REMINDERS
from foundation.trail.actor import Actor
from notifications import mailings
from notifications.mailings import Frozen, MailingError, Released
from notifications.models import Mailing

__all__ = ["PURPOSE", "prepare_payout_mailing", "release_payout_mailing"]
CHUNK: Final = 1_000


def prepare_payout_mailing(mailing: Mailing, *, by: Actor) -> Frozen:
    """Freeze the list of links or reminders; count and sum are what the other person approves. Raises MailingError."""
    _expect(mailing)
    return mailings.prepare(mailing, by=by)


def release_payout_mailing(mailing: Mailing, *, by: Actor) -> Released:
    """Let the links go and release their payouts, in one transaction; of reminders, those still needed.

    Raises MailingError.
    """
    _expect(mailing)
    with transaction.atomic():
        released = mailings.release(mailing, by=by)
        if mailing.purpose in REMINDERS:
            drop_needless(released.subject_refs, by=by)
            return released
        payouts.release(_payouts(released.subject_refs), cause=f"mailing {mailing.pk} released", by=by)
    return released


def _expect(mailing: Mailing) -> None:
    if mailing.purpose not in (PURPOSE, *REMINDERS):
        raise MailingError("支払いのリンクの送信ではありません。", "This mailing does not carry links to payouts.")


def _payouts(numbers: Sequence[str]) -> list[int]:
    """Ids of the payouts with these numbers, which the messages name as their subjects."""
    found = list[int]()
    for start in range(0, len(numbers), CHUNK):
        found += Payout.objects.filter(number__in=numbers[start : start + CHUNK]).values_list("pk", flat=True)
    return found
