"""Case B on the console: from the call to the balance, whose turn it is on each page, and who may do what."""

from __future__ import annotations

import re
from datetime import date
from typing import Any
from uuid import uuid4

import pytest
import time_machine
from django.test import Client

from claims.desk import outage_views
from claims.desk.enquiry_panel import enquiry_panel
from claims.enquiry_turns import turn_of
from claims.models import Call, Claim
from claims.moves import move
from claims.states import ClaimState
from compensation.models import (
    Coupon,
    OutageHours,
    Referral,
    ReportedRestoration,
    Restoration,
    StoreConfirmation,
    TriedPayment,
)
from compensation.referrals import referrals_of_claim
from compensation.states import EntryKind
from foundation.trail.models import AuditEvent
from tests.claims.desk.conftest import SignedIn
from tests.factories.compensation import jst
from tests.factories.enquiries import (
    IN_TIME,
    OPERATOR,
    answered,
    called,
    docked,
    examined,
    hours_set,
    of_evening,
    told_in_claim,
)
from tests.factories.settlement import booked

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("programmes")]
HOURS = {"starts_at": "２０２３／２／２４ １７：００", "ends_at": "2023/2/24 21:00", "source": "運営会社の報告書"}
PAID_IN_CASH = {"refused_at_till": "on", "paid_otherwise_yen": "１，０００円", "presses": "1", "intended": "１"}
AGREES = {"answer": "agrees", "said_by": "店長", "said_at": "", "note": ""}


@pytest.fixture(autouse=True)
def _in_march(clock: time_machine.Traveller) -> None:
    clock.move_to(IN_TIME)


def call(coupon: Coupon, **given: Any) -> dict[str, Any]:
    """What an operator types while the caller is on the line."""
    usual = {
        "key": str(uuid4()),
        "programme": coupon.programme.slug,
        "coupon_number": coupon.inquiry_number,
        "expiry": "2023年2月24日",
        "prefecture": "kumamoto",
        "shop": "見本みやげ店",
        "traveller": "yes",
        "name": "見本 花子",
        "contact": "０９０－９９９９－０００１",
        "email": "",
        "checked": ["number"],
        "content": "現金で払ったが引かれていた",
        "ask_by": "2023/3/22",
        "agreed": "on",
    }
    return usual | given


def following(claim: Claim) -> str:
    panel = enquiry_panel(Claim.objects.get(pk=claim.pk))
    return panel.turn.what.en if panel else ""


def taken_down(browser: Client, coupon: Coupon) -> Claim:
    browser.post("/console/enquiries/new/", call(coupon))
    return Claim.objects.get()


def test_from_the_call_to_the_balance(signed_in: SignedIn) -> None:
    hours_set()
    coupon, operator, leader = docked(), signed_in("operator", username="clerk"), signed_in("supervisor")
    claim = taken_down(operator, coupon)
    page = f"/console/claims/{claim.number}/"
    assert following(claim) == "Operator: take down the payments of the evening."
    [entry] = of_evening(coupon)
    assert operator.post(f"{page}payments/", PAID_IN_CASH | {"entries": [entry.pk]}).status_code == 302
    assert following(claim) == "The shop’s turn. Operator: ask it, and write its answer down."
    operator.post(f"{page}payments/{TriedPayment.objects.get().pk}/answer/", AGREES)
    assert following(claim) == "Supervisor: put the balance back."
    assert [task.what.en for task in leader.get("/console/").context["tasks"]] == ["Put the balance back."]
    assert operator.post(f"{page}restore/").status_code == 403
    assert [leader.post(f"{page}restore/").status_code for _ in range(2)] == [302, 302]
    assert (Restoration.objects.count(), following(claim)) == (1, "Nobody: it is done.")
    assert "残高を戻しました" in operator.get(page).content.decode()


def test_the_call_is_logged_with_who_asks_the_shop_by_when(signed_in: SignedIn) -> None:
    claim = taken_down(signed_in("operator", username="clerk"), docked())
    logged = Call.objects.values_list("claim", "operator", "next_action", "due_on").get()
    assert (logged[:3], str(logged[3])) == ((claim.pk, "clerk", "利用店舗へ照会する"), "2023-03-22")


def test_pressed_twice_it_is_one_claim(signed_in: SignedIn) -> None:
    typed, browser = call(docked()), signed_in("operator")
    for _ in range(2):
        browser.post("/console/enquiries/new/", typed)
    assert Claim.objects.count() == 1


