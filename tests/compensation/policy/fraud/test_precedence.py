"""What comes first: no misuse, bars, periods in doubt, supplies, a person's matters, the sum."""

from __future__ import annotations

from typing import Any

import pytest

from tests.compensation.policy.fraud.cases import act, dated, decided, doubted, facts

NO_MISUSE = {"cause": "mistake_by_claimant"}
BAR = {"device_transferred_lent_or_pledged": True}
# Negligence, and an earlier claim after the misuse: one date inside the year.
IN_DOUBT = {"previous_claim_received_at": "2024-06-05T12:00:00+09:00", "negligence": "ordinary"}
SUPPLIES: list[dict[str, Any]] = [
    {"claim": {"channel": "phone"}},
    {"claim": {"subject_phrase": False}},
    {"claim": {"items_missing": ["amount"]}},
    {"reported_to_police": False},
    {"third_parties": {"undetermined": True}},
    {"identity_verified": None},
    {"cause": "card_info_stolen", "card_issuer_notified": None},
]
PERSONS: list[dict[str, Any]] = [
    {"examination": {"complete": False}},
    {"first_contact_at": "2024-06-20T12:00:00+09:00", "examination": {"complete": False}},
    {"cooperation": {"requested": True, "given": False}},
    {"claimant": "non_user_cardholder"},
    {"recognised_at": "2024-06-03T12:00:00+09:00"},
    {"previous_claim_received_at": "2024-01-10T12:00:00+09:00", "negligence": None},
]


def outcome_of(*changes: dict[str, Any]) -> tuple[str, str]:
    """Case and outcome of the claim with all these changes."""
    merged: dict[str, Any] = {}
    for change in changes:
        merged |= change
    decision = decided(facts(**merged))
    return decision.case, decision.outcome


@pytest.mark.parametrize("other", [BAR, IN_DOUBT, *SUPPLIES[:6], *PERSONS])
def test_no_misuse_goes_before_everything(other: dict[str, Any]) -> None:
    assert outcome_of(other, NO_MISUSE) == ("none", "ineligible")


@pytest.mark.parametrize("other", [IN_DOUBT, *SUPPLIES, *PERSONS])
def test_a_bar_goes_before_all_but_that(other: dict[str, Any]) -> None:
    assert outcome_of(BAR, other) == ("fraud", "ineligible")


@pytest.mark.parametrize("supply", SUPPLIES)
def test_a_period_in_doubt_goes_before_what_is_missing(supply: dict[str, Any]) -> None:
    assert outcome_of(IN_DOUBT, supply) == ("fraud", "refer")


@pytest.mark.parametrize(
    "moments",
    [
        ("2024-08-16", "2024-08-16T09:00:00", "2024-09-17"),  # the thirtieth day on a closed day
        ("2024-06-03", "2024-06-04T00:00:00", "2024-07-04"),  # the thirtieth day, recognised at midnight
        ("2024-01-31", "2024-03-20T12:00:00", "2024-04-01"),  # the sixtieth day on a closed day
    ],
)
def test_each_period_in_doubt_goes_before_what_is_missing(moments: tuple[str, str, str]) -> None:
    assert decided(dated(*moments, reported_to_police=None)).outcome == "refer"


@pytest.mark.parametrize("person", PERSONS)
@pytest.mark.parametrize("supply", SUPPLIES)
def test_what_is_missing_goes_before_a_persons_matter(supply: dict[str, Any], person: dict[str, Any]) -> None:
    assert outcome_of(person, supply) == ("fraud", "pending")


@pytest.mark.parametrize("person", PERSONS)
def test_a_persons_matter_goes_before_the_sum(person: dict[str, Any]) -> None:
    assert outcome_of(person) == ("fraud", "refer")


PAID_BY = (
    "twooca.1.1",
    "twooca.2.30days",
    "twooca.2.police",
    "twooca.3",
    "twooca.4",
    "twooca.4.2",
    "twooca.4.3",
    "twooca.5.1",
    "twooca.5.4",
)


@pytest.mark.parametrize(
    "passed",
    [
        {},
        {"first_contact_at": "2024-06-20T12:00:00+09:00"},
        {"cooperation": {"requested": True, "given": True}},
        {"acts": [act("2024-06-03"), act("2024-06-05")]},
        {"negligence": "ordinary"},
        {"information_stolen_at": "2024-01-15T12:00:00+09:00"},
    ],
)
def test_what_was_passed_and_not_decisive_is_not_cited(passed: dict[str, Any]) -> None:
    assert decided(facts(**passed)).clauses == PAID_BY


def test_a_contested_point_that_did_not_decide_is_no_doubt() -> None:
    acts = [act("2024-06-03", act="charge"), act("2024-06-03")]

    assert doubted(facts(acts=acts)) == ["doubt_charge_and_spending"]
    assert doubted(facts(acts=acts, reported_to_police=None)) == []
    assert doubted(facts(acts=acts, claim={"subject_phrase": False})) == ["doubt_phrase_missing"]
    assert doubted(facts(acts=acts, misused_by="family")) == []


def test_what_is_missing_is_named_all_together() -> None:
    merged: dict[str, Any] = {}
    for supply in SUPPLIES:
        merged |= supply
    merged["claim"] = {"subject_phrase": False, "items_missing": ["amount"]}

    assert decided(facts(**merged)).clauses == (
        "twooca.1.2",
        "twooca.2.police",
        "twooca.2.3",
        "twooca.4.2",
        "twooca.5.2",
        "twooca.application.form",
        "twooca.application.items",
    )
