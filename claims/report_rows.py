"""What a status report is made of: rows, the totals that they are held against, and the error where both differ."""

from __future__ import annotations

from typing import Literal, NamedTuple

Unit = Literal["coupon", "claim", "payout", "transfer", "examination", "credit", "arrangement", "claw_back"]


class Row(NamedTuple):
    """Units of one kind in one state. `yen` is what was decided (coupon, claim) or is to be paid (payout)."""

    unit: Unit
    case: str
    outcome: str
    route: str
    state: str
    units: int
    yen: int


class Total(NamedTuple):
    """All units of a kind, counted and summed without looking at their states."""

    unit: Unit
    units: int
    yen: int


class DoesNotTieError(Exception):
    """Rows and totals differ: the report is not handed out."""