@pytest.mark.parametrize(
    ("typed", "wrong"),
    [
        ({"prefecture": "nara"}, "prefecture"),
        ({"coupon_number": "12"}, "coupon_number"),
        ({"contact": "電話"}, "contact"),
        ({"expiry": "きのう"}, "expiry"),
        ({"agreed": ""}, "agreed"),
        ({"checked": []}, "checked"),
        ({"content": ""}, "content"),
        ({"programme": "iwate"}, "programme"),
    ],
)
def test_what_was_typed_is_kept_until_it_is_right(signed_in: SignedIn, typed: dict[str, Any], wrong: str) -> None:
    refused = signed_in("operator").post("/console/enquiries/new/", call(docked(), **typed))
    form = refused.context["form"]
    assert (refused.status_code, list(form.errors), form["shop"].value()) == (422, [wrong], "見本みやげ店")
    assert Claim.objects.count() == 0


def test_a_coupons_page_begins_its_enquiry(signed_in: SignedIn) -> None:
    coupon = docked()
    address = f"/console/enquiries/new/?coupon={coupon.pk}"
    browser = signed_in("operator")
    assert browser.get(address).context["form"]["coupon_number"].value() == coupon.inquiry_number
    browser.post(address, call(coupon))
    assert Claim.objects.get().coupons.get().coupon == coupon


def test_what_was_missing_is_added_and_nothing_is_shown(signed_in: SignedIn) -> None:
    hours_set()
    claim, browser = called(docked(), shop=""), signed_in("operator")
    answered(told_in_claim(claim))
    examined()
    assert following(claim) == "The caller’s turn. Operator: ask for what is missing, and write it down."
    address = f"/console/claims/{claim.number}/items/"
    assert "見本 花子" not in browser.get(address).content.decode()
    browser.post(address, {"shop": "見本みやげ店"})
    assert following(claim) == "Supervisor: put the balance back."


def test_a_payment_without_a_deduction_or_a_time_is_refused(signed_in: SignedIn) -> None:
    claim, browser = called(docked()), signed_in("operator")
    examined()
    refused = browser.post(f"/console/claims/{claim.number}/payments/", PAID_IN_CASH)
    assert (refused.status_code, list(refused.context["form"].errors)) == (422, ["entries"])


def test_each_payment_is_read_by_the_rules(signed_in: SignedIn) -> None:
    claim = called(docked())
    told_in_claim(claim)
    panel = enquiry_panel(claim)
    assert panel is not None
    assert [(one.view.en.split(":")[0], one.yen, one.answer.en) for one in panel.payments] == [
        ("Not judgeable", 0, "No answer yet")
    ]
    hours_set()
    panel = enquiry_panel(claim)
    assert panel is not None
    assert [(one.view.en.split(":")[0], one.yen) for one in panel.payments] == [("B1", 1000)]


def test_a_payment_taken_back_counts_no_more(signed_in: SignedIn) -> None:
    claim, browser = called(docked()), signed_in("operator", username="clerk")
    payment = told_in_claim(claim)
    address = f"/console/claims/{claim.number}/payments/{payment.pk}/void/"
    assert browser.post(address, {"because": ""}).status_code == 422
    browser.post(address, {"because": "別のお客様の記録"})
    assert TriedPayment.objects.values_list("voided_by", "voided_because").get() == ("clerk", "別のお客様の記録")
    assert following(claim) == "Operator: take down the payments of the evening."


def test_an_answer_says_who_when_and_who_typed_it(signed_in: SignedIn) -> None:
    claim, browser = called(docked()), signed_in("operator", username="clerk")
    address = f"/console/claims/{claim.number}/payments/{told_in_claim(claim).pk}/answer/"
    assert list(browser.post(address, AGREES | {"said_at": "2023/3/21 10:00"}).context["form"].errors) == ["said_at"]
    browser.post(address, AGREES | {"said_at": "2023/3/19 15:00", "note": "控えを確認"})
    answer = StoreConfirmation.objects.get()
    assert Call.objects.filter(followed_by__speaker="store").count() == 1
    assert (answer.answer, answer.said_by, answer.recorded_by, answer.note) == ("agrees", "店長", "clerk", "控えを確認")


