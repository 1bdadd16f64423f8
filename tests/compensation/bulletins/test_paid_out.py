"""Wrong deductions that a bulletin pays out: the same hindrances as for a balance, and the clause that grants it."""

from __future__ import annotations

from typing import Any

import pytest

from compensation.policy import coupons
from compensation.policy.coupons.facts import BalanceAt, Coupon, Wants
from compensation.policy.decision import Decision
from compensation.policy.explain import explanation
from tests.compensation.bulletins.example import changed, read, without_section
from tests.compensation.policy.making import (
    IN_APP,
    ON_PAPER,
    TRANSFER,
    applied,
    called,
    facts,
    jst,
    link,
    pressed,
    verdict,
)

CHECKED_APART = ('check = ["awashima.call.paid"]', 'check = ["awashima.call"]')
RULES = read(changed(CHECKED_APART, text=without_section("[persons.conditions]")))
CALL = called("2023-12-01T12:00:00", items=("coupon_number", "receipt_photo"))


def docked(yen: int = 0) -> Coupon:
    held = (BalanceAt(jst("2023-11-13T09:00:00"), yen), BalanceAt(jst("2023-12-16T00:00:00"), yen))
    return Coupon(
        "niigata", True, True, jst("2023-11-09T23:59:00"), True, False, held, (pressed(at="2023-11-10T12:30:00"),)
    )


def decide(coupon: Coupon | None = None, at: str = "2024-03-10T12:00:00", **told: Any) -> Decision:
    return coupons.decide(facts(coupon or docked(), enquiry=CALL, **told), RULES, jst(at))


def test_the_clause_that_grants_the_payment_is_cited_beside_the_one_of_the_check() -> None:
    told = {found.clause: found.en for found in explanation(decide().trace)}
    granted = "The shop's data agree: the 1,000 yen docked are paid to you."
    assert told["awashima.call.paid"] == granted
    assert told["awashima.call"].endswith(granted)


@pytest.mark.parametrize(
    ("told", "expected"),
    [
        ({"app": IN_APP, "wants": TRANSFER}, ("B", "refer", None, "call_centre")),
        ({"app": ON_PAPER, "wants": TRANSFER}, ("B", "pending", None, "special_site")),
        (
            {"app": ON_PAPER, "wants": TRANSFER, "site_application": applied("2023-12-01T12:00:00", ("name",))},
            ("B", "pending", None, "special_site"),
        ),
        (
            {"app": ON_PAPER, "wants": TRANSFER, "site_application": applied("2023-12-01T12:00:00", ("bank_account",))},
            ("B", "eligible", 1000, "special_site"),
        ),
        ({"app": ON_PAPER}, ("B", "eligible", 1000, "call_centre")),
        ({"app": IN_APP._replace(email=False)}, ("B", "refer", None, "call_centre")),
        ({"wants": Wants("points", "shimapay")}, ("B", "eligible", 1000, "call_centre")),
        ({"wants": Wants("points", "paypay")}, ("B", "pending", None, "call_centre")),
        (
            {"payout_link": link(sent="2023-12-20T10:00:00", used="2024-01-19T23:59:59")},
            ("B", "eligible", 1000, "call_centre"),
        ),
        (
            {"payout_link": link(sent="2023-12-20T10:00:00", used="2024-01-20T00:00:00")},
            ("B", "ineligible", None, "call_centre"),
        ),
        ({"payout_link": link(sent="2023-12-20T10:00:00")}, ("B", "ineligible", None, "call_centre")),
        ({"payout_link": link(sent="2023-12-20T10:00:00", arrived=False)}, ("B", "refer", None, "call_centre")),
        ({"app": ON_PAPER, "payout_link": link(sent="2023-12-20T10:00:00")}, ("B", "eligible", 1000, "call_centre")),
    ],
)
def test_it_is_paid_as_a_balance_is(told: dict[str, Any], expected: tuple[object, ...]) -> None:
    assert verdict(decide(**told)) == expected


def test_what_both_sums_were_tested_on_is_told_once() -> None:
    decision = decide(docked(500), wants=Wants("points", "shimapay"))
    assert verdict(decision) == ("B", "eligible", 1500, "call_centre")
    assert len(decision.trace) == len(set(decision.trace))
    assert [step.rule for step in decision.trace].count("points.listed") == 1
