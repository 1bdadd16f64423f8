"""Each resolution of the reading's list of contradictions and ambiguities, by its number."""

from __future__ import annotations

import pytest

from compensation.policy.coupons.facts import SiteApplication
from tests.compensation.policy.making import (
    ALL,
    BANK_ITEMS,
    FULL_ITEMS,
    IN_APP,
    JUNE_5,
    MARCH_20,
    ON_PAPER,
    OUTAGE,
    TRANSFER,
    WITHDRAWN,
    applied,
    balances,
    bulletin,
    called,
    coupon,
    decide,
    docked,
    doubts,
    facts,
    jst,
    link,
    payment,
    pressed,
    verdict,
)

INELIGIBLE = ("none", "ineligible", None, None)


@pytest.mark.parametrize("programme", ALL)
def test_1_a_sale_in_the_last_minute_of_the_first_extension_counts_as_spent(programme: str) -> None:
    spent = coupon(programme, balances=((jst("2023-02-26T23:59:00"), 300), *balances(0, 0)))
    assert verdict(decide(facts(spent), programme=programme)) == INELIGIBLE


def test_1_a_balance_at_the_minute_itself_is_not_the_balance_after_it() -> None:
    only_the_minute = coupon(balances=((jst("2023-02-26T23:59:00"), 300),))
    assert verdict(decide(facts(only_the_minute))) == ("A", "pending", None, None)


@pytest.mark.parametrize(
    ("expires", "covered"),
    [
        ("2023-02-23T23:59:59", False),
        ("2023-02-24T00:00:00", True),
        ("2023-02-24T23:59:00", True),
        ("2023-02-24T23:59:59", True),
        ("2023-02-24T14:59:59+00:00", True),
        ("2023-02-25T00:00:00", False),
        ("2023-02-24T15:00:00+00:00", False),
    ],
)
def test_2_the_day_of_expiry_in_japan_counts(expires: str, covered: bool) -> None:
    decision = decide(facts(coupon(expires_at=jst(expires))))
    assert verdict(decision) == (("A", "eligible", 1000, "automatic") if covered else INELIGIBLE)


@pytest.mark.parametrize(
    ("at", "case"),
    [
        ("2023-02-24T16:59:59", "none"),
        ("2023-02-24T17:00:00", "B"),
        ("2023-02-24T22:59:59", "B"),
        ("2023-02-24T23:00:00", "none"),
    ],
)
def test_3_the_hours_hold_their_start_and_not_their_end(at: str, case: str) -> None:
    decision = decide(facts(docked("kumamoto", payment(at)), outage=OUTAGE, enquiry=called()), MARCH_20)
    assert decision.case == case
    assert doubts(decision) == (["b.at_the_end"] if at == "2023-02-24T23:00:00" else [])


def test_3_an_ordinary_payment_at_the_very_end_leaves_no_doubt() -> None:
    ordinary = pressed(1, 1, 1, at="2023-02-24T23:00:00")
    assert doubts(decide(facts(docked("kumamoto", ordinary), outage=OUTAGE), MARCH_20)) == []


def test_3_without_hours_no_payment_can_be_judged() -> None:
    decision = decide(facts(docked()), MARCH_20)
    assert verdict(decision) == ("none", "refer", None, "call_centre")
    assert decision.clauses == (
        "kumamoto.1.pre",
        "kumamoto.1.A",
        "kumamoto.1.B",
        "kumamoto.silent.outage_window",
        "kumamoto.3",
    )


@pytest.mark.parametrize(
    ("programme", "received", "outcome"),
    [
        ("kumamoto", "2023-03-24T13:59:59", "pending"),
        ("kumamoto", "2023-03-24T14:00:00", "eligible"),
        ("nara", "2023-03-24T13:59:59", "pending"),
        ("nara", "2023-03-24T14:00:00", "eligible"),
        ("iwate", "2023-03-21T23:59:59", "pending"),
        ("iwate", "2023-03-22T00:00:00", "eligible"),
        ("yamanashi", "2023-03-19T09:00:00", "eligible"),
    ],
)
def test_4_and_5_each_site_opens_when_its_own_bulletin_says(programme: str, received: str, outcome: str) -> None:
    application = applied(received, FULL_ITEMS[programme])
    claim = facts(coupon(programme), app=ON_PAPER, site_application=application)
    assert decide(claim, programme=programme).outcome == outcome
    after_the_deadline = decide(claim, JUNE_5, programme)
    assert after_the_deadline.outcome == outcome


