"""Bank transfers at the desk: the queue, each act, who sees how much, and who may not."""

from __future__ import annotations

import re
from collections.abc import Callable
from datetime import date

import pytest
import time_machine
from django.test import Client

from compensation.models import Payout
from compensation.reconciling import reconcile
from compensation.states import PayoutState
from compensation.transfers.models import TransferRequest
from compensation.transfers.queries import count_and_yen, of_state
from compensation.transfers.requests import ask_for_payout
from compensation.transfers.states import AskedAt
from foundation.trail.models import AuditEvent
from notifications.models import Message
from tests.claims.desk.conftest import SignedIn
from tests.factories.cases import Case, paid_case
from tests.factories.claims import received
from tests.factories.compensation import jst
from tests.factories.transfers import HOLDER, TYPED, banks, wanted

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("programmes")]
LIST = "/console/transfers/"
Made = Callable[..., TransferRequest]


@pytest.fixture(autouse=True)
def _banks(db: None) -> None:
    banks()


def opened(key: str = "kumamoto-3", state: str = PayoutState.OPENED) -> Case:
    case = paid_case(key, state=state)
    Payout.objects.filter(pk=case.payout.pk).update(collect_by=date(2023, 5, 31))
    case.payout.refresh_from_db()
    return case


@pytest.fixture
def made() -> Made:
    """A request of the holder of a payout; `changes` of what they typed."""

    def make(key: str = "kumamoto-3", **changes: str) -> TransferRequest:
        return ask_for_payout(opened(key).payout, wanted(AskedAt.PAYOUT_PAGE, **changes), by=HOLDER)

    return make


def page(browser: Client, request: TransferRequest, *more: str) -> str:
    return browser.get(address(request, *more)).content.decode()


def address(request: TransferRequest, *more: str) -> str:
    return "/".join([f"/console/transfers/{request.pk}", *more, ""])


def check(browser: Client, request: TransferRequest) -> int:
    ticks = {"bank_account": "on", "identity": "on", "lodging": "on"}
    return browser.post(address(request, "act", "check"), ticks).status_code


def stands(request: TransferRequest) -> str:
    request.refresh_from_db()
    return request.state


def test_from_the_queue_to_the_list_for_payment(signed_in: SignedIn, made: Made) -> None:
    request = made()
    operator, leader = signed_in("operator"), signed_in("supervisor")
    assert "あなたの番" in operator.get(LIST).content.decode()
    assert "銀行振込の申請を確認してください。" in operator.get("/console/").content.decode()
    assert check(operator, request) == 302
    assert "あなたの番" not in operator.get(LIST).content.decode()
    assert "振込予定に載せてください" in leader.get("/console/").content.decode()
    assert "この画面から取り消すことはできません" in page(leader, request, "act", "list")
    leader.post(address(request, "act", "list"))
    assert stands(request) == "listed"
    shown = leader.get(LIST).content.decode()
    assert ("合計 2,000円" in shown, "2023年5月11日（木）から" in shown) == (True, True)


def test_the_sum_of_the_list_ties_out_with_the_proof(signed_in: SignedIn, made: Made) -> None:
    operator, leader = signed_in("operator"), signed_in("supervisor")
    for _ in range(3):
        request = made()
        check(operator, request)
        leader.post(address(request, "act", "list"))
    made()
    [balance] = [one for one in reconcile() if one.programme == "kumamoto"]
    listed = count_and_yen(of_state([request.programme], "listed"))
    waiting = count_and_yen(of_state([request.programme], "requested"))
    assert (listed, waiting, balance.by_transfer, balance.holds) == ((3, 6000), (1, 2000), 8000, True)


def test_every_item_is_compared_before_it_is_checked(signed_in: SignedIn, made: Made) -> None:
    request, operator = made(), signed_in("operator")
    response = operator.post(address(request, "act", "check"), {"bank_account": "on", "identity": "on"})
    assert (response.status_code, stands(request)) == (422, "requested")


def test_what_is_compared_and_with_what(signed_in: SignedIn, made: Made) -> None:
    shown = page(signed_in("operator"), made())
    assert [part in shown for part in ("一覧にあります", "一致します", "発行施設：ホテル試験")] == [True] * 3


