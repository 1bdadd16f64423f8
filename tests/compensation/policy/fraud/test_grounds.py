"""Item 4: the gate and its fifteen grounds; all that apply are named."""

from __future__ import annotations

from typing import Any

import pytest

from tests.compensation.policy.fraud.cases import act, dated, decided, doubted, facts, in_japan, outcome


@pytest.mark.parametrize(
    ("changes", "ground"),
    [
        ({"cause": "twooca_card_or_ring_lost_or_stolen"}, 1),
        ({"identity_verified": False}, 2),
        ({"acts": [act("2024-04-01")]}, 3),
        ({"negligence": "gross"}, 4),
        ({"misused_by": "claimant"}, 5),
        ({"misused_by": "claimant_coerced"}, 5),
        ({"misused_by": "family"}, 6),
        ({"misused_by": "relative"}, 6),
        ({"misused_by": "cohabitant"}, 6),
        ({"misused_by": "carer_at_request"}, 6),
        ({"misused_by": "permitted_user"}, 6),
        ({"device_transferred_lent_or_pledged": True}, 7),
        ({"previous_claim_received_at": "2024-01-10T12:00:00+09:00", "negligence": "ordinary"}, 11),
    ],
)
def test_a_ground_that_the_facts_show(changes: dict[str, Any], ground: int) -> None:
    decision = decided(facts(**changes))

    grounds = [clause for clause in decision.clauses if clause.startswith("twooca.4")]
    assert (decision.case, decision.outcome, decision.amount, grounds) == (
        "fraud",
        "ineligible",
        None,
        [f"twooca.4.{ground}"],
    )


@pytest.mark.parametrize("ground", [number for number in range(1, 16) if number != 13])
@pytest.mark.parametrize("complete", [True, False])
def test_a_ground_that_an_examiner_found(ground: int, complete: bool) -> None:
    decision = decided(facts(examination={"complete": complete, "grounds_found": [ground]}))

    assert (decision.outcome, decision.clauses, decision.doubts) == (
        "ineligible",
        ("twooca.1.1", f"twooca.4.{ground}"),
        (),
    )


def test_all_grounds_are_named_in_the_order_of_the_policy() -> None:
    decision = decided(
        facts(
            cause="twooca_card_or_ring_lost_or_stolen",
            misused_by="cohabitant",
            identity_verified=False,
            device_transferred_lent_or_pledged=True,
            negligence="gross",
            previous_claim_received_at="2024-01-10T12:00:00+09:00",
            acts=[act("2024-04-01")],
            examination={"grounds_found": [15, 9, 10]},
        )
    )

    assert decision.clauses == (
        "twooca.3",
        *(f"twooca.4.{number}" for number in (1, 2, 3, 4, 6, 7, 9, 10, 11, 15)),
    )


def test_nothing_is_paid_without_a_complete_examination() -> None:
    decision = decided(facts(examination={"complete": False}))

    assert (decision.outcome, decision.clauses) == ("refer", ("twooca.1.1", "twooca.4"))


@pytest.mark.parametrize(("complete", "result"), [(True, "holds"), (False, "open")])
def test_every_ground_stands_in_the_trace(complete: bool, result: str) -> None:
    trace = decided(facts(examination={"complete": complete})).trace

    judged = [step.result for step in trace if step.clause in {f"twooca.4.{n}" for n in (4, 8, 9, 10, 12, 14, 15)}]
    tested = {step.clause for step in trace if step.clause.startswith("twooca.4.")}
    assert tested == {f"twooca.4.{number}" for number in range(1, 16)}
    assert judged == [result] * 7


@pytest.mark.parametrize("negligence", ["none", "ordinary", None])
def test_ordinary_negligence_alone_neither_bars_nor_cuts(negligence: str | None) -> None:
    assert outcome(facts(negligence=negligence)) == ("eligible", 10000)


@pytest.mark.parametrize(
    ("previous", "damage", "received", "expected"),
    [
        ("2023-06-10", "2024-06-09", "2024-06-10T23:59:59", "ineligible"),  # the anniversary is inside
        ("2023-06-10", "2024-06-11", "2024-06-11", "eligible"),
        ("2023-06-10", "2024-06-10", "2024-06-11", "refer"),  # the misuse inside, the claim not
        ("2023-02-28", "2024-02-29", "2024-02-29T23:59:59", "ineligible"),
        ("2023-02-28", "2024-03-01T00:00:00", "2024-03-01", "eligible"),
        ("2024-02-28", "2025-02-28", "2025-02-28", "ineligible"),
        ("2024-02-28", "2025-03-01", "2025-03-01", "eligible"),
        ("2024-02-29", "2025-02-28", "2025-02-28", "ineligible"),
        ("2024-02-29", "2025-03-01", "2025-03-01", "eligible"),
        ("2024-06-05", "2024-06-04", "2024-06-10", "refer"),  # misused before the earlier claim
        ("2024-06-05T08:00:00", "2024-06-05T08:00:00", "2024-06-10", "ineligible"),  # at its very moment
    ],
)
def test_negligence_within_a_year_of_the_last_claim(previous: str, damage: str, received: str, expected: str) -> None:
    given = dated(damage, damage, received, previous_claim_received_at=in_japan(previous), negligence="ordinary")

    assert decided(given).outcome == expected
    assert "twooca.4.11" in decided(given).clauses
    assert doubted(given) == (["doubt_year_of_misuse_or_claim"] if expected == "refer" else [])


def test_one_act_within_the_year_and_one_before_it_is_for_a_person() -> None:
    given = facts(
        acts=[act("2024-05-20"), act("2024-06-03")],
        previous_claim_received_at="2024-06-01T12:00:00+09:00",
        negligence="ordinary",
    )

    assert (outcome(given), doubted(given)) == (("refer", None), ["doubt_year_of_misuse_or_claim"])


@pytest.mark.parametrize(
    ("negligence", "expected"),
    [("none", "eligible"), ("ordinary", "ineligible"), ("gross", "ineligible"), (None, "refer")],
)
def test_a_claim_within_the_year_is_barred_only_by_negligence(negligence: str | None, expected: str) -> None:
    given = facts(previous_claim_received_at="2024-01-10T12:00:00+09:00", negligence=negligence)

    assert (decided(given).outcome, doubted(given)) == (expected, [])
    assert "twooca.4.11" in decided(given).clauses


def test_negligence_need_not_be_examined_outside_the_year() -> None:
    given = facts(previous_claim_received_at="2023-01-10T12:00:00+09:00", negligence=None)

    assert outcome(given) == ("eligible", 10000)


@pytest.mark.parametrize("found", [[], [11]])
def test_ground_11_does_not_bind_a_cardholder_who_is_no_user(found: list[int]) -> None:
    given = facts(
        claimant="non_user_cardholder",
        cause="card_registered_without_consent",
        card_issuer_notified=True,
        previous_claim_received_at="2024-01-10T12:00:00+09:00",
        negligence="ordinary",
        examination={"grounds_found": found},
    )

    assert outcome(given) == ("refer", None)


def test_an_earlier_claim_that_is_said_to_be_later_is_for_a_person() -> None:
    given = facts(previous_claim_received_at="2024-07-10T12:00:00+09:00", negligence="ordinary")

    assert outcome(given) == ("refer", None)
