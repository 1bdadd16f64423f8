"""What is erased on the day that its retention class says: one line a class."""

from __future__ import annotations

from collections.abc import Callable
from typing import Final

from claims.drafts import DRAFTS, purge_drafts

Erase = Callable[..., int]
"""Takes `by` (who erases) and `dry_run` (count, and erase nothing); returns how many."""

ERASES: Final[dict[str, Erase]] = {DRAFTS.name: purge_drafts}
