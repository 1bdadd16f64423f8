"""Item 5: the sum, never below nothing, each yen taken off once, and its fall on acts and balances."""

from __future__ import annotations

import pytest

from compensation.policy.decision import Line
from compensation.policy.fraud import read_claim
from compensation.policy.fraud.sums import Sum, reckon
from tests.compensation.policy.fraud.cases import act, decided, doubted, facts, outcome


@pytest.mark.parametrize(
    ("yen", "fee", "recovered", "received", "due", "amount", "doubts"),
    [
        (10000, 330, 0, 0, 0, 10330, []),
        (10000, 330, 3000, 0, 0, 7330, []),
        (10000, 330, 10330, 0, 0, 0, []),
        (10000, 0, 0, 0, 8000, 2000, []),
        (10000, 0, 0, 0, 10000, 0, []),
        (10000, 0, 0, 0, 9999, 1, []),
        (10000, 0, 0, 5000, 3000, 2000, []),
        (10000, 0, 3000, 0, 8000, 0, ["doubt_both_deductions"]),
        (10000, 0, 3000, 0, 7000, 0, []),
        (10000, 0, 3000, 0, 10000, 0, []),
        (20000, 330, 5000, 0, 10000, 5330, []),
        (10000, 0, 12000, 0, 0, 0, []),
        (10000, 0, 12000, 0, 1, 0, []),
        (0, 0, 0, 0, 0, 0, []),
        (1, 0, 0, 0, 0, 1, []),
    ],
)
def test_the_sum(yen: int, fee: int, recovered: int, received: int, due: int, amount: int, doubts: list[str]) -> None:
    given = facts(
        acts=[act("2024-06-03", yen, fee)],
        third_parties={
            "recovered_yen": recovered,
            "compensation_received_yen": received,
            "compensation_due_yen": due,
        },
    )

    assert (outcome(given), doubted(given)) == (("eligible", amount), doubts)
    assert decided(given).remedy == ("credit" if amount else None)
    assert ("twooca.5.2" in decided(given).clauses) == (received + due > 0)
    assert ("twooca.5.4" in decided(given).clauses) == (amount > 0)


def test_what_others_will_give_must_be_settled_first() -> None:
    decision = decided(facts(third_parties={"undetermined": True}))

    assert (decision.outcome, decision.clauses) == ("pending", ("twooca.1.1", "twooca.5.2"))


def test_other_losses_are_left_out_and_said_so() -> None:
    decision = decided(facts(other_losses_yen=40000))

    said = [(step.facts, step.bears) for step in decision.trace if step.rule == "other_losses_left_out"]
    assert (decision.amount, said) == (10000, [((40000,), True)])


def test_each_act_is_credited_to_its_own_balance() -> None:
    acts = [
        act("2024-06-03T14:00:00", 10000, 330),
        act("2024-06-03T14:05:00", 5000, 220, "remittance", "money"),
        act("2024-06-03T14:09:00", 1000, 0, "payment", "cafeteria"),
    ]
    decision = decided(facts(acts=acts))

    assert (decision.amount, decision.lines, decision.doubts) == (
        16550,
        (
            Line(0, "fraud", "eligible", "credit", 10330, "value"),
            Line(1, "fraud", "eligible", "credit", 5220, "money"),
            Line(2, "fraud", "eligible", "credit", 1000, "cafeteria"),
        ),
        (),
    )


def test_a_recovery_on_one_balance_falls_on_the_earliest_acts() -> None:
    acts = [act("2024-06-03T15:00:00", 4000), act("2024-06-03T14:00:00", 5000)]
    decision = decided(facts(acts=acts, third_parties={"recovered_yen": 6000}))

    assert (decision.amount, decision.lines) == (
        3000,
        (
            Line(0, "fraud", "eligible", "credit", 3000, "value"),
            Line(1, "fraud", "eligible", None, 0, "value"),
        ),
    )


def test_a_recovery_over_several_balances_leaves_the_split_to_a_person() -> None:
    acts = [act("2024-06-03T14:00:00", 5000), act("2024-06-03T15:00:00", 4000, balance="money")]
    given = facts(acts=acts, third_parties={"recovered_yen": 1000})
    decision = decided(given)

    assert (decision.outcome, decision.amount, decision.remedy) == ("eligible", 8000, "credit")
    assert [(line.yen, line.balance) for line in decision.lines] == [(4000, None), (4000, None)]
    assert doubted(given) == ["doubt_split_over_balances"]


@pytest.mark.parametrize(("recovered", "amount"), [(1, 8999), (8999, 1)])
def test_a_single_yen_opens_the_split(recovered: int, amount: int) -> None:
    acts = [act("2024-06-03T14:00:00", 5000), act("2024-06-03T15:00:00", 4000, balance="money")]
    given = facts(acts=acts, third_parties={"recovered_yen": recovered})

    assert (outcome(given), doubted(given)) == (("eligible", amount), ["doubt_split_over_balances"])


def test_nothing_is_left_to_split_when_all_was_recovered() -> None:
    acts = [act("2024-06-03T14:00:00", 5000), act("2024-06-03T15:00:00", 4000, balance="money")]
    given = facts(acts=acts, third_parties={"recovered_yen": 9000})

    assert (outcome(given), doubted(given)) == (("eligible", 0), [])


def test_an_act_of_another_balance_that_is_late_opens_no_split() -> None:
    acts = [act("2024-04-01", 5000, balance="money"), act("2024-06-03", 4000)]
    decision = decided(facts(acts=acts, third_parties={"recovered_yen": 1000}))

    assert [(line.outcome, line.yen, line.balance) for line in decision.lines] == [
        ("ineligible", 0, "money"),
        ("eligible", 3000, "value"),
    ]


def test_card_data_are_made_good_together_with_the_issuer() -> None:
    charge = act("2024-06-03", act="charge", balance="card")
    decision = decided(facts(cause="card_info_stolen", acts=[charge], card_issuer_notified=True))

    assert "twooca.5.3" in decision.clauses
    assert decision.lines == (Line(0, "fraud", "eligible", "credit", 10000, "card"),)


def test_lines_hold_no_yen_before_a_claim_is_eligible() -> None:
    decision = decided(facts(examination={"complete": False}))

    assert (decision.lines, decision.remedy) == ((Line(0, "fraud", "refer", None, None, "value"),), None)


def test_the_sum_line_by_line() -> None:
    third_parties = {"recovered_yen": 50, "compensation_received_yen": 30, "compensation_due_yen": 20}
    claim = read_claim({"facts": facts(acts=[act("2024-06-03", 1000, 10)], third_parties=third_parties)})
    total = reckon(claim, claim.acts)

    assert total == Sum(misused_yen=1000, fees_yen=10, recovered_yen=50, compensation_yen=50)
    assert (total.loss_yen, total.taken_off_yen, total.amount) == (1010, 100, 910)
