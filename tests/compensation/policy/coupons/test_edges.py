"""The very first and last values at which a rule turns, and what is written down there."""

from __future__ import annotations

from dataclasses import replace

import pytest

from compensation.policy import coupons, explain
from compensation.policy.coupons.facts import Coupon, CouponFacts, TriedPayment
from compensation.policy.coupons.payments import Hours, Judged, judge
from compensation.policy.decision import Decision, Line
from compensation.policy.errors import FactError
from compensation.policy.wording import in_english
from tests.compensation.bulletins.example import changed, read, without_section
from tests.compensation.bulletins.test_invented_campaign import OPEN_TO_ALL
from tests.compensation.bulletins.test_invented_campaign import coupon as island_coupon
from tests.compensation.policy.making import (
    APRIL_28,
    MARCH_20,
    ON_PAPER,
    OUTAGE,
    applied,
    balances,
    bulletin,
    called,
    coupon,
    decide,
    docked,
    facts,
    jst,
    link,
    payment,
    pressed,
    verdict,
)

OPEN = Hours((OUTAGE,))  # type: ignore[arg-type]  # the same two instants
RESTORED = jst("2023-03-18T10:00:00")


def steps(decision: Decision) -> list[str]:
    """The auditor's lines, without the outcome."""
    return explain.auditors_record(decision)[1:]


@pytest.mark.parametrize(
    ("tried", "kind", "loss"),
    [
        (payment(unit_yen=1, paid_otherwise_yen=1), "paid_otherwise", 1),
        (payment(deductions=1), "paid_otherwise", 500),
        (payment(deductions=0), "ordinary", 0),
        (payment(unit_yen=0), "ordinary", 0),
        (payment(deducted_at=None), "ordinary", 0),
        (pressed(times=2, intended=1, deductions=1), "ordinary", 0),
        (pressed(times=2, intended=1, deductions=2), "pressed_repeatedly", 500),
        (pressed(times=2, intended=0, deductions=1), "pressed_repeatedly", 500),
        (pressed(times=1, intended=0, deductions=1), "other", 0),
        (pressed(times=1, intended=1, deductions=2), "other", 0),
        (pressed(times=1, intended=1, deductions=1, paid_otherwise_yen=1), "other", 0),
        (pressed(times=1, intended=1, deductions=1, refused_at_till=True), "other", 0),
    ],
)
def test_what_a_payment_was(tried: TriedPayment, kind: str, loss: int) -> None:
    assert judge(tried, OPEN) == Judged(tried, kind, loss)  # type: ignore[arg-type]


@pytest.mark.parametrize(
    ("at", "expected"),
    [
        ("2023-03-10T10:59:59", ("B", "pending", None, "call_centre")),
        ("2023-03-10T11:00:00", ("B", "eligible", 500, "call_centre")),
    ],
)
def test_a_call_counts_from_its_very_instant(at: str, expected: tuple[object, ...]) -> None:
    assert verdict(decide(facts(docked(), outage=OUTAGE, enquiry=called()), at)) == expected


@pytest.mark.parametrize(("at", "expected"), [("2023-04-10T09:59:59", "eligible"), ("2023-04-10T10:00:00", "refer")])
def test_a_link_counts_from_its_very_instant(at: str, expected: str) -> None:
    assert decide(facts(coupon(), payout_link=link(arrived=False)), at).outcome == expected


def test_an_item_missing_from_the_call_is_asked_for_although_the_shop_agrees() -> None:
    decision = decide(
        facts(docked(), outage=OUTAGE, enquiry=called(items=("coupon_number", "expiry", "shop"))), MARCH_20
    )
    assert verdict(decision) == ("B", "pending", None, "call_centre")
    assert [line for line in steps(decision) if "enquiry" in line] == [
        "kumamoto.2.B.1 b.enquiry_incomplete (prefecture visited) open"
    ]


def test_what_was_asked_on_the_telephone_stands_in_the_record() -> None:
    asked = "inquiry number, expiry, prefecture visited, shop"
    without = decide(facts(docked(), outage=OUTAGE), MARCH_20)
    complete = decide(facts(docked(), outage=OUTAGE, enquiry=called()), MARCH_20)
    assert [line for line in steps(without) if line.startswith("kumamoto.2.")] == [
        f"kumamoto.2.B.1 b.no_enquiry ({asked}) open"
    ]
    assert [line for line in steps(complete) if "enquiry_complete" in line] == [
        f"kumamoto.2.B.1 b.enquiry_complete (10 March 2023, 11:00 JST, {asked}) holds"
    ]


