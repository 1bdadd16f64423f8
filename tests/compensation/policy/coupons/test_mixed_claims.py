"""Several coupons in one claim that do not share one class: nothing unknown is paid, nobody is turned away wrongly."""

from __future__ import annotations

import pytest

from compensation.policy.coupons.facts import Coupon
from tests.compensation.policy.making import (
    OUTAGE,
    balances,
    coupon,
    decide,
    docked,
    doubts,
    facts,
    jst,
    payment,
    pressed,
    verdict,
)

CLASS_UNKNOWN = balances(None, 800)


@pytest.mark.parametrize("programme", ["kumamoto", "yamanashi"])
def test_a_coupon_of_unknown_class_is_not_paid_because_something_was_docked_from_it(programme: str) -> None:
    unknown = coupon(programme, balances=CLASS_UNKNOWN, payments=(pressed(),))
    decision = decide(facts(coupon(programme, 800), unknown, outage=OUTAGE), programme=programme)
    assert [line.yen for line in decision.lines] == [None, None, None]
    assert decision.amount is None


def test_what_was_put_back_on_such_a_coupon_is_in_the_sum() -> None:
    restored = coupon(balances=CLASS_UNKNOWN, payments=(pressed(),))
    claim = facts(restored, outage=OUTAGE, restored_at=jst("2023-03-18T10:00:00"))
    assert verdict(decide(claim)) == ("B", "eligible", 800, "automatic")


def test_a_known_last_balance_is_not_called_unknown() -> None:
    decision = decide(facts(coupon(), coupon(balances=CLASS_UNKNOWN)))
    assert verdict(decision) == ("A", "pending", None, "automatic")
    assert [step.rule for step in decision.trace if step.result == "open"] == ["a.balance_unknown"]


@pytest.mark.parametrize("own", [coupon(yen=0), coupon(expires_at=jst("2023-03-05T23:59:00"))])
def test_another_prefectures_coupon_is_sent_on_beside_one_that_has_no_class(own: Coupon) -> None:
    assert verdict(decide(facts(own, coupon("nara")))) == ("none", "refer", None, None)


def test_another_prefectures_coupon_does_not_hold_back_what_is_payable() -> None:
    assert verdict(decide(facts(coupon(), coupon("nara")))) == ("A", "eligible", 1000, "automatic")


def test_a_doubtful_payment_at_the_end_of_the_outage_is_cited_beside_class_a() -> None:
    at_the_end = payment("2023-02-24T23:00:00")
    decision = decide(facts(coupon(payments=(at_the_end,)), outage=OUTAGE))
    assert (doubts(decision), "kumamoto.1.B" in decision.clauses) == (["b.at_the_end"], True)


def test_docked_without_any_class_stays_with_the_centre() -> None:
    assert verdict(decide(facts(docked())))[:2] == ("none", "refer")
