"""Every rule that a claim can meet has one wording in two languages, and every wording a rule."""

from __future__ import annotations

import ast
from functools import cache
from pathlib import Path
from string import Formatter

import pytest

import compensation.policy.fraud
from compensation.policy import coupons
from compensation.policy.bulletin import Words
from compensation.policy.fraud import DOUBTS, SENTENCES
from tests.compensation.policy.fraud.cases import act, decided, facts

FOLDER = Path(compensation.policy.fraud.__file__).parent


@cache
def words_of_the_code() -> set[str]:
    """Every text constant of the engine outside the table of sentences, with the doubts named after a rule."""
    found: set[str] = set()
    for file in FOLDER.glob("*.py"):
        if file.name != "sentences.py":
            tree = ast.parse(file.read_text(encoding="utf-8"))
            found |= {
                node.value for node in ast.walk(tree) if isinstance(node, ast.Constant) and type(node.value) is str
            }
    return found | {f"doubt_{word}" for word in found}


def places(template: str) -> set[int]:
    """The places of a template that facts go into."""
    return {int(name) for _, name, _, _ in Formatter().parse(template) if name is not None}


@pytest.mark.parametrize("rule", [*SENTENCES, *DOUBTS])
def test_no_sentence_is_left_over(rule: str) -> None:
    assert {rule} - words_of_the_code() == set()


@pytest.mark.parametrize("words", [*SENTENCES.values(), *DOUBTS.values()])
def test_both_languages_say_something(words: Words) -> None:
    assert (words.ja.strip() != "", words.en.strip() != "") == (True, True)
    assert words.ja.endswith("。")
    assert words.en.endswith(".")


@pytest.mark.parametrize("rule", SENTENCES)
def test_both_languages_tell_the_same_facts(rule: str) -> None:
    words = SENTENCES[rule]

    assert places(words.ja) == places(words.en)


def test_a_refusal_by_time_cites_how_the_days_are_counted() -> None:
    decision = decided(facts(claim={"received_at": "2024-08-20T12:00:00+09:00"}))
    rules = [step.rule for step in decision.trace if step.bears and step.result == "fails"]

    assert rules == ["claimed_late", "damage_late", "ground_8_late_claim"]
    assert ["民法第140条・第141条" in SENTENCES[rule].ja for rule in rules] == [True, True, False]


def test_the_facts_stand_in_the_sentence() -> None:
    decision = decided(facts(acts=[act("2024-06-03", 10000, 330)], third_parties={"recovered_yen": 3000}))
    step = next(step for step in decision.trace if step.clause == "twooca.5.1")

    assert SENTENCES[step.rule].en.format(*step.facts) == (
        "From 10330 yen (10000 yen misused and 330 yen of fees), 3000 yen recovered are taken off."
    )


def test_no_rule_has_the_name_of_a_coupon_rule() -> None:
    assert set(SENTENCES) & set(coupons.SENTENCES) == set()
    assert set(DOUBTS) & set(coupons.DOUBTS) == set()