def test_a_coupon_without_a_class_is_left_out_of_the_sum_of_restored_ones() -> None:
    outside = coupon(expires_at=jst("2023-03-05T23:59:00"))
    restored = docked(balances=(*balances(0, 500),))
    claim = facts(restored, coupon(yen=70), outside, outage=OUTAGE, restored_at=RESTORED)
    decision = decide(claim)
    assert verdict(decision) == ("B", "eligible", 570, "automatic")
    assert decision.lines == (
        Line(0, "B", "eligible", "pay", 500),
        Line(1, "A", "eligible", "pay", 70),
        Line(2, "none", "ineligible", None, None),
    )


def test_a_coupon_that_others_must_decide_is_numbered_as_the_claimant_counts() -> None:
    decision = decide(facts(coupon("nara"), coupon(received_via_regionpay=False)))
    assert verdict(decision) == ("none", "refer", None, None)
    assert steps(decision) == [
        "kumamoto.1.pre gate.other_prefecture (1, nara, Kumamoto Rediscovery Travel) unclear",
        "kumamoto.1.pre gate.not_covered (2, yes, no) fails",
        "kumamoto.2.A.paper gate.other_prefecture (1, nara, Kumamoto Rediscovery Travel) unclear",
    ]


def test_a_claim_without_a_coupon_that_came_the_covered_way_is_told_whom_to_call() -> None:
    none_at_all = decide(facts())
    assert verdict(none_at_all) == ("none", "ineligible", None, None)
    assert [line.split(" (")[0] for line in steps(none_at_all)] == [
        "kumamoto.1.pre gate.no_coupon",
        "kumamoto.3 contact",
    ]
    uncovered = decide(facts(coupon(via_national_travel_support=False)))
    assert [line.split(" (")[0] for line in steps(uncovered)] == [
        "kumamoto.1.pre gate.not_covered",
        "kumamoto.3 contact",
    ]


@pytest.mark.parametrize(
    ("programme", "line"),
    [
        ("kumamoto", "kumamoto.1.other b.other_event (1, 24 February 2023, 18:30 JST) unclear"),
        ("yamanashi", "yamanashi.silent.other b.other_event_silent (1, 24 February 2023, 18:30 JST) unclear"),
    ],
)
def test_another_event_is_told_as_the_notice_has_it(programme: str, line: str) -> None:
    odd = pressed(times=1, intended=1, deductions=2)
    decision = decide(facts(docked(programme, odd), outage=OUTAGE), programme=programme)
    assert [found for found in steps(decision) if "b.other_event" in found][:1] == [line]


def test_two_balances_of_one_instant_that_differ_are_refused() -> None:
    told = coupons.facts_as_json(facts(coupon()))
    told["coupons"][0]["balances"] += [{"at": "2023-02-26T15:00:00Z", "yen": 999}]
    with pytest.raises(FactError) as caught:
        coupons.read_facts(told)
    assert str(caught.value) == (
        "facts.coupons[0].balances: expected one balance an instant; two that differ stand at the same"
    )


@pytest.mark.parametrize(
    ("held", "rule"),
    [
        ((coupon(number_known=False, lost=True), coupon(number_known=False)), "paper.lost_silent"),
        ((coupon(number_known=False), coupon(number_known=False, lost=True)), "paper.lost_silent"),
    ],
)
def test_a_lost_sheet_of_which_the_notice_is_silent_goes_before_a_number_to_be_asked(
    held: tuple[object, ...], rule: str
) -> None:
    paper = [found._replace(prefecture="yamanashi") for found in held]  # type: ignore[attr-defined]
    claim = facts(*paper, app=ON_PAPER, site_application=applied())
    decision = decide(claim, programme="yamanashi")
    assert verdict(decision) == ("A", "refer", None, "call_centre")
    assert rule in {step.rule for step in decision.trace}


