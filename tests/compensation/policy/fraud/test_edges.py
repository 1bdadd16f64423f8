"""Where a rule of the policy turns, and what stands in the lines and the record just there."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest

from compensation.policy.bulletin import Words
from compensation.policy.decision import Line
from compensation.policy.errors import FactError
from compensation.policy.fraud import read_claim
from compensation.policy.fraud.application import items_missing
from compensation.policy.fraud.periods import Period, run
from compensation.policy.fraud.policy import Item
from compensation.working_days import WorkingDays
from tests.compensation.policy.fraud.cases import act, decided, facts, policy

CARD = {"claimant": "non_user_cardholder", "cause": "card_info_stolen", "card_issuer_notified": True}


def test_what_is_no_misuse_has_a_line_an_act_all_the_same() -> None:
    decision = decided(facts(cause="mistake_by_claimant", acts=[act("2024-06-03"), act("2024-06-03", balance="money")]))

    assert decision.lines == (
        Line(0, "none", "ineligible", None, None, "value"),
        Line(1, "none", "ineligible", None, None, "money"),
    )


def test_the_ground_on_prevention_binds_users_only() -> None:
    decision = decided(facts(**CARD, examination={"complete": True, "grounds_found": [13]}))

    assert [step.rule for step in decision.trace if step.clause == "twooca.4.13"] == ["ground_13_binds_users"]
    assert decision.outcome == "refer"


@pytest.mark.parametrize(("complete", "rule"), [(True, "ground_clear"), (False, "ground_not_examined")])
def test_a_ground_that_was_found_is_not_called_clear_as_well(complete: bool, rule: str) -> None:
    decision = decided(facts(examination={"complete": complete, "grounds_found": [8, 14]}))
    grounds = [step.facts for step in decision.trace if step.rule == rule]

    assert grounds == [(number,) for number in (1, 4, 5, 6, 7, 9, 10, 12, 15)]


@pytest.mark.parametrize(
    ("previous", "outcome"),
    [("2024-06-10T12:00:00+09:00", "refer"), ("2024-06-10T12:00:01+09:00", "refer")],
)
def test_a_last_claim_made_with_or_after_this_one_is_for_a_person(previous: str, outcome: str) -> None:
    assert decided(facts(previous_claim_received_at=previous, negligence="ordinary")).outcome == outcome


def test_items_that_are_missing() -> None:
    complete, incomplete = (
        read_claim({"facts": facts(claim={"items_missing": names})}) for names in ([], ["amount", "x"])
    )

    assert items_missing(complete, policy()) == []
    assert items_missing(incomplete, policy()) == [
        Item("amount", Words("金額", "amount"), "damage"),
        Item("x", Words("x", "x"), ""),
    ]


@pytest.mark.parametrize(
    ("received", "expected"),
    [
        (date(2024, 8, 10), Period("in_time", date(2024, 8, 10))),
        (date(2024, 8, 11), Period("closed_last_day", date(2024, 8, 10), date(2024, 8, 13))),
        (date(2024, 8, 13), Period("closed_last_day", date(2024, 8, 10), date(2024, 8, 13))),
        (date(2024, 8, 14), Period("late", date(2024, 8, 10))),
    ],
)
def test_a_last_day_before_three_closed_ones(received: date, expected: Period) -> None:
    """Saturday the 10th, then Sunday, a holiday on it, and the Monday that stands in for it."""
    assert run(date(2024, 7, 11), 30, received, WorkingDays()) == expected


@pytest.mark.parametrize(
    ("line", "said"),
    [
        ({}, "facts: missing"),
        ({"facts": facts(acts=[])}, "facts.acts: expected at least one act"),
        (
            {"facts": facts(examination={"complete": True, "grounds_found": [15, 16]})},
            "facts.examination.grounds_found[1]: expected the number of a ground, 1 to 15",
        ),
        (
            {"facts": facts(examination={"complete": True, "grounds_found": [0]})},
            "facts.examination.grounds_found[0]: expected the number of a ground, 1 to 15",
        ),
    ],
)
def test_a_claim_that_cannot_be_read_is_answered_word_for_word(line: dict[str, Any], said: str) -> None:
    with pytest.raises(FactError) as caught:
        read_claim(line)

    assert str(caught.value) == said
