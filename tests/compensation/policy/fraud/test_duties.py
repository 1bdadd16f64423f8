"""Item 2: contact, the thirty days, police, help and the card issuer."""

from __future__ import annotations

from typing import Any

import pytest

from tests.compensation.policy.fraud.cases import act, dated, decided, doubted, facts, outcome

ISSUER_UNTOLD = {
    "cause": "card_info_stolen",
    "acts": [act("2024-06-03", act="charge", balance="card")],
    "card_issuer_notified": False,
}


@pytest.mark.parametrize(
    ("recognised", "received", "expected"),
    [
        ("2023-01-30T09:00:00", "2023-03-01T23:59:59", ("eligible", 10000)),
        ("2023-01-30T09:00:00", "2023-03-02T00:00:00", ("ineligible", None)),
        ("2024-01-30T09:00:00", "2024-02-29T23:59:59", ("eligible", 10000)),
        ("2024-01-30T09:00:00", "2024-03-01T00:00:00", ("ineligible", None)),
        ("2024-06-04T09:00:00", "2024-07-04T14:59:59Z", ("eligible", 10000)),
        ("2024-06-04T09:00:00", "2024-07-04T15:00:00Z", ("ineligible", None)),
        # Recognised at 15:00Z is the next day in Japan, with its own thirty days.
        ("2024-06-03T15:00:01Z", "2024-07-04T23:00:00", ("eligible", 10000)),
    ],
)
def test_thirty_days_from_recognition(recognised: str, received: str, expected: tuple[str, int | None]) -> None:
    damage = recognised.split("T", maxsplit=1)[0] + "T00:00:01"

    assert outcome(dated(damage, recognised, received)) == expected


def test_a_late_claim_is_a_contested_bar_by_way_of_ground_8() -> None:
    given = dated("2024-06-04T08:00:00", "2024-06-04T09:00:00", "2024-07-05")

    assert decided(given).clauses == ("twooca.1.1", "twooca.2.30days", "twooca.4.8")
    assert doubted(given) == ["doubt_late_claim_bars_by_breach"]


@pytest.mark.parametrize(
    "other_bar",
    [{"misused_by": "family"}, {"examination": {"grounds_found": [8]}}, {"acts": [act("2024-04-01")]}],
)
def test_a_late_claim_is_no_doubt_beside_a_bar_that_is_none(other_bar: dict[str, Any]) -> None:
    given = dated("2024-06-04T08:00:00", "2024-06-04T09:00:00", "2024-07-05", **other_bar)

    assert (decided(given).outcome, doubted(given)) == ("ineligible", [])


@pytest.mark.parametrize(
    ("received", "expected", "doubts"),
    [
        ("2024-09-15", "eligible", []),
        ("2024-09-16", "refer", ["doubt_claim_period_ends_on_closed_day"]),
        ("2024-09-17T23:59:59", "refer", ["doubt_claim_period_ends_on_closed_day"]),
        ("2024-09-18T00:00:00", "ineligible", ["doubt_late_claim_bars_by_breach"]),
    ],
)
def test_a_last_day_on_which_the_desk_is_closed(received: str, expected: str, doubts: list[str]) -> None:
    given = dated("2024-08-16T08:00:00", "2024-08-16T09:00:00", received)

    assert (decided(given).outcome, doubted(given)) == (expected, doubts)


@pytest.mark.parametrize(
    ("received", "expected", "doubts"),
    [
        ("2024-07-03T23:59:59", "eligible", []),
        ("2024-07-04T00:00:00", "refer", ["doubt_claim_period_from_midnight"]),
        ("2024-07-04T23:59:59", "refer", ["doubt_claim_period_from_midnight"]),
        ("2024-07-05T00:00:00", "ineligible", ["doubt_late_claim_bars_by_breach"]),
    ],
)
def test_recognised_at_exactly_midnight(received: str, expected: str, doubts: list[str]) -> None:
    given = dated("2024-06-03T20:00:00", "2024-06-04T00:00:00", received)

    assert (decided(given).outcome, doubted(given)) == (expected, doubts)