def test_a_bulletin_without_case_a_has_its_deductions_only() -> None:
    without = replace(OPEN_TO_ALL, case_a=None)
    tried = pressed(times=2, intended=1, deductions=2)._replace(at=jst("2023-11-10T12:30:00"))
    tried = tried._replace(deducted_at=tried.at)
    claim = facts(island_coupon(payments=(tried,)), island_coupon())
    decision = coupons.decide(claim, without, jst("2023-12-01T12:00:00"))
    assert verdict(decision) == ("B", "pending", None, "call_centre")
    assert decision.lines == (Line(0, "B", "pending", None, None), Line(1, "none", "ineligible", None, None))


@pytest.mark.parametrize(
    ("at", "amount", "lines"),
    [
        ("2023-12-15T23:59:59", 500, (("B", 500), ("A", None))),
        ("2023-12-16T00:00:00", 1300, (("B", 500), ("A", 800))),
    ],
)
def test_a_deduction_paid_out_stands_beside_the_balance_from_the_snapshot_on(
    at: str, amount: int, lines: tuple[tuple[str, int | None], ...]
) -> None:
    tried = pressed(times=2, intended=1, deductions=2)._replace(at=jst("2023-11-10T12:30:00"))
    held = island_coupon(800, payments=(tried._replace(deducted_at=tried.at),))
    enquiry = called("2023-12-01T12:00:00", items=("coupon_number", "receipt_photo"))
    decision = coupons.decide(facts(held, enquiry=enquiry), OPEN_TO_ALL, jst(at))
    assert (decision.case, decision.amount, decision.remedy) == ("B", amount, "pay")
    assert ("sum.running" in {step.rule for step in decision.trace}) == (amount == 500)
    assert tuple((line.case, line.yen) for line in decision.lines) == lines


@pytest.mark.parametrize(
    ("made_at", "at", "written"),
    [
        ("2023-12-20T16:59:59", "2024-01-10T12:00:00", "b.enquiry_in_time (20 December 2023, 16:59:59 JST, {}) holds"),
        ("2023-12-20T17:00:00", "2024-01-10T12:00:00", "b.enquiry_late (20 December 2023, 17:00 JST, {}) fails"),
        (None, "2023-12-20T16:59:59", "b.enquiry_still_open (none, {}) holds"),
        (None, "2023-12-20T17:00:00", "b.never_called (none, {}) fails"),
    ],
)
def test_a_call_in_time_too_late_still_possible_and_never_made_are_told_apart(
    made_at: str | None, at: str, written: str
) -> None:
    tried = pressed(at="2023-11-10T12:30:00")
    enquiry = called(made_at, items=("coupon_number", "receipt_photo")) if made_at else None
    decision = coupons.decide(facts(island_coupon(800, payments=(tried,)), enquiry=enquiry), OPEN_TO_ALL, jst(at))
    rules = [line for line in steps(decision) if line.startswith("awashima.call.until")]
    assert rules == ["awashima.call.until " + written.format("20 December 2023, 17:00 JST")]


LATER = ("balance_at = 2023-12-16", "balance_at = 2023-12-20")
LAST_OF_THREE = "awashima.longer sum.extension_over (16 December 2023, 00:00 JST) holds"


@pytest.mark.parametrize(
    ("at", "outcome", "written"),
    [
        ("2023-12-15T23:59:59", "pending", ["awashima.longer sum.running (16 December 2023, 00:00 JST) open"]),
        (
            "2023-12-16T00:00:00",
            "pending",
            [LAST_OF_THREE, "awashima.rest sum.not_taken_yet (20 December 2023, 00:00 JST) open"],
        ),
        (
            "2023-12-20T00:00:00",
            "eligible",
            [LAST_OF_THREE, "awashima.rest sum.known (20 December 2023, 00:00 JST, 800) holds"],
        ),
    ],
)
def test_a_coupon_is_usable_until_its_extension_ends_not_until_its_balance_is_taken(
    at: str, outcome: str, written: list[str]
) -> None:
    rules = read(changed(LATER, text=without_section("[persons.conditions]")))
    first, last = island_coupon(800).balances
    held = island_coupon(800, balances=(first, last._replace(at=jst("2023-12-20T00:00:00"))))
    decision = coupons.decide(facts(held), rules, jst(at))
    assert decision.outcome == outcome
    assert [line for line in steps(decision) if " sum." in line] == written


