"""Every worked case comes out as expected, with the clauses it names, and doubts where it is contested."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest

from tests.compensation.policy.fraud.cases import decided

CASES = [json.loads(line) for line in Path(__file__).with_name("cases.jsonl").read_text(encoding="utf-8").splitlines()]


@pytest.mark.parametrize("case", CASES, ids=[case["id"] for case in CASES])
def test_worked_case(case: dict[str, Any]) -> None:
    expected, decision = case["expect"], decided(case["facts"])

    assert (decision.case, decision.outcome, decision.amount, decision.route, decision.remedy) == (
        expected["case"],
        expected["outcome"],
        expected["amount"],
        expected["route"],
        expected["remedy"],
    )
    assert set(expected["clauses"]) - set(decision.clauses) == set()
    assert bool(decision.doubts) == (case["certainty"] == "contested")


def test_no_worked_case_is_left_out() -> None:
    assert len(CASES) == 36