def test_midnight_is_that_of_japan() -> None:
    assert outcome(dated("2024-06-03T20:00:00", "2024-06-03T15:00:00Z", "2024-07-04")) == ("refer", None)
    assert outcome(dated("2024-06-03T20:00:00", "2024-06-04T00:00:00Z", "2024-07-04")) == ("eligible", 10000)


def test_recognised_on_day_59_leaves_two_days_and_not_thirty() -> None:
    assert outcome(dated("2024-06-03", "2024-08-01", "2024-08-02T23:59:59")) == ("eligible", 10000)
    assert outcome(dated("2024-06-03", "2024-08-01", "2024-08-03")) == ("ineligible", None)


@pytest.mark.parametrize(
    ("contact", "complete", "expected"),
    [
        ("2024-06-05T23:59:59+09:00", True, ("eligible", 10000)),
        ("2024-06-06T00:00:00+09:00", True, ("eligible", 10000)),
        ("2024-06-06T00:00:00+09:00", False, ("refer", None)),
    ],
)
def test_contact_at_once(contact: str, complete: bool, expected: tuple[str, int | None]) -> None:
    assert outcome(facts(first_contact_at=contact, examination={"complete": complete})) == expected


@pytest.mark.parametrize(("contact", "cited"), [("2024-06-05T23:59:59+09:00", False), ("2024-06-06T00:00+09:00", True)])
def test_late_contact_is_cited_while_the_examination_is_open(contact: str, cited: bool) -> None:
    decision = decided(facts(first_contact_at=contact, examination={"complete": False}))

    assert ("twooca.2" in decision.clauses) == cited


@pytest.mark.parametrize("told", [False, None])
def test_a_missing_police_report_is_asked_for(told: bool | None) -> None:
    decision = decided(facts(reported_to_police=told))

    assert (decision.outcome, decision.clauses) == ("pending", ("twooca.1.1", "twooca.2.police"))


def test_no_police_report_bars_once_the_examiner_finds_the_breach() -> None:
    decision = decided(facts(reported_to_police=False, examination={"grounds_found": [8]}))

    assert (decision.outcome, decision.clauses) == ("ineligible", ("twooca.1.1", "twooca.2.police", "twooca.4.8"))


@pytest.mark.parametrize(
    ("requested", "given", "expected"),
    [(False, None, "eligible"), (True, True, "eligible"), (True, False, "refer"), (True, None, "refer")],
)
def test_help_is_owed_only_when_asked(requested: bool, given: bool | None, expected: str) -> None:
    assert decided(facts(cooperation={"requested": requested, "given": given})).outcome == expected


def test_help_not_given_is_named_with_its_ground() -> None:
    asked = {"requested": True, "given": False}

    assert decided(facts(cooperation=asked)).clauses == ("twooca.1.1", "twooca.2.2", "twooca.4.12")
    barred = decided(facts(cooperation=asked, examination={"grounds_found": [12]}))
    assert (barred.outcome, barred.clauses) == ("ineligible", ("twooca.1.1", "twooca.2.2", "twooca.4.12"))


@pytest.mark.parametrize(("told", "expected"), [(True, "eligible"), (None, "pending"), (False, "refer")])
@pytest.mark.parametrize("cause", ["card_info_stolen", "card_registered_without_consent"])
def test_the_issuer_is_told_where_card_data_were_misused(cause: str, told: bool | None, expected: str) -> None:
    decision = decided(facts(**{**ISSUER_UNTOLD, "cause": cause, "card_issuer_notified": told}))

    assert (decision.outcome, "twooca.2.3" in decision.clauses) == (expected, True)


def test_the_issuer_is_no_matter_where_no_card_data_were_misused() -> None:
    assert outcome(facts(card_issuer_notified=False)) == ("eligible", 10000)


def test_an_issuer_not_told_bars_once_the_examiner_finds_so() -> None:
    decision = decided(facts(**ISSUER_UNTOLD, examination={"grounds_found": [12]}))

    assert (decision.outcome, decision.clauses) == ("ineligible", ("twooca.1.2", "twooca.2.3", "twooca.4.12"))
