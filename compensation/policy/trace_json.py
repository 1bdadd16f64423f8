"""A trace as plain JSON, for keeping with a decision, and back again for explaining it."""

from __future__ import annotations

import re
from collections.abc import Iterable
from datetime import date, datetime
from typing import Any

from compensation.policy.bulletin import Words
from compensation.policy.decision import Step

DAY = re.compile(r"\d{4}-\d\d-\d\d\Z")
INSTANT = re.compile(r"\d{4}-\d\d-\d\dT\d\d:\d\d")


def trace_as_json(trace: Iterable[Step]) -> list[list[Any]]:
    """Each step as `[clause, rule, facts, result, bears]`; instants and days as ISO text, words as an object."""
    return [
        [clause, rule, [_out(fact) for fact in facts], result, bears] for clause, rule, facts, result, bears in trace
    ]


def trace_from_json(kept: Iterable[list[Any]]) -> tuple[Step, ...]:
    """The steps of a trace that `trace_as_json` wrote."""
    return tuple(
        Step(clause, rule, tuple([_in(fact) for fact in facts]), result, bears)
        for clause, rule, facts, result, bears in kept
    )


def _out(fact: Any) -> Any:
    if isinstance(fact, Words):
        return fact._asdict()
    if isinstance(fact, date):
        return fact.isoformat()
    return [_out(part) for part in fact] if isinstance(fact, tuple) else fact


def _in(fact: Any) -> Any:
    if isinstance(fact, dict):
        return Words(**fact)
    if isinstance(fact, list):
        return tuple([_in(part) for part in fact])
    if not isinstance(fact, str):
        return fact
    if INSTANT.match(fact):
        return datetime.fromisoformat(fact)
    return date.fromisoformat(fact) if DAY.match(fact) else fact