def test_4_the_stale_line_is_kept_with_the_one_that_governs() -> None:
    (stale,) = bulletin("kumamoto").stale
    early = facts(coupon(), app=ON_PAPER, site_application=applied("2023-03-22T10:00:00"))
    assert {"kumamoto.2.bank.site", "kumamoto.2.A.paper.open"} - set(decide(early).clauses) == set()
    assert "kumamoto.2.bank.site" not in decide(facts(coupon(), app=ON_PAPER, site_application=applied())).clauses
    assert stale == ("kumamoto.2.bank.site", "2023年3月22日（水）オープン予定", "kumamoto.2.A.paper.open")


@pytest.mark.parametrize("tried", [payment(), pressed()])
def test_6_yamanashi_b_is_neither_paid_nor_refused(tried: object) -> None:
    claim = facts(docked("yamanashi", tried), outage=OUTAGE, enquiry=called())  # type: ignore[arg-type]
    for at in (MARCH_20, JUNE_5):
        assert verdict(decide(claim, at, "yamanashi")) == ("B", "pending", None, None)


@pytest.mark.parametrize("programme", ALL)
def test_7_nothing_becomes_due_on_a_planned_day(programme: str) -> None:
    for at in ("2023-04-01T00:00:00", "2023-04-20T12:00:00", "2023-08-01T12:00:00"):
        expected = ("A", "eligible", 1000, "automatic")
        assert verdict(decide(facts(coupon(programme)), at, programme)) == expected


@pytest.mark.parametrize("programme", ["kumamoto", "iwate", "nara"])
def test_8_a_deadline_without_an_hour_runs_to_the_end_of_the_day(programme: str) -> None:
    claim = facts(coupon(programme), app=ON_PAPER)
    assert decide(claim, "2023-04-30T23:59:59.999999", programme).outcome == "pending"
    late = decide(claim, "2023-05-01T00:00:00", programme)
    assert verdict(late) == ("A", "ineligible", None, "special_site")


@pytest.mark.parametrize(
    ("received", "expected"),
    [
        ("2023-04-30T23:59:59", ("A", "eligible", 1000, "special_site")),
        ("2023-05-01T00:00:00", ("A", "refer", None, "call_centre")),
        ("2023-04-30T15:00:00+00:00", ("A", "refer", None, "call_centre")),
    ],
)
def test_9_yamanashi_refers_what_comes_after_its_timetable(received: str, expected: object) -> None:
    claim = facts(coupon("yamanashi"), app=ON_PAPER, site_application=applied(received, ("name", "contact")))
    decision = decide(claim, JUNE_5, "yamanashi")
    assert verdict(decision) == expected
    assert doubts(decision) == ([] if decision.amount else ["paper.after_timetable"])


def test_9_in_yamanashi_no_application_is_pending_at_any_date() -> None:
    claim = facts(coupon("yamanashi"), app=ON_PAPER)
    assert verdict(decide(claim, "2024-01-01T00:00:00", "yamanashi")) == ("A", "pending", None, "special_site")


@pytest.mark.parametrize("programme", ALL)
def test_10_and_11_the_sum_is_the_balance_when_validity_ends(programme: str) -> None:
    sold_in_the_last_minute = coupon(programme, balances=balances(500, 200, last_minute=500))
    decision = decide(facts(sold_in_the_last_minute), programme=programme)
    assert verdict(decision) == ("A", "eligible", 200, "automatic")
    assert doubts(decision) == ["sum.last_minute"]
    unchanged = coupon(programme, balances=balances(500, 500, last_minute=500))
    assert doubts(decide(facts(unchanged), programme=programme)) == []


@pytest.mark.parametrize(("left", "route"), [(1, "automatic"), (0, None)])
def test_12_spending_in_march_lowers_the_sum_and_never_undoes_the_class(left: int, route: str | None) -> None:
    decision = decide(facts(coupon(balances=balances(3000, left))))
    assert verdict(decision) == ("A", "eligible", left, route)
    assert decision.remedy == ("pay" if left else None)


def test_13_a_balance_that_grew_while_the_coupon_was_dead_is_paid_as_it_stands_at_the_end() -> None:
    assert decide(facts(coupon(balances=balances(100, 300)))).amount == 300


def test_14_a_and_restored_b_are_one_sum() -> None:
    both = coupon("iwate", balances=balances(2000, 3000), payments=(pressed(),))
    claim = facts(both, outage=OUTAGE, enquiry=called(), restored_at=jst("2023-03-18T10:00:00"))
    decision = decide(claim, programme="iwate")
    assert verdict(decision) == ("B", "eligible", 3000, "automatic")
    assert [(line.case, line.remedy, line.yen) for line in decision.lines] == [("B", "pay", 3000)]


