"""The documentation's campaign, which nobody has seen, decided with no change of code; and its second bulletin."""

from __future__ import annotations

from datetime import date, datetime

import pytest

from compensation.policy import coupons
from compensation.policy.bulletin import Bulletin
from compensation.policy.coupons.facts import App, BalanceAt, Coupon, CouponFacts, Enquiry, Outage, Wants
from compensation.policy.decision import Decision
from compensation.policy.stages import StageError, in_force, in_order
from tests.compensation.bulletins.example import changed, read, without_section
from tests.compensation.policy.making import (
    IN_APP,
    ON_PAPER,
    POINTS,
    TRANSFER,
    applied,
    doubts,
    facts,
    jst,
    link,
    payment,
    pressed,
    verdict,
)

AFTER = "2023-12-20T12:00:00"
FIRST = read()
# What would be granted goes to a person because of the condition on residence; most tests look behind it.
OPEN_TO_ALL = read(without_section("[persons.conditions]"))
ITEMS = ("name", "ferry_ticket")
EMAIL_ONLY = IN_APP._replace(phone=False)


def coupon(yen: int = 500, expires: str = "2023-11-09T23:59:00", **changes: object) -> Coupon:
    held = (BalanceAt(jst("2023-11-13T09:00:00"), yen), BalanceAt(jst("2023-12-16T00:00:00"), yen))
    made = Coupon("niigata", True, True, jst(expires), True, False, held, ())
    return made._replace(**changes)  # type: ignore[arg-type]


def decide(claim: CouponFacts, at: str = AFTER, bulletin: Bulletin = OPEN_TO_ALL) -> Decision:
    return coupons.decide(claim, bulletin, jst(at))


@pytest.mark.parametrize(
    ("expires", "yen", "case"),
    [
        ("2023-11-07T23:59:59", 500, "none"),
        ("2023-11-08T00:00:00", 500, "A"),
        ("2023-11-10T23:59:59", 100, "A"),
        ("2023-11-10T23:59:59", 99, "none"),
        ("2023-11-11T00:00:00", 500, "none"),
    ],
)
def test_expiry_is_a_range_and_the_least_balance_its_own(expires: str, yen: int, case: str) -> None:
    assert decide(facts(coupon(yen, expires))).case == case


def test_a_condition_on_persons_is_for_a_person() -> None:
    decision = decide(facts(coupon()), bulletin=FIRST)
    assert verdict(decision) == ("A", "refer", None, "call_centre")
    assert {"awashima.residence", "awashima.desk"} - set(decision.clauses) == set()


def test_a_condition_on_persons_refuses_nothing_and_hurries_nothing() -> None:
    assert decide(facts(coupon(99)), bulletin=FIRST).outcome == "ineligible"
    assert decide(facts(coupon()), "2023-12-15T23:59:59", FIRST).outcome == "pending"


def test_the_third_extension_is_the_one_that_runs() -> None:
    decision = decide(facts(coupon()), "2023-12-15T23:59:59")
    assert verdict(decision) == ("A", "pending", None, "automatic")
    assert "awashima.longer" in decision.clauses


def test_without_extensions_the_sum_waits_only_for_its_instant() -> None:
    text = without_section("[persons.conditions]")
    for _ in range(3):
        text = without_section("[extensions]", text)
    bare = read(text)
    assert bare.extensions == ()
    assert decide(facts(coupon()), "2023-12-15T23:59:59", bare).outcome == "pending"
    assert decide(facts(coupon()), "2023-12-16T00:00:00", bare).outcome == "eligible"


@pytest.mark.parametrize(
    ("at", "case"),
    [
        ("2023-11-10T12:00:00", "B"),
        ("2023-11-10T13:30:00", "none"),
        ("2023-11-10T15:00:00", "none"),
        ("2023-11-10T18:59:59", "B"),
        ("2023-11-10T19:00:00", "none"),
    ],
)
def test_hours_stated_in_the_bulletin_hold_in_each_window(at: str, case: str) -> None:
    assert decide(facts(coupon(0, payments=(payment(at),)))).case == case