@pytest.mark.parametrize(
    ("changes", "finding"),
    [
        ({"identity_name": "鈴木　一郎"}, "一致しません。理由を確かめてください"),
        ({"holder": "スズキ　イチロウ"}, "一致しません。理由を確かめてください"),
        (
            {"hand_bank_code": "7777", "hand_bank_name": "甲", "hand_branch_code": "123", "hand_branch_name": "乙"},
            "一覧にありません",
        ),
    ],
)
def test_what_does_not_agree_stands_out(signed_in: SignedIn, made: Made, changes: dict[str, str], finding: str) -> None:
    shown = page(signed_in("operator"), made(**changes))
    assert (finding in shown, "chip-bad" in shown) == (True, True)


def test_personal_data_is_masked_and_each_look_is_one_row(signed_in: SignedIn, made: Made) -> None:
    request, leader = made(), signed_in("supervisor")
    hidden = page(leader, request)
    assert [part in hidden for part in ("0123456", "ﾔﾏﾀﾞ ﾊﾅｺ", "山田 花子", "千代田")] == [False] * 4
    names = leader.post(address(request, "show")).content.decode()
    assert [part in names for part in ("0123456", "ﾔﾏﾀﾞ ﾊﾅｺ", "千代田")] == [False, True, True]
    account = leader.post(address(request, "account")).content.decode()
    assert [part in account for part in ("0123456", "千代田")] == [True, False]
    looks = AuditEvent.objects.filter(action="viewed", subject_kind="transfer", subject_ref=str(request.reference))
    assert [event.detail["fields"] for event in looks.order_by("pk")] == [
        ["holder", "identity", "lodging"],
        ["account"],
    ]


def test_a_get_of_what_is_shown_shows_nothing(signed_in: SignedIn, made: Made) -> None:
    request, leader = made(), signed_in("supervisor")
    assert [leader.get(address(request, part)).status_code for part in ("show", "account")] == [302, 302]
    assert AuditEvent.objects.filter(action="viewed").count() == 0


def test_an_operator_sees_no_whole_account_and_lists_nothing(signed_in: SignedIn, made: Made) -> None:
    request, operator = made(), signed_in("operator")
    check(signed_in("operator"), request)
    refused = [operator.post(address(request, *part)).status_code for part in (("account",), ("act", "list"))]
    refused.append(operator.post(address(request, "act", "refuse"), {"because": "x"}).status_code)
    assert (refused, stands(request)) == ([403] * 3, "checked")


def test_whoever_checked_does_not_list_through_the_page(signed_in: SignedIn, made: Made) -> None:
    request, leader = made(), signed_in("supervisor")
    check(leader, request)
    assert "振込予定に載せる" not in page(leader, request)
    leader.post(address(request, "act", "list"))
    assert stands(request) == "checked"


@pytest.mark.parametrize("role", ["operator", "supervisor"])
def test_another_office_sees_nothing(signed_in: SignedIn, made: Made, role: str) -> None:
    request, stranger = made(), signed_in(role, offices=("nara",))
    codes = {stranger.get(address(request, *part)).status_code for part in ((), ("act", "check"))}
    codes.add(stranger.post(address(request, "show")).status_code)
    assert codes == {404}
    assert str(request.payout.number) not in stranger.get(LIST).content.decode()  # type: ignore[union-attr]


def test_prefecture_officers_and_visitors_are_kept_out(signed_in: SignedIn, made: Made) -> None:
    request = made()
    assert signed_in("prefecture_officer").get(address(request)).status_code == 403
    assert Client().get(address(request)).status_code == 302


def test_a_question_to_the_applicant(signed_in: SignedIn, made: Made) -> None:
    request, operator = made(), signed_in("operator")
    operator.post(address(request, "act", "ask-back"), {"lacking": ["identity"], "question": "お名前の漢字は？"})
    assert stands(request) == "incomplete"
    assert "申請者の回答待ち" in page(operator, request)


def test_a_second_question_waits_for_the_answer_and_is_not_lost(signed_in: SignedIn, made: Made) -> None:
    request, operator = made(), signed_in("operator")
    asked = {"lacking": ["identity"], "question": "お名前の漢字は？"}
    for _ in range(2):
        operator.post(address(request, "act", "ask-back"), asked)
    assert Message.objects.filter(purpose="transfer_incomplete").count() == 1
    other = {"lacking": ["lodging"], "question": "宿泊日は？"}
    answer = signed_in("operator").post(address(request, "act", "ask-back"), other)
    page = answer.content.decode()
    assert (answer.status_code, "先に送った質問の回答を待っています。" in page, "宿泊日は？" in page) == (
        422,
        True,
        True,
    )
    assert (stands(request), request.question) == ("incomplete", "お名前の漢字は？")