def test_15_b_has_no_expiry_condition() -> None:
    valid_to_march = docked(expires_at=jst("2023-03-05T23:59:00"))
    decision = decide(facts(valid_to_march, outage=OUTAGE, enquiry=called()), MARCH_20)
    assert verdict(decision) == ("B", "eligible", 500, "call_centre")


@pytest.mark.parametrize("application", [None, applied("2023-05-02T09:00:00")])
def test_16_a_late_application_of_a_restored_paper_b_is_referred(application: SiteApplication | None) -> None:
    restored = coupon(balances=balances(0, 500), payments=(payment(),))
    claim = facts(restored, app=ON_PAPER, outage=OUTAGE, enquiry=called(), restored_at=jst("2023-03-18T10:00:00"))
    decision = decide(claim._replace(site_application=application), "2023-05-03T09:00:00")
    assert verdict(decision) == ("B", "refer", None, "call_centre")
    assert doubts(decision) == ["paper.restored_b"]
    in_time = decide(claim._replace(site_application=applied()))
    assert verdict(in_time) == ("B", "eligible", 500, "special_site")
    assert doubts(in_time) == []


def test_16_an_enquiry_after_the_extension_is_referred() -> None:
    decision = decide(facts(docked(), outage=OUTAGE, enquiry=called("2023-04-01T00:00:00")), "2023-04-01T00:00:00")
    assert verdict(decision) == ("B", "refer", None, "call_centre")
    assert doubts(decision) == ["b.extension_over"]


@pytest.mark.parametrize("programme", ALL)
def test_17_a_withdrawn_account_goes_through_the_site(programme: str) -> None:
    decision = decide(facts(coupon(programme), app=WITHDRAWN), programme=programme)
    assert verdict(decision) == ("A", "pending", None, "special_site")


@pytest.mark.parametrize(
    ("programme", "phone", "email", "reached"),
    [
        ("yamanashi", True, False, True),
        ("yamanashi", False, True, False),
        ("kumamoto", False, True, True),
        ("iwate", True, False, True),
        ("nara", False, False, False),
    ],
)
def test_18_silence_about_people_without_a_contact_is_for_a_person(
    programme: str, phone: bool, email: bool, reached: bool
) -> None:
    claim = facts(coupon(programme), app=IN_APP._replace(phone=phone, email=email))
    decision = decide(claim, programme=programme)
    assert verdict(decision) == (
        ("A", "eligible", 1000, "automatic") if reached else ("A", "refer", None, "call_centre")
    )
    assert doubts(decision) == ([] if reached else ["app.unreachable"])


@pytest.mark.parametrize(
    ("programme", "app", "outcome", "contested"),
    [
        ("kumamoto", ON_PAPER, "eligible", ["transfer.offered"]),
        ("kumamoto", IN_APP, "eligible", ["transfer.offered"]),
        ("iwate", IN_APP, "eligible", ["transfer.offered"]),
        ("yamanashi", ON_PAPER, "eligible", []),
        ("yamanashi", IN_APP, "refer", ["transfer.not_offered"]),
        ("nara", ON_PAPER, "refer", ["transfer.silent"]),
        ("nara", IN_APP, "refer", ["transfer.silent"]),
    ],
)
def test_19_a_transfer_is_offered_where_the_bulletin_offers_it(
    programme: str, app: object, outcome: str, contested: list[str]
) -> None:
    application = applied(items=(*FULL_ITEMS[programme], *BANK_ITEMS))
    claim = facts(coupon(programme), app=app, wants=TRANSFER, site_application=application)
    decision = decide(claim, programme=programme)
    assert (decision.outcome, doubts(decision)) == (outcome, contested)
    assert decision.route == ("special_site" if outcome == "eligible" else "call_centre")


def test_19_for_a_restored_b_the_note_on_transfers_is_in_its_own_part() -> None:
    restored = coupon(balances=balances(0, 500), payments=(payment(),))
    claim = facts(restored, wants=TRANSFER, outage=OUTAGE, restored_at=jst("2023-03-18T10:00:00"))
    decision = decide(claim._replace(site_application=applied(items=BANK_ITEMS)))
    assert verdict(decision) == ("B", "eligible", 500, "special_site")
    assert doubts(decision) == []


def test_19_a_late_app_user_does_not_lose_the_points() -> None:
    claim = facts(coupon(), wants=TRANSFER, site_application=applied("2023-05-01T00:00:00", BANK_ITEMS))
    decision = decide(claim, JUNE_5)
    assert verdict(decision) == ("A", "refer", None, "call_centre")
    assert doubts(decision) == ["transfer.offered", "transfer.late"]
    assert decide(facts(coupon(), wants=TRANSFER), JUNE_5).outcome == "refer"


