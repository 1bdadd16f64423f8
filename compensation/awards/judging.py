"""The policy's answer to facts, with the forms in which it is kept."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from functools import lru_cache
from typing import Any, Final, NamedTuple

import orjson

from compensation.facts import facts_as_bytes
from compensation.policy.bulletin import Bulletin, Words
from compensation.policy.coupons.deciding import decide
from compensation.policy.coupons.facts import CouponFacts
from compensation.policy.decision import Decision

_REMEMBERED: Final = 4_000


class Judged(NamedTuple):
    """A decision, and facts, trace and doubts as JSON; `trace` and `doubts` as `policy.trace_json` reads them."""

    decision: Decision
    facts: bytes
    trace: bytes
    doubts: bytes

    @property
    def paid(self) -> int:
        """The yen that are to be paid now."""
        return sum([line.yen or 0 for line in self.decision.lines if line.remedy == "pay"])


class Judge:
    """Decides under one bulletin as of one instant. Equal facts get one answer, and most coupons are alike."""

    def __init__(self, rules: Bulletin, as_of: datetime) -> None:
        self._rules, self._as_of = rules, as_of
        self.judge = lru_cache(_REMEMBERED)(self._judge)

    def _judge(self, facts: CouponFacts) -> Judged:
        decision = decide(facts, self._rules, self._as_of)
        trace, doubts = steps_as_bytes(decision.trace), steps_as_bytes(decision.doubts)
        return Judged(decision, facts_as_bytes(facts), trace, doubts)


def steps_as_bytes(steps: Sequence[tuple[Any, ...]]) -> bytes:
    """A trace, or doubts, as the JSON that is kept with a decision."""
    return orjson.dumps([tuple(step) for step in steps], default=_in_full)


def _in_full(value: Any) -> Any:
    # The encoder writes plain tuples and instants itself; what is left is words in two languages.
    if isinstance(value, Words):
        return value._asdict()
    raise TypeError(f"{type(value).__name__} is no fact of a trace")