def test_hours_that_contradict_the_bulletin_are_for_a_person() -> None:
    own = Outage(jst("2023-11-10T12:00:00"), jst("2023-11-10T13:30:00"))
    decision = decide(facts(coupon(0, payments=(payment("2023-11-10T12:30:00"),)), outage=own))
    assert verdict(decision) == ("none", "refer", None, "call_centre")
    assert "b.hours_contradicted" in [step.rule for step in decision.trace]


def test_hours_that_agree_with_the_bulletins_only_window_hold() -> None:
    window = "    { starts_at = 2023-11-10T18:00:00, ends_at = 2023-11-10T19:00:00 },\n"
    one_window = read(changed((window, "")))
    own = Outage(jst("2023-11-10T12:00:00"), jst("2023-11-10T13:30:00"))
    claim = facts(coupon(0, payments=(payment("2023-11-10T12:30:00"),)), outage=own)
    assert decide(claim, bulletin=one_window).case == "B"


def called(at: str, confirmed: bool | None = True) -> Enquiry:
    return Enquiry(jst(at), frozenset(("coupon_number", "receipt_photo")), confirmed)


@pytest.mark.parametrize(
    ("at", "expected"),
    [
        ("2023-12-20T16:59:59", ("B", "eligible", 1000, "call_centre")),
        ("2023-12-20T17:00:00", ("B", "ineligible", None, "call_centre")),
    ],
)
def test_b_is_paid_out_upon_a_call_in_time(at: str, expected: object) -> None:
    claim = facts(coupon(0, payments=(pressed(at="2023-11-10T12:30:00"),)), enquiry=called(at))
    decision = decide(claim, "2024-01-10T12:00:00")
    assert verdict(decision) == expected
    assert decision.remedy == ("pay" if decision.amount else None)


def test_what_an_addendum_added_decides_like_the_rest() -> None:
    [addendum] = FIRST.addenda
    claim = facts(coupon(0, payments=(pressed(at="2023-11-10T12:30:00"),)), enquiry=called("2023-12-20T17:00:00"))
    decision = decide(claim, "2024-01-10T12:00:00")
    assert (addendum.day, addendum.clauses, decision.outcome) == (
        date(2023, 11, 15), ("awashima.call.until",), "ineligible",
    )  # fmt: skip
    assert set(addendum.clauses) <= set(decision.clauses)


def test_without_a_call_b_is_pending_until_the_deadline() -> None:
    claim = facts(coupon(0, payments=(pressed(at="2023-11-10T12:30:00"),)))
    assert decide(claim, "2023-12-20T16:59:59").outcome == "pending"
    assert decide(claim, "2023-12-20T17:00:00").outcome == "ineligible"


def test_a_silence_about_the_deadline_for_calls_is_no_deadline() -> None:
    stated = '{ until = 2023-12-20T17:00:00, inclusive = false, clauses = ["awashima.call.until"] }'
    silent = read(
        changed((stated, '{ silent = ["awashima.call.until"] }'), text=without_section("[persons.conditions]"))
    )
    claim = facts(coupon(0, payments=(pressed(at="2023-11-10T12:30:00"),)), enquiry=called("2024-01-10T12:00:00"))
    assert decide(claim, "2024-02-01T00:00:00", silent).outcome == "eligible"


def test_b_paid_out_and_a_are_both_owed() -> None:
    both = coupon(500, payments=(pressed(at="2023-11-10T12:30:00"),))
    decision = decide(facts(both, enquiry=called("2023-12-01T12:00:00")))
    assert verdict(decision) == ("B", "eligible", 1500, "call_centre")
    assert [(line.case, line.remedy, line.yen) for line in decision.lines] == [("B", "pay", 1000), ("A", "pay", 500)]


def test_while_the_extension_runs_b_is_paid_out_and_a_waits() -> None:
    both = coupon(500, payments=(pressed(at="2023-11-10T12:30:00"),))
    decision = decide(facts(both, enquiry=called("2023-11-20T12:00:00")), "2023-12-01T12:00:00")
    assert verdict(decision) == ("B", "eligible", 1000, "call_centre")
    assert [line.outcome for line in decision.lines] == ["eligible", "pending"]


@pytest.mark.parametrize(("app", "outcome"), [(EMAIL_ONLY, "eligible"), (IN_APP._replace(email=False), "refer")])
def test_only_e_mail_reaches_app_users(app: App, outcome: str) -> None:
    assert decide(facts(coupon(), app=app)).outcome == outcome


