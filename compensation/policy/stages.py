"""Which bulletin of a programme is in force at an instant."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import datetime
from itertools import pairwise

from compensation.policy.bulletin import Bulletin
from compensation.policy.periods import start_of


class StageError(ValueError):
    """The bulletins of one programme do not follow one another: the message says which and what to do."""


def in_order(bulletins: Iterable[Bulletin]) -> tuple[Bulletin, ...]:
    """The stages of one programme, first to last. Raises StageError where their order cannot be told."""
    stages = tuple(sorted(bulletins, key=lambda bulletin: bulletin.stage))
    for earlier, later in pairwise(stages):
        if earlier.stage == later.stage:
            raise StageError(f"{earlier.id} and {later.id} are both stage {later.stage}. Keep one of them")
        if earlier.prefecture != later.prefecture:
            fault = f"{earlier.id} is of {earlier.prefecture} and {later.id} of {later.prefecture}"
            raise StageError(f"{fault}. Correct the prefecture, or give the other one a programme of its own")
        if later.in_force_from is None:
            raise StageError(f"{later.id} needs in_force_from: nothing else tells which of the stages is in force")
        if earlier.in_force_from is not None and later.in_force_from < earlier.in_force_from:
            raise StageError(f"{later.id} is in force before {earlier.id}. Correct stage or in_force_from")
    return stages


def in_force(stages: Sequence[Bulletin], at: datetime) -> Bulletin:
    """The last stage that has come into force by then; the first one also decides before its own date."""
    current = stages[0]
    for stage in stages[1:]:
        if stage.in_force_from is not None and start_of(stage.in_force_from) <= at:
            current = stage
    return current
