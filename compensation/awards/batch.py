"""The rows of some whole payees, and the changes to rows that stand: what one transaction writes."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any, NamedTuple

from compensation.awards.tables import IN_ORDER, Table


class TopUp(NamedTuple):
    """An entitlement that owes more than before (`raised_by` yen), and that a payout takes up (`committed` in all)."""

    entitlement_id: int
    was_committed: int
    owed: int
    committed: int
    raised_by: int


@dataclass(slots=True)
class Batch:
    """New rows by table, and beside them what changes.

    `superseded` are decisions that a new one takes the place of, `claimed` the payee that a coupon is to have,
    `answered` referrals that a new decision makes needless.
    """

    rows: dict[Table, list[tuple[Any, ...]]] = field(default_factory=lambda: {table: [] for table in IN_ORDER})
    superseded: list[int] = field(default_factory=list)
    top_ups: list[TopUp] = field(default_factory=list)
    claimed: list[tuple[int, int]] = field(default_factory=list)
    answered: list[int] = field(default_factory=list)
    mailing_id: int | None = None

    @property
    def is_empty(self) -> bool:
        """Whether nothing is to be written."""
        return not (any(self.rows.values()) or self.superseded or self.top_ups or self.claimed or self.answered)
