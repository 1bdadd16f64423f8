"""What is erased on the day that its retention class says: one line a class."""

from __future__ import annotations

from collections.abc import Callable
from typing import Final

from claims import fraud_retention
from claims.drafts import DRAFTS, purge_drafts
from claims.fraud_purging import purge_claims, purge_drafts_of_calls

Erase = Callable[..., int]
"""Takes `by` (who erases) and `dry_run` (count, and erase nothing); returns how many."""

ERASES: Final[dict[str, Erase]] = {
    DRAFTS.name: purge_drafts,
    fraud_retention.DRAFT.name: purge_drafts_of_calls,
    fraud_retention.CLAIM.name: purge_claims,
}