def test_a_contradiction_waits_for_a_supervisor_who_declines(signed_in: SignedIn) -> None:
    hours_set()
    claim = called(docked())
    answered(told_in_claim(claim), "contradicts")
    examined()
    address = f"/console/referrals/{Referral.objects.get().pk}/"
    decided = {"because": "店舗の控えと一致しない", "then": "declined"}
    assert signed_in("operator").post(address, decided).status_code == 422
    signed_in("supervisor", username="lead").post(address, decided)
    claim.refresh_from_db()
    assert (claim.state, claim.closed_as, Referral.objects.get().closed_by) == ("closed", "declined", "lead")


def test_a_supervisor_may_ask_to_decide_again(signed_in: SignedIn) -> None:
    hours_set()
    claim = called(docked())
    payment = told_in_claim(claim)
    answered(payment, "contradicts")
    examined()
    answered(payment, "agrees", at=IN_TIME)
    address = f"/console/referrals/{Referral.objects.get().pk}/"
    signed_in("operator").post(address, {"because": "店舗が控えを見つけた", "then": "again"})
    examined()
    assert following(claim) == "Supervisor: put the balance back."


def test_hours_unset_set_and_released_by_another(signed_in: SignedIn) -> None:
    claim = called(docked())
    answered(told_in_claim(claim))
    examined()
    operator, first, second = signed_in("operator"), signed_in("supervisor"), signed_in("supervisor")
    assert "未設定" in operator.get("/console/hours/").content.decode()
    assert operator.post("/console/hours/kumamoto/", HOURS).status_code == 403
    assert first.post("/console/hours/kumamoto/", HOURS | {"ends_at": "2023/2/24 16:00"}).status_code == 422
    first.post("/console/hours/kumamoto/", HOURS)
    stated = OutageHours.objects.get()
    release = f"/console/hours/{stated.pk}/release/"
    assert [len(browser.get("/console/").context["tasks"]) for browser in (operator, first, second)] == [1, 1, 2]
    assert operator.post(release).status_code == 403
    first.post(release)
    assert OutageHours.objects.get().released_by == ""
    second.post(release)
    examined()
    assert following(claim) == "Supervisor: put the balance back."
    assert AuditEvent.objects.filter(action__startswith="outage.").count() == 2


def test_the_waiting_list_holds_who_waits(signed_in: SignedIn) -> None:
    hours_set("yamanashi")
    claim = called(docked("yamanashi"))
    answered(told_in_claim(claim))
    examined()
    mine, stranger = signed_in("operator", offices=("yamanashi",)), signed_in("operator")
    assert [[row for row, *_ in browser.get("/console/waiting/").context["rows"]] for browser in (mine, stranger)] == [
        [claim],
        [],
    ]
    assert list(mine.get("/console/waiting/?programme=kumamoto").context["rows"]) == []