@pytest.mark.parametrize("given", [None, (), ("bank_account", "identity")])
def test_19_a_transfer_needs_its_own_items(given: tuple[str, ...] | None) -> None:
    application = None if given is None else applied(items=given)
    decision = decide(facts(coupon(), wants=TRANSFER, site_application=application))
    assert verdict(decision) == ("A", "pending", None, "special_site")
    rule = "transfer.no_application" if given is None else "transfer.items_missing"
    assert [step.rule for step in decision.trace if step.result == "open"] == [rule]


@pytest.mark.parametrize(
    ("arrived", "expected"),
    [
        (True, ("A", "ineligible", None, "automatic")),
        (False, ("A", "refer", None, "call_centre")),
        (None, ("A", "refer", None, "call_centre")),
    ],
)
def test_20_only_a_link_that_arrived_lapses(arrived: bool | None, expected: object) -> None:
    decision = decide(facts(coupon(), payout_link=link(arrived)), JUNE_5)
    assert verdict(decision) == expected
    contested = {True: [], False: ["link.not_arrived"], None: ["link.arrival_unknown"]}[arrived]
    assert doubts(decision) == contested


@pytest.mark.parametrize("programme", ["kumamoto", "iwate", "nara"])
def test_21_each_item_that_is_asked_can_be_missing(programme: str) -> None:
    for missing in FULL_ITEMS[programme]:
        items = tuple(item for item in FULL_ITEMS[programme] if item != missing)
        claim = facts(coupon(programme), app=ON_PAPER, site_application=applied(items=items))
        assert decide(claim, programme=programme).outcome == "pending", missing


def test_21_yamanashi_asks_for_no_items_and_may_not_be_given_another_list() -> None:
    claim = facts(coupon("yamanashi"), app=ON_PAPER)
    reachable = decide(claim._replace(site_application=applied(items=("contact",))), programme="yamanashi")
    unreachable = decide(claim._replace(site_application=applied(items=("name",))), programme="yamanashi")
    assert (reachable.amount, doubts(reachable)) == (1000, [])
    assert (unreachable.amount, doubts(unreachable)) == (1000, ["paper.items_silent"])


@pytest.mark.parametrize(
    ("programme", "expected", "contested"),
    [
        ("kumamoto", ("A", "pending", None, "special_site"), []),
        ("iwate", ("A", "pending", None, "special_site"), []),
        ("nara", ("A", "pending", None, "special_site"), []),
        ("yamanashi", ("A", "refer", None, "call_centre"), ["paper.lost_silent"]),
    ],
)
def test_22_a_lost_sheet_without_its_number(programme: str, expected: object, contested: list[str]) -> None:
    lost = coupon(programme, lost=True, number_known=False)
    claim = facts(lost, app=ON_PAPER, site_application=applied(items=FULL_ITEMS[programme]))
    decision = decide(claim, programme=programme)
    assert verdict(decision) == expected
    assert doubts(decision) == contested


@pytest.mark.parametrize("programme", ALL)
def test_22_a_number_not_given_of_a_sheet_in_hand_is_asked_for(programme: str) -> None:
    claim = facts(coupon(programme, number_known=False), app=ON_PAPER)
    decision = decide(claim._replace(site_application=applied(items=FULL_ITEMS[programme])), programme=programme)
    assert verdict(decision) == ("A", "pending", None, "special_site")


def test_23_coupons_are_tested_alone_and_added() -> None:
    claim = facts(coupon(), coupon(yen=2000), coupon(yen=700, expires_at=jst("2023-02-25T23:59:00")))
    decision = decide(claim)
    assert verdict(decision) == ("A", "eligible", 3000, "automatic")
    assert [line.yen for line in decision.lines] == [1000, 2000, None]


@pytest.mark.parametrize("named", [False, None])
@pytest.mark.parametrize("programme", ALL)
def test_24_somebody_else_than_the_traveller_is_referred_everywhere(programme: str, named: bool | None) -> None:
    decision = decide(facts(coupon(programme), claimant_is_named_traveller=named), programme=programme)
    assert verdict(decision) == ("none", "refer", None, "call_centre")
    ban = ("iwate.annex.transfer_ban",) if programme == "iwate" else ()
    assert decision.clauses == (f"{programme}.1.pre", f"{programme}.3", *ban)
    assert len(decision.doubts) == 1


