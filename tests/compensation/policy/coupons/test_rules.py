"""Every rule that has a sentence is reached by some claim, and always comes out in the same one of four ways."""

from __future__ import annotations

from compensation.policy import coupons
from compensation.policy.bulletin import Bulletin
from compensation.policy.coupons.facts import Coupon, CouponFacts, Outage, Wants
from compensation.policy.decision import Decision
from tests.compensation.bulletins import example
from tests.compensation.policy.making import (
    APRIL_28,
    BANK_ITEMS,
    FULL_ITEMS,
    IN_APP,
    JUNE_5,
    MARCH_20,
    ON_PAPER,
    OUTAGE,
    TRANSFER,
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
)

RESTORED = jst("2023-03-18T10:00:00")
Sample = tuple[CouponFacts, str, str]

SAMPLES: list[Sample] = [
    (facts(), APRIL_28, "kumamoto"),
    (facts(coupon(received_via_regionpay=False)), APRIL_28, "kumamoto"),
    (facts(coupon("iwate")), APRIL_28, "kumamoto"),
    (facts(coupon(), claimant_is_named_traveller=False), APRIL_28, "kumamoto"),
    (facts(coupon(), claimant_is_named_traveller=None), APRIL_28, "kumamoto"),
    (facts(coupon(yen=-1)), APRIL_28, "kumamoto"),
    (facts(coupon(), wants=Wants("points", "edy")), APRIL_28, "kumamoto"),
    (facts(coupon(), wants=Wants("points", "suica")), APRIL_28, "kumamoto"),
    (facts(coupon(expires_at=jst("2023-03-05T23:59:00"))), APRIL_28, "kumamoto"),
    (facts(coupon(yen=0)), APRIL_28, "kumamoto"),
    (facts(coupon(balances=())), APRIL_28, "kumamoto"),
    (facts(coupon(balances=balances(5, None))), APRIL_28, "kumamoto"),
    (facts(coupon(balances=balances(5, 0))), APRIL_28, "kumamoto"),
    (facts(coupon()), MARCH_20, "kumamoto"),
    (facts(coupon(), app=IN_APP._replace(phone=False, email=False)), APRIL_28, "kumamoto"),
    (facts(docked()), MARCH_20, "kumamoto"),
    (facts(docked("kumamoto", payment("2023-02-26T10:00:00")), outage=OUTAGE), MARCH_20, "kumamoto"),
    (facts(docked("kumamoto", pressed(1)), outage=OUTAGE), MARCH_20, "kumamoto"),
    (facts(docked("yamanashi", pressed(1)), outage=OUTAGE), MARCH_20, "yamanashi"),
    (facts(docked("yamanashi", pressed()), outage=OUTAGE), MARCH_20, "yamanashi"),
    (facts(docked(), outage=OUTAGE), MARCH_20, "kumamoto"),
    (facts(docked(), outage=OUTAGE), JUNE_5, "kumamoto"),
    (facts(docked(), outage=OUTAGE, enquiry=called(items=("shop",))), MARCH_20, "kumamoto"),
    (facts(docked(), outage=OUTAGE, enquiry=called(confirmed=None)), MARCH_20, "kumamoto"),
    (facts(docked(), outage=OUTAGE, enquiry=called(confirmed=False)), MARCH_20, "kumamoto"),
    (facts(docked(), outage=OUTAGE, enquiry=called()), MARCH_20, "kumamoto"),
    (facts(docked(), outage=OUTAGE, restored_at=RESTORED), MARCH_20, "kumamoto"),
    (facts(coupon(), app=ON_PAPER), APRIL_28, "kumamoto"),
    (facts(coupon(), app=ON_PAPER), JUNE_5, "kumamoto"),
    (facts(coupon(), app=ON_PAPER, site_application=applied()), APRIL_28, "kumamoto"),
    (facts(coupon(), app=ON_PAPER, site_application=applied(items=())), APRIL_28, "kumamoto"),
    (facts(coupon(), app=ON_PAPER, site_application=applied("2023-05-02T00:00:00")), JUNE_5, "kumamoto"),
    (facts(coupon(), app=ON_PAPER, site_application=applied("2023-03-22T00:00:00")), APRIL_28, "kumamoto"),
    (facts(coupon(lost=True), app=ON_PAPER, site_application=applied()), APRIL_28, "kumamoto"),
    (facts(coupon(number_known=False, lost=True), app=ON_PAPER, site_application=applied()), APRIL_28, "kumamoto"),
    (facts(coupon(number_known=False), app=ON_PAPER, site_application=applied()), APRIL_28, "kumamoto"),
    (
        facts(coupon("yamanashi", number_known=False, lost=True), app=ON_PAPER, site_application=applied()),
        APRIL_28,
        "yamanashi",
    ),
    (
        facts(coupon("yamanashi"), app=ON_PAPER, site_application=applied("2023-05-02T00:00:00")),
        JUNE_5,
        "yamanashi",
    ),
    (facts(coupon("nara"), wants=TRANSFER), APRIL_28, "nara"),
    (facts(coupon("yamanashi"), wants=TRANSFER), APRIL_28, "yamanashi"),
    (facts(coupon(), wants=TRANSFER), APRIL_28, "kumamoto"),
    (facts(coupon(), wants=TRANSFER), JUNE_5, "kumamoto"),
    (facts(coupon(), wants=TRANSFER, site_application=applied(items=BANK_ITEMS[1:])), APRIL_28, "kumamoto"),
    (facts(coupon(), payout_link=link()), APRIL_28, "kumamoto"),
    (facts(coupon(), payout_link=link()), JUNE_5, "kumamoto"),
    (facts(coupon(), payout_link=link(arrived=False)), JUNE_5, "kumamoto"),
    (facts(coupon(), payout_link=link(arrived=None)), JUNE_5, "kumamoto"),
    (facts(coupon(), payout_link=link(used="2023-04-20T10:00:00")), JUNE_5, "kumamoto"),
    (facts(coupon(), payout_link=link(used="2023-06-01T10:00:00")), JUNE_5, "kumamoto"),
    (facts(coupon("yamanashi"), payout_link=link()), JUNE_5, "yamanashi"),
    (facts(coupon("yamanashi"), payout_link=link(used="2023-04-20T10:00:00")), JUNE_5, "yamanashi"),
]


