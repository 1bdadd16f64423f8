"""The form, the words it must hold and its items: what is missing is asked for, never refused."""

from __future__ import annotations

import pytest

from compensation.policy.bulletin import Words
from compensation.policy.decision import Step
from compensation.policy.fraud import read_claim
from compensation.policy.fraud.application import items_missing
from tests.compensation.policy.fraud.cases import decided, doubted, facts, policy

ITEMS = [item.id for item in policy().application.items]


def test_the_items_of_the_policy() -> None:
    assert ITEMS == [
        "name",
        "address",
        "phone",
        "customer_id",
        "email",
        "damage_datetime",
        "amount",
        "circumstances",
        "police_station",
        "police_date",
        "police_receipt_number",
    ]


@pytest.mark.parametrize("item", ITEMS)
def test_a_missing_item_is_asked_for(item: str) -> None:
    decision = decided(facts(claim={"items_missing": [item]}))

    assert (decision.outcome, decision.clauses, decision.doubts) == (
        "pending",
        ("twooca.1.1", "twooca.application.items"),
        (),
    )


def test_a_cardholder_who_is_no_user_has_no_customer_id() -> None:
    claim = read_claim(
        {"facts": facts(claimant="non_user_cardholder", claim={"items_missing": ["email", "customer_id"]})}
    )

    assert [item.id for item in items_missing(claim, policy())] == ["email"]


def test_what_is_missing_is_named_in_the_order_of_the_policy_and_nothing_is_overlooked() -> None:
    decision = decided(facts(claim={"items_missing": ["passport", "amount", "name"]}))

    names = (Words("お名前", "name"), Words("金額", "amount"), Words("passport", "passport"))
    asked = [step for step in decision.trace if step.clause == "twooca.application.items"]
    assert asked == [Step("twooca.application.items", "items_missing", (names,), "open")]


def test_a_call_is_no_claim_in_the_set_form() -> None:
    given = facts(claim={"channel": "phone", "subject_phrase": False})

    assert decided(given).clauses == ("twooca.1.1", "twooca.application.form")
    assert (decided(given).outcome, doubted(given)) == ("pending", [])


def test_a_form_without_the_words_is_asked_for_them() -> None:
    given = facts(claim={"subject_phrase": False})

    assert (decided(given).outcome, doubted(given)) == ("pending", ["doubt_phrase_missing"])


def test_a_late_claim_stays_late_whatever_else_is_missing() -> None:
    given = facts(claim={"received_at": "2024-07-05T00:00:00+09:00", "items_missing": ["name"], "channel": "phone"})

    assert decided(given).outcome == "ineligible"