def test_methods_have_the_bulletins_own_names() -> None:
    assert decide(facts(coupon(), wants=Wants("points", "shimapay"))).outcome == "eligible"
    assert decide(facts(coupon(), wants=Wants("points", "paypay"))).outcome == "pending"


def test_an_item_that_nobody_else_asks_is_asked() -> None:
    claim = facts(coupon(), app=ON_PAPER)
    assert decide(claim._replace(site_application=applied("2023-12-01T10:00:00", ITEMS))).outcome == "eligible"
    assert decide(claim._replace(site_application=applied("2023-12-01T10:00:00", ITEMS[:1]))).outcome == "pending"


@pytest.mark.parametrize(
    ("received", "outcome"),
    [
        ("2023-11-20T09:59:59", "pending"),
        ("2023-11-20T10:00:00", "eligible"),
        ("2024-01-31T17:00:00", "eligible"),
        ("2024-01-31T17:00:00.000001", "ineligible"),
    ],
)
def test_a_deadline_with_an_hour_can_include_it(received: str, outcome: str) -> None:
    claim = facts(coupon(), app=ON_PAPER, site_application=applied(received, ITEMS))
    assert decide(claim, "2024-02-02T00:00:00").outcome == outcome


@pytest.mark.parametrize(
    ("used", "outcome"), [("2024-01-21T23:59:59", "eligible"), ("2024-01-22T00:00:00", "ineligible")]
)
def test_a_period_runs_from_the_sending_whose_day_does_not_count(used: str, outcome: str) -> None:
    claim = facts(coupon(), payout_link=link(used=used, sent="2023-12-22T09:00:00"))
    assert decide(claim, "2024-03-01T00:00:00").outcome == outcome


@pytest.mark.parametrize(
    ("used", "outcome"), [("2024-01-30T23:59:59", "eligible"), ("2024-01-31T00:00:00", "ineligible")]
)
def test_a_period_runs_from_the_application(used: str, outcome: str) -> None:
    application = applied("2023-12-01T10:00:00", ITEMS)
    sent = link(used=used, sent="2023-12-22T09:00:00")
    claim = facts(coupon(), app=ON_PAPER, site_application=application, payout_link=sent)
    assert decide(claim, "2024-03-01T00:00:00").outcome == outcome


@pytest.mark.parametrize(
    ("event", "last_day"),
    [("snapshot", date(2023, 12, 26)), ("site_open", date(2023, 11, 30)), ("issued", date(2023, 11, 23))],
)
def test_a_period_runs_from_an_instant_of_the_bulletin(event: str, last_day: date) -> None:
    old = "{ until = 2024-01-31T17:00:00, inclusive = true"
    bulletin = read(changed((old, f'{{ days = 10, after = "{event}"')))
    assert bulletin.paper is not None
    assert bulletin.paper.deadline.day == last_day
    assert bulletin.paper.deadline.too_late_from == jst(f"{date.fromordinal(last_day.toordinal() + 1)}T00:00:00")


@pytest.mark.parametrize(("app", "outcome"), [(ON_PAPER, "eligible"), (IN_APP, "refer")])
def test_a_transfer_is_for_paper_only(app: App, outcome: str) -> None:
    application = applied("2023-12-01T10:00:00", (*ITEMS, "bank_account"))
    claim = facts(coupon(), app=app, wants=TRANSFER, site_application=application)
    assert decide(claim).outcome == outcome


def test_an_offer_of_a_transfer_can_be_doubtful_in_either_case() -> None:
    text = changed(('routes = ["paper"]', 'routes = ["paper"]\ndoubted_cases = ["B", "A"]'))
    assert read(text).transfer.doubted_cases == ("A", "B")


def test_without_an_app_route_everybody_applies() -> None:
    bulletin = read(without_section("app", without_section("[persons.conditions]")))
    claim = facts(coupon())
    assert verdict(decide(claim, bulletin=bulletin)) == ("A", "pending", None, "special_site")
    with_application = claim._replace(site_application=applied("2023-12-01T10:00:00", ITEMS))
    assert verdict(decide(with_application, bulletin=bulletin)) == ("A", "eligible", 500, "special_site")


