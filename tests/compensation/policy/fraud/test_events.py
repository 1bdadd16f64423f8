"""Item 1: the three events, what is none, and what its words leave open."""

from __future__ import annotations

from typing import Any

import pytest

from tests.compensation.policy.fraud.cases import act, decided, doubted, facts, outcome

CARD_CHARGE = act("2024-06-03T14:00:00", act="charge", balance="card")


@pytest.mark.parametrize(
    ("cause", "changes", "clause"),
    [
        ("account_info_stolen", {}, "twooca.1.1"),
        ("mobile_device_lost_or_stolen", {}, "twooca.1.1"),
        ("card_info_stolen", {"acts": [CARD_CHARGE], "card_issuer_notified": True}, "twooca.1.2"),
        ("card_registered_without_consent", {"acts": [CARD_CHARGE], "card_issuer_notified": True}, "twooca.1.3"),
    ],
)
def test_each_event_is_made_good_under_its_own_clause(cause: str, changes: dict[str, Any], clause: str) -> None:
    decision = decided(facts(cause=cause, **changes))

    events = [cited for cited in decision.clauses if cited.startswith("twooca.1")]
    assert (decision.outcome, decision.amount, events) == ("eligible", 10000, [clause])


@pytest.mark.parametrize("misused_by", ["claimant", "third_party"])
def test_an_own_mistake_is_no_misuse(misused_by: str) -> None:
    decision = decided(facts(cause="mistake_by_claimant", misused_by=misused_by))

    assert (decision.case, decision.outcome, decision.clauses) == ("none", "ineligible", ("twooca.1",))


def test_nothing_else_is_tested_of_an_intended_use() -> None:
    decision = decided(facts(intended_by_claimant=True, identity_verified=False, claim={"items_missing": ["name"]}))

    assert (decision.case, decision.outcome, decision.clauses) == (
        "none",
        "ineligible",
        ("twooca.1", "twooca.1.1"),
    )
    assert [line.case for line in decision.lines] == ["none"]


def test_a_lost_card_is_fraud_and_not_covered() -> None:
    decision = decided(facts(cause="twooca_card_or_ring_lost_or_stolen"))

    assert (decision.case, decision.outcome, decision.clauses) == ("fraud", "ineligible", ("twooca.4.1",))


def test_an_unknown_cause_is_for_a_person_even_after_the_examination() -> None:
    decision = decided(facts(cause="unknown"))

    assert (decision.outcome, decision.clauses, decision.doubts) == ("refer", ("twooca.1.1", "twooca.4.1"), ())


def test_the_examiner_may_settle_the_medium_of_an_unknown_cause() -> None:
    decision = decided(facts(cause="unknown", examination={"grounds_found": [1]}))

    assert (decision.outcome, decision.clauses) == ("ineligible", ("twooca.4.1",))


@pytest.mark.parametrize("cause", ["account_info_stolen", "mobile_device_lost_or_stolen"])
def test_a_registered_card_charged_after_a_takeover_is_for_a_person(cause: str) -> None:
    given = facts(cause=cause, acts=[CARD_CHARGE])

    assert (outcome(given), doubted(given)) == (("refer", None), ["doubt_card_after_takeover"])
    assert decided(given).clauses == ("twooca.1.1", "twooca.1.2")


def test_a_card_act_that_is_too_late_anyway_asks_no_such_question() -> None:
    late = act("2024-01-03", act="charge", balance="card")

    assert outcome(facts(acts=[late, act("2024-06-03", act="charge", balance="value")])) == ("eligible", 10000)


def test_with_a_cardholder_who_is_no_user_the_way_is_agreed_by_a_person() -> None:
    decision = decided(
        facts(
            claimant="non_user_cardholder",
            cause="card_registered_without_consent",
            acts=[CARD_CHARGE],
            card_issuer_notified=True,
        )
    )

    assert (decision.outcome, decision.remedy, decision.clauses, decision.doubts) == (
        "refer",
        None,
        ("twooca.1.3", "twooca.5.4"),
        (),
    )
