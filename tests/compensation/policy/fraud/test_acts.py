"""Item 3 and the grounds tested act by act: the sixty days, and what came after the misuse was known."""

from __future__ import annotations

from typing import Any

import pytest

from tests.compensation.policy.fraud.cases import act, dated, decided, doubted, facts, outcome


@pytest.mark.parametrize(
    ("damage", "received", "expected"),
    [
        ("2024-06-03T14:00:00", "2024-08-02T23:59:59", ("eligible", 10000)),
        ("2024-06-03T14:00:00", "2024-08-03T00:00:00", ("ineligible", None)),
        ("2024-06-03T14:00:00", "2024-08-02T14:59:59Z", ("eligible", 10000)),
        ("2024-06-03T14:00:00", "2024-08-02T15:00:00Z", ("ineligible", None)),
        ("2024-01-01T14:00:00", "2024-03-01T23:59:59", ("eligible", 10000)),
        ("2024-01-01T14:00:00", "2024-03-02T00:00:00", ("ineligible", None)),
        ("2023-01-01T14:00:00", "2023-03-02T23:59:59", ("eligible", 10000)),
        ("2023-01-01T14:00:00", "2023-03-03T00:00:00", ("ineligible", None)),
        # An act at exactly midnight has no first day of its own: the proviso is asked of recognition alone.
        ("2024-06-03T00:00:00", "2024-08-02T23:59:59", ("eligible", 10000)),
    ],
)
def test_sixty_days_from_the_act(damage: str, received: str, expected: tuple[str, int | None]) -> None:
    recognised = received.split("T", maxsplit=1)[0] + "T00:00:01Z"

    assert outcome(dated(damage, recognised, received)) == expected


def test_the_sixty_days_bar_by_item_3_and_ground_3() -> None:
    decision = decided(dated("2024-06-03", "2024-08-01", "2024-08-03"))

    assert (decision.clauses, decision.doubts) == (("twooca.1.1", "twooca.3", "twooca.4.3"), ())


@pytest.mark.parametrize(
    ("given", "rules"),
    [
        (facts(), ["damage_in_time"]),
        (facts(acts=[act("2024-04-01")]), ["damage_late"]),
        (facts(acts=[act("2024-04-01"), act("2024-06-03")]), ["damage_partly_late"]),
        (dated("2024-01-31", "2024-03-20", "2024-04-01"), ["damage_period_ends_on_closed_day"]),
    ],
)
def test_the_sixty_days_are_said_to_have_passed_or_not(given: dict[str, Any], rules: list[str]) -> None:
    assert [step.rule for step in decided(given).trace if step.clause == "twooca.4.3"] == rules


def test_the_theft_of_the_information_starts_nothing() -> None:
    decision = decided(facts(information_stolen_at="2024-01-15T12:00:00+09:00"))

    assert (decision.outcome, decision.amount) == ("eligible", 10000)


@pytest.mark.parametrize(
    ("received", "expected", "doubts"),
    [
        ("2024-03-31", "eligible", []),  # the sixtieth day, a Sunday
        ("2024-04-01", "refer", ["doubt_damage_period_ends_on_closed_day"]),
        ("2024-04-02", "ineligible", []),
    ],
)
def test_a_sixtieth_day_on_which_the_desk_is_closed(received: str, expected: str, doubts: list[str]) -> None:
    given = dated("2024-01-31", "2024-03-20", received)

    assert (decided(given).outcome, doubted(given)) == (expected, doubts)


def test_acts_that_are_late_are_left_out_and_the_rest_is_paid() -> None:
    given = facts(acts=[act("2024-04-01", 7000), act("2024-06-03", 2000, 100)])
    decision = decided(given)

    assert (decision.outcome, decision.amount) == ("eligible", 2100)
    assert [(line.outcome, line.remedy, line.yen) for line in decision.lines] == [
        ("ineligible", None, 0),
        ("eligible", "credit", 2100),
    ]
    assert doubted(given) == ["doubt_grounds_by_act"]
    assert "twooca.4.3" in decision.clauses