def test_without_a_paper_route_paper_is_for_a_person() -> None:
    text = without_section("paper.items", without_section("paper", without_section("[persons.conditions]")))
    decision = decide(facts(coupon(), app=ON_PAPER), bulletin=read(text))
    assert verdict(decision) == ("A", "refer", None, "call_centre")
    assert doubts(decision) == ["paper.no_route"]


TIMETABLE = '[timetable]\nlast_day = 2024-02-29\nweekday = "木"\nclauses = ["awashima.silence"]\n\n[contact]\n'
SILENCE = '[[clauses]]\nid = "awashima.silence"\nsection = "4"\ncontent = { ja = "期限なし", en = "No deadline." }\n\n'


@pytest.mark.parametrize(
    ("received", "outcome"), [("2024-02-29T23:59:59", "eligible"), ("2024-03-01T00:00:00", "refer")]
)
def test_a_timetable_without_a_deadline(received: str, outcome: str) -> None:
    text = changed(
        ("[contact]\n", TIMETABLE),
        ('{ until = 2024-01-31T17:00:00, inclusive = true, clauses = ["awashima.paper.until"] }', "SILENT"),
        ("SILENT", '{ silent = ["awashima.silence"] }'),
        ('[[clauses]]\nid = "awashima.desk"', SILENCE + '[[clauses]]\nid = "awashima.desk"'),
        text=without_section("[persons.conditions]"),
    )
    claim = facts(coupon(), app=ON_PAPER, site_application=applied(received, ITEMS))
    assert decide(claim, "2024-03-05T00:00:00", read(text)).outcome == outcome


SECOND_TEXT = changed(
    ('id = "awashima-1"', 'id = "awashima-2"'),
    ("stage = 1", "stage = 2"),
    ("issued = 2023-11-13", "issued = 2023-12-01"),
    ('deadline = { until = 2023-12-20T17:00:00, inclusive = false, clauses = ["awashima.call.until"] }\n', ""),
    text=without_section("[persons.conditions]"),
)


def test_the_second_bulletin_drops_the_deadline_for_calls() -> None:
    first, second = in_order([read(SECOND_TEXT), FIRST])
    claim = facts(coupon(0, payments=(pressed(at="2023-11-10T12:30:00"),)), enquiry=called("2024-01-10T12:00:00"))
    at = jst("2024-02-01T00:00:00")
    assert coupons.decide(claim, first, at).outcome == "ineligible"
    assert verdict(coupons.decide(claim, in_force((first, second), at), at)) == ("B", "eligible", 1000, "call_centre")


@pytest.mark.parametrize(
    ("at", "expected"),
    [
        ("2023-01-01T00:00:00", "awashima-1"),
        ("2023-11-30T23:59:59", "awashima-1"),
        ("2023-12-01T00:00:00", "awashima-2"),
        ("2023-11-30T15:00:00+00:00", "awashima-2"),
    ],
)
def test_the_instant_chooses_the_bulletin_in_force(at: str, expected: str) -> None:
    stages = in_order([read(SECOND_TEXT), FIRST])
    moment: datetime = jst(at)
    assert in_force(stages, moment).id == expected


@pytest.mark.parametrize(
    "changes",
    [
        [("stage = 2", "stage = 1"), ("day = 2023-11-15", "day = 2023-12-15")],
        [("issued = 2023-12-01", "issued = 2023-11-12")],
        [("issued = 2023-12-01\n", "")],
    ],
)
def test_stages_whose_order_cannot_be_told_are_refused(changes: list[tuple[str, str]]) -> None:
    with pytest.raises(StageError):
        in_order([FIRST, read(changed(*changes, text=SECOND_TEXT))])


def test_an_undated_first_bulletin_may_be_followed() -> None:
    undated = read(changed(("issued = 2023-11-13\n", "")))
    assert in_force(in_order([read(SECOND_TEXT), undated]), jst("2023-12-01T00:00:00")).id == "awashima-2"


def test_the_heading_and_the_notices_content_are_kept() -> None:
    assert (FIRST.programme, FIRST.stage, FIRST.in_force_from) == ("awashima", 1, date(2023, 11, 13))
    assert [addendum.day for addendum in FIRST.addenda] == [date(2023, 11, 15)]
    assert FIRST.contact.hours[:3] == ("09:00", "17:00", None)
    assert FIRST.senders[0].address == "noreply@awashima.example.jp"
    assert POINTS.points is None