def invented() -> list[Decision]:
    """Claims under the documentation's campaign, for the rules that the four prefectures do not need."""
    first = example.read()
    no_paper = example.read(example.without_section("paper.items", example.without_section("paper")))
    noon = pressed(at="2023-11-10T12:30:00")
    other_hours = Outage(jst("2023-11-10T12:00:00"), jst("2023-11-10T13:00:00"))
    call = called("2023-12-01T12:00:00", items=("coupon_number", "receipt_photo"))
    late_call = called("2023-12-21T12:00:00")
    taken_later = example.read(example.changed(("balance_at = 2023-12-16", "balance_at = 2023-12-20")))
    open_to_all = example.read(example.without_section("[persons.conditions]"))
    return [
        awashima(first, facts(damaged(noon), outage=other_hours)),
        awashima(first, facts(damaged(noon), enquiry=call)),
        awashima(open_to_all, facts(damaged(noon), enquiry=call)),
        awashima(first, facts(damaged(noon), enquiry=late_call)),
        awashima(first, facts(damaged(noon))),
        awashima(first, facts(damaged(noon)), "2023-12-01T12:00:00"),
        awashima(taken_later, facts(damaged(noon)._replace(payments=())), "2023-12-18T12:00:00"),
        awashima(no_paper, facts(damaged(noon)._replace(payments=()), app=ON_PAPER)),
        awashima(first, facts(damaged(noon)._replace(payments=(), expires_at=jst("2024-03-05T23:59:00")))),
    ]