def test_without_an_extension_the_balance_alone_is_waited_for() -> None:
    text = without_section("[persons.conditions]")
    for _ in range(3):
        text = without_section("[extensions]", text)
    decision = coupons.decide(facts(island_coupon(800)), read(text), jst("2023-12-15T23:59:59"))
    assert [line for line in steps(decision) if " sum." in line] == [
        "awashima.rest sum.not_taken_yet (16 December 2023, 00:00 JST) open"
    ]


def test_a_least_balance_of_nothing_takes_in_an_empty_coupon() -> None:
    rules = read(changed(("least_yen = 100", "least_yen = 0")))
    assert rules.case_a is not None
    assert rules.case_a.least_yen == 0


def test_the_clauses_of_persons_are_those_of_the_preamble() -> None:
    assert bulletin("kumamoto").person_clauses == ("kumamoto.1.pre",)


def test_an_application_too_late_and_none_at_all_are_told_apart() -> None:
    late: CouponFacts = facts(coupon(), app=ON_PAPER, site_application=applied("2023-05-01T00:00:00"))
    in_time = facts(coupon(), app=ON_PAPER, site_application=applied("2023-04-30T23:59:59"))
    assert [step.rule for step in decide(late, "2023-05-02T12:00:00").trace if "deadline" in step.clause] == [
        "paper.late"
    ]
    assert [step.rule for step in decide(in_time, "2023-05-02T12:00:00").trace if "deadline" in step.clause] == [
        "paper.in_time"
    ]
    waiting = decide(facts(coupon(), app=ON_PAPER), APRIL_28)
    assert [step.rule for step in waiting.trace if "deadline" in step.clause] == ["paper.still_open"]


def test_a_yen_put_back_is_told_as_put_back() -> None:
    tried = pressed(times=2, intended=1, deductions=2, unit_yen=1)
    claim = facts(coupon(balances=balances(0, 1), payments=(tried,)), outage=OUTAGE, restored_at=RESTORED)
    assert decide(claim).lines == (Line(0, "B", "eligible", "pay", 1),)


@pytest.mark.parametrize(
    ("at", "first", "running"),
    [
        ("2023-03-31T23:59:59", ("B", "eligible", 500, "call_centre"), ["restore"]),
        ("2023-04-01T00:00:00", ("A", "eligible", 70, "automatic"), []),
    ],
)
def test_while_the_extension_runs_a_deduction_is_put_back_and_the_rest_waits(
    at: str, first: tuple[object, ...], running: list[str]
) -> None:
    claim = facts(docked(), coupon(yen=70), outage=OUTAGE, enquiry=called())
    decision = decide(claim, at)
    assert verdict(decision) == first
    assert [line.remedy for line in decision.lines if line.remedy == "restore"] == running
    assert "sum.running" not in {step.rule for step in decision.trace}


@pytest.mark.parametrize(
    ("others", "cases"), [((), ["B"]), ((coupon("yamanashi", balances=balances(None, 800)),), ["B", "A"])]
)
def test_a_coupon_of_unknown_class_waits_beside_a_deduction_without_remedy(
    others: tuple[Coupon, ...], cases: list[str]
) -> None:
    decision = decide(facts(docked("yamanashi"), *others, outage=OUTAGE), programme="yamanashi")
    assert [(line.case, line.outcome) for line in decision.lines] == [(case, "pending") for case in cases]


@pytest.mark.parametrize(
    ("programme", "applied_at", "rule", "told"),
    [
        ("kumamoto", "2023-03-24T13:59:59", "paper.before_opening", "24 March 2023, 14:00 JST"),
        ("kumamoto", "2023-03-24T14:00:00", "paper.opened", "24 March 2023, 14:00 JST"),
        ("iwate", "2023-03-21T23:59:59", "paper.before_opening", bulletin("iwate").paper.opening.text.en),  # type: ignore[union-attr]
    ],
)
def test_the_opening_is_told_with_its_hour_or_as_the_document_words_it(
    programme: str, applied_at: str, rule: str, told: str
) -> None:
    claim = facts(coupon(programme), app=ON_PAPER, site_application=applied(applied_at))
    opening = [step for step in decide(claim, programme=programme).trace if step.rule == rule]
    assert [in_english(step.facts[1]) for step in opening] == [told]
