"""What is erased on the day that its retention class says: one line a class."""

from __future__ import annotations

from collections.abc import Callable
from typing import Final

from claims import fraud_retention
from claims.drafts import DRAFTS, purge_drafts
from claims.fraud_purging import purge_claims, purge_drafts_of_calls
from compensation.transfers.retention import erase_over
from foundation.trail import clock
from foundation.trail.actor import Actor
from notifications.purging import ADDRESSES, purge_messages

Erase = Callable[..., int]
"""Takes `by` (who erases) and `dry_run` (count, and erase nothing); returns how many."""


def _purge_transfers(*, by: Actor, dry_run: bool = False) -> int:
    return 0 if dry_run else sum(erase_over(clock.today(), by=by))


ERASES: Final[dict[str, Erase]] = {
    DRAFTS.name: purge_drafts,
    fraud_retention.DRAFT.name: purge_drafts_of_calls,
    fraud_retention.CLAIM.name: purge_claims,
    "transfers": _purge_transfers,
}
ALL: Final[dict[str, Erase]] = {**ERASES, ADDRESSES.name: purge_messages}
"""Those of messages as well, which have a bell of their own."""