def damaged(tried: object) -> Coupon:
    at_13, at_16 = jst("2023-11-13T09:00:00"), jst("2023-12-16T00:00:00")
    held = tuple(balance._replace(at=at) for balance, at in zip(balances(500, 500), (at_13, at_16), strict=True))
    return coupon("niigata", expires_at=jst("2023-11-09T23:59:00"), balances=held, payments=(tried,))


def awashima(rules: Bulletin, claim: CouponFacts, at: str = "2024-01-10T12:00:00") -> Decision:
    return coupons.decide(claim, rules, jst(at))


def decisions() -> list[Decision]:
    return [decide(claim, at, programme) for claim, at, programme in SAMPLES] + invented()


HOLDS = """
gate.passed contact a.expiry_inside a.expiry_day a.balance_enough b.inside_hours b.paid_otherwise
b.pressed_repeatedly b.enquiry_in_time b.enquiry_still_open b.enquiry_complete b.granted_restore b.granted_pay_out
b.restored b.as_a2
sum.extension_over sum.known sum.nothing_left paper.by_site paper.in_time paper.still_open paper.no_deadline
paper.opened paper.items_complete paper.items_silent paper.lost_number_known transfer.offered app.reachable
points.listed link.used_in_time link.still_open link.used_in_timetable
"""
FAILS = """
gate.not_covered gate.no_coupon a.expiry_outside a.expiry_other_day a.balance_short b.outside_hours
b.not_paid_otherwise b.not_pressed_repeatedly b.enquiry_late b.never_called paper.late paper.never_applied
paper.stale_opening link.used_late link.unused
"""
OPEN = """
a.balance_unknown b.no_remedy_yet b.no_enquiry b.enquiry_incomplete b.shop_silent sum.running sum.not_taken_yet
sum.unknown paper.no_application paper.before_opening paper.items_missing paper.lost paper.number_unknown
transfer.no_application transfer.items_missing points.not_listed
"""
UNCLEAR = """
gate.other_prefecture gate.not_the_traveller gate.traveller_unknown gate.negative_balance persons.condition
b.hours_unset b.hours_contradicted b.other_event b.other_event_silent b.extension_over b.shop_contradicts paper.no_route
paper.after_timetable paper.lost_silent transfer.silent transfer.not_offered transfer.late app.unreachable
link.not_arrived link.arrival_unknown link.no_deadline
"""


def test_every_rule_is_reached_and_comes_out_in_its_own_way() -> None:
    found = {(step.rule, step.result) for decision in decisions() for step in decision.trace}
    expected = {"holds": HOLDS, "fails": FAILS, "open": OPEN, "unclear": UNCLEAR}
    assert found == {(rule, result) for result, rules in expected.items() for rule in rules.split()}


def test_every_sentence_has_its_rule() -> None:
    reached = {step.rule for decision in decisions() for step in decision.trace}
    assert set(coupons.SENTENCES) == reached


def test_every_doubt_arises() -> None:
    late = applied("2023-05-02T00:00:00")
    restored = facts(docked(), app=ON_PAPER, outage=OUTAGE, restored_at=RESTORED, site_application=late)
    more = [
        decide(facts(coupon(balances=balances(5, 5, last_minute=9)))),
        decide(facts(docked("kumamoto", payment("2023-02-24T23:00:00")), outage=OUTAGE)),
        decide(restored._replace(coupons=(docked(balances=balances(0, 500)),)), JUNE_5),
        decide(facts(coupon("yamanashi"), app=ON_PAPER, site_application=applied(items=())), programme="yamanashi"),
    ]
    arisen = {doubt.rule for decision in [*decisions(), *more] for doubt in decision.doubts}
    assert arisen == set(coupons.DOUBTS)


def test_who_refers_is_told_whom_to_call_except_where_the_coupon_is_sent_on() -> None:
    for decision in decisions():
        told = any(step.rule == "contact" for step in decision.trace)
        assert told or decision.outcome != "refer" or decision.route is None


def test_full_items_are_those_of_the_bulletins() -> None:
    for programme, items in FULL_ITEMS.items():
        paper = bulletin(programme).paper
        assert paper is not None
        assert {item.id for item in paper.items.items} - set(items) == set()
