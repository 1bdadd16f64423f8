"""The worked cases of the reading: the same answer, at least the same clauses, doubts exactly where it is contested."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import orjson
import pytest

from compensation.policy import coupons
from tests.compensation.policy.making import bulletin, jst

FILE = Path(__file__).parents[1] / "cases" / "coupons.jsonl"
CASES = [orjson.loads(line) for line in FILE.read_bytes().splitlines()]


@pytest.mark.parametrize("case", CASES, ids=[case["id"] for case in CASES])
def test_the_decision_is_the_one_of_the_reading(case: dict[str, Any]) -> None:
    rules = bulletin(case["programme"])
    decision = coupons.decide(coupons.read_facts(case["facts"]), rules, jst(case["decided_at"]))
    expected = dict(case["expect"])
    clauses = set(expected.pop("clauses"))
    assert {name: getattr(decision, name) for name in expected} == expected
    assert clauses - set(decision.clauses) == set()
    assert bool(decision.doubts) == (case["certainty"] == "contested")
    assert sum(line.yen or 0 for line in decision.lines) == (decision.amount or 0)


def test_no_case_was_lost() -> None:
    assert len(CASES) == 67