def test_a_refusal_with_its_reason(signed_in: SignedIn, made: Made) -> None:
    request, leader = made(), signed_in("supervisor")
    assert leader.post(address(request, "act", "refuse"), {"because": ""}).status_code == 422
    leader.post(address(request, "act", "refuse"), {"because": "名義が違います。"})
    assert (stands(request), request.ended_because) == ("refused", "名義が違います。")


def test_an_altered_row_is_shown_as_such_and_not_checked(signed_in: SignedIn, made: Made) -> None:
    one, other, operator = made(), made(), signed_in("operator")
    TransferRequest.objects.filter(pk=one.pk).update(details_sealed=other.details_sealed)
    assert "書き換えられた可能性があります" in page(operator, one)


class TestTakenDown:
    """At the desk itself: the same form, the same deadline."""

    def send(self, browser: Client, where: str) -> None:
        browser.post(where, TYPED)
        shown = re.search(r'name="shown" value="(\w+)"', browser.get(f"{where}confirm/").content.decode())
        assert shown
        browser.post(f"{where}confirm/", {"shown": shown[1]})

    def test_for_a_payout(self, signed_in: SignedIn) -> None:
        case, operator = opened(state=PayoutState.RELEASED), signed_in("operator")
        assert "銀行振込の申請を受け付ける" in operator.get(f"/console/payouts/{case.payout.number}/").content.decode()
        self.send(operator, f"/console/transfers/new/payout/{case.payout.number}/")
        request = TransferRequest.objects.get()
        assert (request.asked_in, request.payout_id) == ("desk", case.payout.pk)
        assert check(operator, request) == 422
        assert stands(request) == "requested"

    def test_sent_twice_the_request_that_stands_is_shown(self, signed_in: SignedIn) -> None:
        case, operator = opened(state=PayoutState.RELEASED), signed_in("operator")
        where = f"/console/transfers/new/payout/{case.payout.number}/"
        self.send(operator, where)
        request = TransferRequest.objects.get()
        again = operator.post(f"{where}confirm/", {"shown": "x"})
        assert (again.status_code, again["Location"]) == (302, f"/console/transfers/{request.pk}/")
        stranger = signed_in("operator", offices=("nara",))
        assert stranger.post(f"{where}confirm/", {"shown": "x"}).status_code == 404

    def test_for_a_claim(self, signed_in: SignedIn) -> None:
        claim, operator = received(), signed_in("operator")
        assert "銀行振込の申請を受け付ける" in operator.get(f"/console/claims/{claim.number}/").content.decode()
        self.send(operator, f"/console/transfers/new/claim/{claim.number}/")
        assert TransferRequest.objects.get().claim_number == claim.number

    def test_a_colleague_does_not_read_what_was_not_sent(self, signed_in: SignedIn) -> None:
        where = f"/console/transfers/new/payout/{opened().payout.number}/"
        signed_in("operator").post(where, {**TYPED, "find": "1"})
        assert "やまだ" not in signed_in("operator").get(where).content.decode()

    def test_after_the_deadline_a_supervisor_says_why(self, signed_in: SignedIn, clock: time_machine.Traveller) -> None:
        case = opened()
        clock.move_to(jst(2023, 5, 2, 10))
        where = f"/console/transfers/new/payout/{case.payout.number}/"
        operator, leader = signed_in("operator"), signed_in("supervisor")
        assert "責任者に引き継いでください" in operator.get(where).content.decode()
        operator.post(where, {"because": "入院していた"})
        assert operator.get(f"{where}confirm/")["Location"] == where
        leader.post(where, {"because": "入院していた"})
        self.send(leader, where)
        assert TransferRequest.objects.get().late_because == "入院していた"

    @pytest.mark.parametrize("key", ["nara-3", "yamanashi-1"])
    def test_where_none_is_offered(self, signed_in: SignedIn, key: str) -> None:
        case = opened(key)
        operator = signed_in("operator", offices=("nara", "yamanashi"))
        assert operator.get(f"/console/transfers/new/payout/{case.payout.number}/").status_code == 404
        assert (
            "銀行振込の申請を受け付ける" not in operator.get(f"/console/payouts/{case.payout.number}/").content.decode()
        )

    def test_of_another_office(self, signed_in: SignedIn) -> None:
        case = opened()
        stranger = signed_in("operator", offices=("nara",))
        assert stranger.get(f"/console/transfers/new/payout/{case.payout.number}/").status_code == 404
