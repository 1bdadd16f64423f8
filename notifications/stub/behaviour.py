"""How the stub treats what it is sent: everything by setting, chance from a seed."""

from __future__ import annotations

import random
from dataclasses import dataclass, field, fields, replace
from typing import Any, Final

ACCEPTED_BEFORE: Final = frozenset({"accept", "accept_drop", "accept_hang", "accept_error", "html", "cut"})
"""Treatments that write the message into the ledger, whatever is answered then."""
TREATMENTS: Final = ACCEPTED_BEFORE | {"drop", "hang", "error", "busy", "unavailable", "reject"}


class BehaviourError(ValueError):
    """A setting that the stub does not know; the message names it."""


@dataclass(frozen=True)
class Behaviour:
    """Settings of the stub; `PUT /behaviour` changes them while it runs.

    `mix` gives treatments their share of requests, the rest is plainly accepted. `key`: a reference that was accepted
    before answers 409. `lookup`: `GET /messages/{reference}` answers. `reports_url`: where delivery reports go, one for
    each word of `report_says`, `reports_times` at once, at some moment of the `reports_within` seconds after the
    acceptance, signed with `secret`; `echo`: they carry our reference. `answer_after_ms`: after an acceptance, so that
    a report may be there before it.
    """

    latency_ms: float = 0
    hang_seconds: float = 60
    mix: dict[str, float] = field(default_factory=dict)
    seed: int = 1
    key: bool = False
    lookup: bool = True
    echo: bool = True
    retry_after: int = 1
    reports_url: str = ""
    reports_times: int = 1
    reports_within: float = 0
    report_says: str | list[str] = "delivered"
    answer_after_ms: float = 0
    secret: str = ""

    def __post_init__(self) -> None:
        unknown = set(self.mix) - TREATMENTS
        if unknown:
            raise BehaviourError(f"mix: no treatment is called {', '.join(sorted(unknown))}")

    def changed(self, settings: dict[str, Any]) -> Behaviour:
        """The same with some settings replaced; raises BehaviourError for one that does not exist."""
        unknown = set(settings) - {each.name for each in fields(self)}
        if unknown:
            raise BehaviourError(f"no setting is called {', '.join(sorted(unknown))}")
        return replace(self, **settings)


class Chance:
    """Which treatment the next request gets."""

    def __init__(self, behaviour: Behaviour) -> None:
        self._random = random.Random(behaviour.seed)  # noqa: S311 - a test must repeat itself
        self._mix = sorted(behaviour.mix.items())

    def treatment(self) -> str:
        drawn = self._random.random()
        for name, share in self._mix:
            if drawn < share:
                return name
            drawn -= share
        return "accept"