def test_the_waiting_list_goes_on(signed_in: SignedIn, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(outage_views, "A_PAGE", 2)
    claims = [called(docked(), coupon_number=None, contact=f"+81909999000{at}") for at in range(3)]
    examined()
    browser = signed_in("operator")
    first = browser.get("/console/waiting/").context
    assert [row for row, *_ in first["rows"]] == claims[:2]
    move([claims[1].pk], ClaimState.CLOSED, detail="tests", by=OPERATOR, closed_as="withdrawn")
    rest = browser.get(f"/console/waiting/?after={first['after']}").context
    assert ([row for row, *_ in rest["rows"]], rest["after"]) == (claims[2:], None)
    assert len(browser.get("/console/waiting/?after=unknown").context["rows"]) == 2


def test_the_waiting_list_says_what_is_next_and_by_when(signed_in: SignedIn) -> None:
    hours_set()
    claim = called(docked())
    told_in_claim(claim)
    examined()
    [(row, whom, turn)] = signed_in("operator").get("/console/waiting/").context["rows"]
    assert (row, whom.en) == (claim, "The shop")
    assert turn.what.en == "The shop’s turn. Operator: ask it, and write its answer down."
    assert (turn.due_on, turn.set_a_day) == (date(2023, 3, 20), False)


def test_a_balance_is_to_be_put_back_by_the_last_day() -> None:
    hours_set()
    claim = called(docked())
    answered(told_in_claim(claim))
    examined()
    assert turn_of(Claim.objects.get(pk=claim.pk)).due_on == date(2023, 3, 31)


@pytest.mark.parametrize("page", ["", "items/", "payments/", "payments/{}/answer/", "payments/{}/void/", "restore/"])
def test_a_stranger_finds_nothing(signed_in: SignedIn, page: str) -> None:
    claim = called(docked())
    address = f"/console/claims/{claim.number}/{page.format(told_in_claim(claim).pk)}"
    stranger = signed_in("supervisor", offices=("nara",))
    assert (stranger.get(address).status_code, stranger.get("/console/enquiries/new/?coupon=1").status_code) == (
        404, 404,
    )  # fmt: skip


def test_a_stranger_sets_no_hours(signed_in: SignedIn) -> None:
    stated = hours_set()
    stranger = signed_in("supervisor", offices=("nara",))
    assert stranger.post("/console/hours/kumamoto/", HOURS).status_code == 404
    assert stranger.post(f"/console/hours/{stated.pk}/release/").status_code == 404


def test_the_last_referral_of_a_claim_is_not_closed_without_a_way_on(signed_in: SignedIn) -> None:
    claim = called(docked())
    answered(told_in_claim(claim))
    examined()
    row, browser = Referral.objects.get(), signed_in("supervisor")
    page = f"/console/referrals/{row.pk}/"
    assert browser.post(page, {"because": "確認した", "then": "stays"}).status_code == 422
    assert (Referral.objects.get().closed_at, Claim.objects.get().state) == (None, "referred")
    other = Referral.objects.create(
        programme=claim.programme, about_claim=claim.pk, reason="escalated", opened_at=IN_TIME
    )
    assert browser.post(page, {"because": "確認した", "then": "stays"}).status_code == 302
    assert [found.pk for found in Referral.objects.filter(closed_at=None)] == [other.pk]


@pytest.mark.parametrize("role", ["operator", "supervisor"])
def test_what_becomes_of_a_claim_is_not_chosen_before_somebody_chooses(signed_in: SignedIn, role: str) -> None:
    claim = called(docked())
    answered(told_in_claim(claim))
    examined()
    page, browser = f"/console/referrals/{Referral.objects.get().pk}/", signed_in(role)
    assert re.findall(r'<input type="radio"[^>]*checked', browser.get(page).content.decode()) == []
    answer = browser.post(page, {"because": "確認した"})
    shown = answer.content.decode()
    assert (answer.status_code, "申請の扱いを選んでください。" in shown, "確認した" in shown) == (422, True, True)
    assert (Referral.objects.get().closed_at, Claim.objects.get().state) == (None, "referred")


def test_a_referral_says_whose_turn_it_is_and_by_when(signed_in: SignedIn, clock: time_machine.Traveller) -> None:
    claim = called(docked())
    told_in_claim(claim)
    examined()
    [waiting] = signed_in("operator").get("/console/referrals/").context["rows"]
    assert (waiting.turn.who.en, waiting.turn.due_on, waiting.turn.is_last) == ("Supervisor", date(2023, 3, 27), False)
    clock.move_to(jst(2023, 3, 28, 10))
    Referral.objects.filter(pk=waiting.row.pk).update(opened_at=jst(2023, 3, 28, 10))
    [waiting] = signed_in("operator").get("/console/referrals/").context["rows"]
    assert (waiting.turn.due_on, waiting.turn.is_last) == (date(2023, 3, 31), True)


def test_another_sum_of_the_operator_is_referred_at_the_press(signed_in: SignedIn) -> None:
    hours_set()
    coupon = docked()
    claim = called(coupon)
    answered(told_in_claim(claim))
    examined()
    booked(coupon, EntryKind.RESTORATION, 400, IN_TIME)
    browser = signed_in("supervisor")
    browser.post(f"/console/claims/{claim.number}/restore/")
    assert (Restoration.objects.count(), Claim.objects.get().state) == (0, "referred")
    assert [row.reason for row in referrals_of_claim(claim.pk).filter(closed_at=None)] == ["restored_otherwise"]


def test_the_operators_own_entry_stands_beside_the_ledger(signed_in: SignedIn) -> None:
    coupon = docked()
    ReportedRestoration.objects.create(
        programme=coupon.programme, coupon=coupon, entry_id="OP-77", at=IN_TIME, yen=1000, recorded_at=IN_TIME
    )
    page = signed_in("operator").get(f"/console/coupons/{coupon.pk}/").content.decode()
    assert ("OP-77" in page, "二重には記帳しません" in page) == (True, True)


def test_a_referral_for_want_of_hours_leads_to_them(signed_in: SignedIn) -> None:
    claim = called(docked())
    answered(told_in_claim(claim))
    examined()
    page = signed_in("supervisor").get(f"/console/referrals/{Referral.objects.get().pk}/").content.decode()
    assert "障害の時間帯を設定する画面へ" in page
