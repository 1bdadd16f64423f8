"""Whose turn it is, to do what, and by which day: each state of a payout, a transfer and a claim, and on the pages."""

from __future__ import annotations

from datetime import date, timedelta

import pytest
import time_machine

from claims.desk.claim_turns import turn_of_claim, turn_of_coupon
from claims.desk.payout_turns import turn_of_payout
from claims.desk.transfer_turns import turn_of
from claims.desk.turns import WITHIN
from claims.models import Claim, ClaimTransition
from compensation.models import Payout, PayoutLink
from compensation.transfers.models import TransferRequest, TransferTransition
from foundation.japan.dates import day_in_japan
from tests.claims.desk.conftest import SignedIn
from tests.factories.cases import Case, moved, paid_case, paper_coupon, received, referred
from tests.factories.compensation import jst
from tests.factories.transfers import banks, checked, listed, requested

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("programmes")]
SINCE = jst(2023, 4, 20, 10, 0)
OWN = date(2023, 4, 27)
LAST = date(2023, 5, 31)


def case_in(state: str, last: date | None = LAST) -> Case:
    case = paid_case(state="planned")
    if state != "planned":
        moved(case.payout, (state, SINCE))
    Payout.objects.filter(pk=case.payout.pk).update(collect_by=last, recorded_at=SINCE)
    case.payout.refresh_from_db()
    return case


@pytest.mark.parametrize(
    ("state", "who", "due_on", "is_own"),
    [
        ("planned", "Supervisor", OWN, True),
        ("released", "Whoever is paid", LAST, False),
        ("opened", "Whoever is paid", LAST, False),
        ("chosen", "Whoever provides the points", OWN, True),
        ("fulfilled", "Nobody", None, True),
        ("lapsed", "Nobody", None, True),
        ("returned", "Operator", OWN, True),
        ("cancelled", "Nobody", None, True),
    ],
)
def test_each_state_of_a_payout(state: str, who: str, due_on: date | None, is_own: bool) -> None:
    turn = turn_of_payout(case_in(state).payout)
    assert turn.who is not None
    assert (turn.who.en, turn.due_on, turn.is_own, turn.until) == (who, due_on, is_own, None)


def test_where_the_notice_states_no_day_the_aim_is_our_own() -> None:
    turn = turn_of_payout(case_in("released", None).payout)
    assert (turn.due_on, turn.is_own) == (OWN, True)


def test_a_locked_link_is_for_a_supervisor() -> None:
    case = case_in("released")
    PayoutLink.objects.filter(payout=case.payout).update(misses=5, locked_at=SINCE + timedelta(days=2))
    turn = turn_of_payout(case.payout)
    assert turn.who is not None
    assert (turn.who.en, turn.due_on) == ("Supervisor", date(2023, 4, 29))


def transfer_in(state: str) -> TransferRequest:
    banks()
    case = paid_case(state="opened")
    make = {"requested": requested, "checked": checked, "listed": listed, "incomplete": requested}[state]
    with time_machine.travel(SINCE, tick=False):
        row = make(case.payout)
    if state == "incomplete":
        TransferRequest.objects.filter(pk=row.pk).update(state="incomplete", question="口座名義は？")
        TransferTransition.objects.create(request=row, to_state=state, at=SINCE + timedelta(days=1), actor="tests")
    return TransferRequest.objects.get(pk=row.pk)


@pytest.mark.parametrize(
    ("state", "who", "due_on", "until"),
    [
        ("requested", "an operator, not who took it in", OWN, None),
        ("incomplete", "the applicant", date(2023, 4, 28), None),
        ("checked", "a supervisor, not who checked it", OWN, None),
        ("listed", "whoever orders transfers", None, "at the planned time"),
    ],
)
def test_each_state_of_a_transfer(state: str, who: str, due_on: date | None, until: str | None) -> None:
    turn = turn_of(transfer_in(state))
    assert turn.who is not None
    assert (turn.who.en, turn.due_on, turn.until and turn.until.en) == (who, due_on, until)


def test_a_payout_by_transfer_has_the_turn_of_its_request(signed_in: SignedIn) -> None:
    row = transfer_in("incomplete")
    assert row.payout is not None
    assert turn_of_payout(row.payout) == turn_of(row)
    browser = signed_in("operator")
    for address in (f"/console/transfers/{row.pk}/", "/console/transfers/", f"/console/payouts/{row.payout.number}/"):
        page = browser.get(address).content.decode()
        assert [words in page for words in ("申請者の回答待ち", "2023年4月28日", "センターの目安日")] == [True] * 3


def claim_in(state: str, waiting_for: str = "") -> Claim:
    claim = received(paper_coupon(inquiry_number="12345678"))
    closed = {"closed_as": "withdrawn"} if state == "closed" else {}
    Claim.objects.filter(pk=claim.pk).update(state=state, waiting_for=waiting_for, **closed)
    ClaimTransition.objects.create(claim=claim, from_state="received", to_state=state, at=SINCE, actor="tests")
    return Claim.objects.select_related("programme").get(pk=claim.pk)


@pytest.mark.parametrize(
    ("state", "waiting_for", "who", "due_on"),
    [
        ("received", "", "This portal, by itself", OWN),
        ("examining", "", "This portal, by itself", OWN),
        ("waiting", "claimant", "The applicant", OWN),
        ("waiting", "date", "This portal, by itself", OWN),
        ("referred", "", "Supervisor", OWN),
        ("decided", "", "Nobody", None),
        ("closed", "", "Nobody", None),
    ],
)
def test_each_state_of_a_claim_of_the_site(state: str, waiting_for: str, who: str, due_on: date | None) -> None:
    turn = turn_of_claim(claim_in(state, waiting_for))
    assert turn.who is not None
    assert (turn.who.en, turn.due_on) == (who, due_on)


def test_the_page_of_a_claim_says_who_and_by_when(signed_in: SignedIn) -> None:
    claim = claim_in("waiting", "claimant")
    page = signed_in("operator").get(f"/console/claims/{claim.number}/").content.decode()
    said = ("次に動く人：</strong>申請者", "2023年4月27日", "お知らせの期限ではありません")
    assert [words in page for words in said] == [True] * 3


def test_a_coupon_has_the_turn_of_what_is_open() -> None:
    paid, paper = case_in("released"), paper_coupon()
    assert turn_of_coupon(paid.coupon) == turn_of_payout(paid.payout)
    assert (turn_of_coupon(paper).until is not None, turn_of_coupon(paper).due_on) == (True, None)
    open_ = referred(paid.coupon)
    assert turn_of_coupon(paid.coupon).due_on == day_in_japan(open_.opened_at) + WITHIN


def test_search_results_say_who_and_by_when(signed_in: SignedIn) -> None:
    case = case_in("released")
    paper_coupon(inquiry_number="12345678")
    paper_coupon(inquiry_number="12345679")
    browser = signed_in("operator")
    page = browser.post("/console/search/", {"text": "1234"})
    assert [turn for _, turn in page.context["coupons"]] == [turn_of_coupon(row) for row, _ in page.context["coupons"]]
    assert page.content.decode().count("クーポンの持ち主") == 2
    assert "2023年5月31日" in browser.get(f"/console/payouts/{case.payout.number}/").content.decode()