@pytest.mark.parametrize("held", [(), (coupon(received_via_regionpay=False),)])
def test_25_who_never_got_a_coupon_is_told_whom_to_call(held: tuple[object, ...]) -> None:
    decision = decide(facts(*held))  # type: ignore[arg-type]
    assert verdict(decision) == INELIGIBLE
    assert decision.clauses == ("kumamoto.1.pre", "kumamoto.3")


def test_26_a_coupon_that_could_not_be_charged_is_paper() -> None:
    assert verdict(decide(facts(coupon(), app=ON_PAPER, site_application=applied()))) == (
        "A",
        "eligible",
        1000,
        "special_site",
    )


@pytest.mark.parametrize(
    ("tried", "expected"),
    [
        (payment(), ("B", "eligible", 500, "call_centre")),
        (payment(paid_otherwise_yen=700), ("B", "eligible", 500, "call_centre")),
        (payment(deductions=3), ("B", "eligible", 1500, "call_centre")),
        (payment(paid_otherwise_yen=0), ("none", "refer", None, "call_centre")),
        (payment(deducted_at=jst("2023-02-24T18:30:01")), ("none", "refer", None, "call_centre")),
        (payment(refused_at_till=False), ("none", "refer", None, "call_centre")),
        (payment(deducted_at=None, deductions=0), INELIGIBLE),
        (payment(deducted_at=jst("2023-02-24T09:30:00+00:00")), ("B", "eligible", 500, "call_centre")),
    ],
)
def test_27_the_three_parts_of_b1(tried: object, expected: object) -> None:
    claim = facts(docked("kumamoto", tried), outage=OUTAGE, enquiry=called())  # type: ignore[arg-type]
    assert verdict(decide(claim, MARCH_20)) == expected


@pytest.mark.parametrize(
    ("tried", "expected"),
    [
        (pressed(3, 1, 3), ("B", "eligible", 1000, "call_centre")),
        (pressed(3, 2, 3), ("B", "eligible", 500, "call_centre")),
        (pressed(2, 1, 2, unit_yen=300), ("B", "eligible", 300, "call_centre")),
        (pressed(1, 1, 3), ("none", "refer", None, "call_centre")),
        (pressed(2, 2, 3), ("none", "refer", None, "call_centre")),
        (pressed(2, 2, 2), INELIGIBLE),
        (pressed(5, 1, 1), INELIGIBLE),
        (pressed(2, 0, 1), ("B", "eligible", 500, "call_centre")),
        (pressed(1, 0, 1), ("none", "refer", None, "call_centre")),
        (pressed(3, 1, 3, deducted_at=None), INELIGIBLE),
    ],
)
def test_28_duplicates_are_b2_only_by_pressing_repeatedly(tried: object, expected: object) -> None:
    claim = facts(docked("kumamoto", tried), outage=OUTAGE, enquiry=called())  # type: ignore[arg-type]
    assert verdict(decide(claim, MARCH_20)) == expected


@pytest.mark.parametrize(("confirmed", "outcome"), [(True, "eligible"), (None, "pending"), (False, "refer")])
def test_29_the_shop_answers_is_silent_or_contradicts(confirmed: bool | None, outcome: str) -> None:
    decision = decide(facts(docked(), outage=OUTAGE, enquiry=called(confirmed=confirmed)), MARCH_20)
    assert (decision.outcome, decision.route) == (outcome, "call_centre")
    assert doubts(decision) == (["b.shop_contradicts"] if confirmed is False else [])


def test_30_an_application_before_the_balance_is_taken_is_decided_after_it() -> None:
    claim = facts(coupon(), app=ON_PAPER, site_application=applied("2023-03-25T10:00:00"))
    assert verdict(decide(claim, "2023-03-31T23:59:59")) == ("A", "pending", None, "special_site")
    assert verdict(decide(claim, "2023-04-01T00:00:00")) == ("A", "eligible", 1000, "special_site")


@pytest.mark.parametrize("yen", [1, 999, 999_999])
def test_31_a_yen_is_a_yen(yen: int) -> None:
    assert decide(facts(coupon(yen=yen))).amount == yen


@pytest.mark.parametrize("programme", ALL)
def test_32_another_prefectures_coupon_is_sent_on(programme: str) -> None:
    decision = decide(facts(coupon("chiba")), programme=programme)
    assert verdict(decision) == ("none", "refer", None, None)
    site = () if programme == "yamanashi" else (f"{programme}.2.A.paper",)
    assert (decision.clauses, decision.doubts) == ((f"{programme}.1.pre", *site), ())


def test_33_no_try_to_pay_is_asked_for() -> None:
    assert decide(facts(coupon(payments=()))).outcome == "eligible"