def test_one_act_late_and_one_in_doubt_is_for_a_person() -> None:
    given = dated("2024-01-31", "2024-03-20", "2024-04-01", acts=[act("2024-01-02"), act("2024-01-31")])

    assert outcome(given) == ("refer", None)
    assert doubted(given) == ["doubt_grounds_by_act", "doubt_damage_period_ends_on_closed_day"]
    assert [line.outcome for line in decided(given).lines] == ["ineligible", "refer"]


def test_a_late_act_is_no_doubt_where_another_ground_bars() -> None:
    given = facts(acts=[act("2024-04-01"), act("2024-06-03")], misused_by="family")

    assert (decided(given).clauses, doubted(given)) == (
        ("twooca.1.1", "twooca.3", "twooca.4.3", "twooca.4.6"),
        [],
    )


@pytest.mark.parametrize("spending", ["payment", "transfer", "withdrawal", "remittance"])
def test_a_charge_together_with_a_spending_is_for_a_person(spending: str) -> None:
    given = facts(acts=[act("2024-06-03", act="charge"), act("2024-06-03", act=spending)])

    assert (outcome(given), doubted(given)) == (("refer", None), ["doubt_charge_and_spending"])
    assert decided(given).clauses == ("twooca.1.1", "twooca.3", "twooca.5.1")


def test_several_charges_are_no_question() -> None:
    assert outcome(facts(acts=[act("2024-06-03", act="charge"), act("2024-06-03", act="charge")])) == (
        "eligible",
        20000,
    )


def test_recognised_before_the_first_act_is_for_a_person() -> None:
    decision = decided(facts(recognised_at="2024-06-03T13:59:59+09:00"))

    assert (decision.outcome, decision.doubts) == ("refer", ())
    assert decision.clauses == ("twooca.1.1", "twooca.2.30days", "twooca.3")
    assert outcome(facts(recognised_at="2024-06-03T14:00:00+09:00")) == ("eligible", 10000)


BEFORE_AND_AFTER = [act("2024-06-03T14:00:00"), act("2024-06-04T09:00:01", 2000)]


def test_acts_after_recognition_are_looked_at_by_a_person() -> None:
    decision = decided(facts(acts=BEFORE_AND_AFTER, examination={"complete": False}))

    assert (decision.outcome, decision.clauses) == ("refer", ("twooca.1.1", "twooca.4", "twooca.4.13"))
    assert outcome(facts(acts=BEFORE_AND_AFTER)) == ("eligible", 12000)


def test_ground_13_shuts_out_only_what_came_after_recognition() -> None:
    given = facts(acts=BEFORE_AND_AFTER, examination={"grounds_found": [13]})

    assert (outcome(given), doubted(given)) == (("eligible", 10000), ["doubt_grounds_by_act"])


def test_ground_13_bars_where_nothing_is_left() -> None:
    given = facts(acts=[act("2024-04-01"), act("2024-06-05")], examination={"grounds_found": [13]})

    assert (outcome(given), doubted(given)) == (("ineligible", None), [])
    assert decided(given).clauses == ("twooca.1.1", "twooca.3", "twooca.4.3", "twooca.4.13")


def test_an_act_at_the_moment_of_recognition_is_not_after_it() -> None:
    given = facts(acts=[act("2024-06-03"), act("2024-06-04T09:00:00", 2000)], examination={"complete": False})

    assert decided(given).clauses == ("twooca.1.1", "twooca.4")
    assert outcome({**given, "examination": {"complete": True, "grounds_found": [13]}}) == ("refer", None)


def test_ground_13_without_any_act_after_recognition_is_for_a_person() -> None:
    decision = decided(facts(examination={"grounds_found": [13]}))

    assert (decision.outcome, decision.clauses) == ("refer", ("twooca.1.1", "twooca.4.13"))


def test_ground_13_does_not_bind_a_cardholder_who_is_no_user() -> None:
    decision = decided(
        facts(
            claimant="non_user_cardholder",
            cause="card_registered_without_consent",
            card_issuer_notified=True,
            acts=BEFORE_AND_AFTER,
            examination={"grounds_found": [13]},
        )
    )

    assert (decision.outcome, decision.clauses) == ("refer", ("twooca.1.3", "twooca.4.13", "twooca.5.4"))
