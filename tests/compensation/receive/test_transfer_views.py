"""A bank transfer on the payout page: asked for in two steps, shown, answered, withdrawn; and by whom not."""

from __future__ import annotations

import re
from collections.abc import Iterator
from datetime import date

import pytest
import time_machine
from django.test import Client

from compensation.models import Payout
from compensation.states import PayoutState
from compensation.transfers import checking
from compensation.transfers.models import TransferDraft, TransferRequest
from foundation.trail.actor import Actor
from tests.factories.cases import Case, paid_case
from tests.factories.collection import issue_link
from tests.factories.compensation import jst
from tests.factories.transfers import CHECKER, LEADER, TYPED, banks

pytestmark = pytest.mark.django_db
BY = Actor.system("tests")


@pytest.fixture(autouse=True)
def in_april() -> Iterator[time_machine.Traveller]:
    with time_machine.travel(jst(2023, 4, 10, 12), tick=False) as traveller:
        yield traveller


@pytest.fixture(autouse=True)
def _banks(db: None) -> None:
    banks()


def made(key: str = "kumamoto-3") -> Case:
    case = paid_case(key)
    Payout.objects.filter(pk=case.payout.pk).update(collect_by=date(2023, 5, 31))
    return case


def address(case: Case, *more: str) -> str:
    return "/".join(["/receive", case.payout.number, *more, ""])


def opened(client: Client, case: Case) -> None:
    case.link.delete()
    client.get(f"/r/{issue_link(case.payout)}/")
    client.post(address(case, "question"), {"answer": case.coupon.inquiry_number})


def asked(client: Client, case: Case, **changes: str) -> TransferRequest:
    opened(client, case)
    client.post(address(case, "transfer", "ask"), {**TYPED, **changes})
    send(client, case)
    return TransferRequest.objects.get(payout=case.payout)


def send(client: Client, case: Case) -> None:
    page = client.get(address(case, "transfer", "confirm")).content.decode()
    shown = re.search(r'name="shown" value="(\w+)"', page)
    assert shown
    client.post(address(case, "transfer", "confirm"), {"shown": shown[1]})


def text(client: Client, *where: str) -> str:
    return client.get("/".join(where)).content.decode()


def test_the_whole_way_to_a_request(client: Client) -> None:
    case = made()
    opened(client, case)
    assert "銀行振込を申請する" in text(client, address(case))
    page = text(client, address(case, "transfer", "ask"))
    assert [label in page for label in ("口座名義（カナ）", "お名前", "宿泊日")] == [True] * 3
    response = client.post(address(case, "transfer", "ask"), TYPED)
    assert (response.status_code, response["Location"]) == (302, address(case, "transfer", "confirm"))
    page = text(client, address(case, "transfer", "confirm"))
    assert [part in page for part in ("みずほ（銀行コード 0001）", "普通 0123456", "ﾔﾏﾀﾞ ﾊﾅｺ")] == [True] * 3
    send(client, case)
    assert TransferRequest.objects.get().state == "requested"
    assert client.get(address(case))["Location"] == address(case, "transfer")
    page = text(client, address(case, "transfer"))
    assert ("申請を受け付けました" in page, "5月中旬以降、順次" in page, "0123456" in page) == (True, True, False)
    assert TransferDraft.objects.count() == 0


def test_japan_post_is_converted_and_shown_back(client: Client) -> None:
    case = made()
    opened(client, case)
    post = {"place": "post", "post_symbol": "10530", "post_number": "12345671", "post_kind": "ordinary"}
    client.post(address(case, "transfer", "ask"), {**TYPED, **post})
    page = text(client, address(case, "transfer", "confirm"))
    assert [part in page for part in ("支店コード 058", "1234567", "10530-12345671")] == [True] * 3


def test_a_search_shows_what_fits_and_keeps_what_was_typed(client: Client) -> None:
    case = made()
    opened(client, case)
    typed = {**TYPED, "bank": "京都", "find": "1"}
    page = client.post(address(case, "transfer", "ask"), typed).content.decode()
    assert [part in page for part in ("京都信金（1610）", "京都中央信金（1611）", "やまだ　はなこ")] == [True] * 3
    assert TransferRequest.objects.count() == 0


def test_what_was_typed_is_there_after_an_error_and_after_closing_the_browser(client: Client) -> None:
    case = made()
    opened(client, case)
    response = client.post(address(case, "transfer", "ask"), {**TYPED, "holder": "山田花子"})
    assert (response.status_code, "東京都千代田区" in response.content.decode()) == (422, True)
    again = Client()
    opened(again, case)
    assert "東京都千代田区" in text(again, address(case, "transfer", "ask"))


def test_what_changed_in_another_tab_is_shown_before_it_is_sent(client: Client) -> None:
    case = made()
    opened(client, case)
    client.post(address(case, "transfer", "ask"), TYPED)
    response = client.post(address(case, "transfer", "confirm"), {"shown": "0" * 32})
    assert (response.status_code, TransferRequest.objects.count()) == (409, 0)


def test_sent_twice_it_is_one_request(client: Client) -> None:
    case = made()
    asked(client, case)
    assert client.post(address(case, "transfer", "confirm"), {"shown": "x"}).status_code == 302
    assert client.post(address(case, "transfer", "ask"), TYPED).status_code == 302
    assert TransferRequest.objects.count() == 1


def test_a_get_changes_nothing(client: Client) -> None:
    case = made()
    asked(client, case)
    before = (list(Payout.objects.values()), list(TransferRequest.objects.values()))
    for path in ("transfer", "transfer/ask", "transfer/confirm", "transfer/withdraw"):
        client.get(address(case, path))
    assert before == (list(Payout.objects.values()), list(TransferRequest.objects.values()))


@pytest.mark.parametrize(
    ("key", "sentence"),
    [
        ("nara-3", "お知らせには銀行振込の記載がありません"),
        ("yamanashi-1", "この受け取り方の方への銀行振込は案内されていません"),
    ],
)
def test_where_none_is_offered_the_page_says_so(client: Client, key: str, sentence: str) -> None:
    case = made(key)
    opened(client, case)
    assert sentence in text(client, address(case))
    assert client.get(address(case, "transfer", "ask"))["Location"] == address(case)


@pytest.mark.parametrize(("day", "offered"), [((2023, 4, 30, 23, 59), True), ((2023, 5, 1), False)])
def test_the_page_keeps_the_deadline(
    client: Client, in_april: time_machine.Traveller, day: tuple[int, ...], offered: bool
) -> None:
    in_april.move_to(jst(*day))
    case = made()
    opened(client, case)
    page = text(client, address(case))
    assert ("銀行振込を申請する" in page, "銀行振込の申請期限は過ぎました" in page) == (offered, not offered)
    status = client.get(address(case, "transfer", "ask")).status_code
    assert status == (200 if offered else 302)


def test_withdrawn_it_leads_back_to_the_points(client: Client) -> None:
    case = made()
    asked(client, case)
    assert "取り下げますか" in text(client, address(case, "transfer", "withdraw"))
    client.post(address(case, "transfer", "withdraw"))
    case.payout.refresh_from_db()
    assert (case.payout.state, case.payout.method) == (PayoutState.OPENED, "")
    assert "受取方法を選んでください" in text(client, address(case))


def test_a_question_is_answered_right_there(client: Client) -> None:
    case = made()
    request = asked(client, case)
    checking.ask_back(request, ["lodging"], "施設名をもう一度お願いします。", by=CHECKER)
    assert "施設名をもう一度お願いします。" in text(client, address(case, "transfer"))
    page = text(client, address(case, "transfer", "ask"))
    assert ("宿泊日" in page, "口座名義（カナ）" in page) == (True, False)
    client.post(address(case, "transfer", "ask"), {"lodging_name": "旅館見本", "lodging_day": "2023-02-23"})
    send(client, case)
    request.refresh_from_db()
    assert request.state == "requested"


def test_a_refusal_says_why_and_what_can_still_be_done(client: Client) -> None:
    case = made()
    checking.refuse(asked(client, case), "口座が確認できません。", by=LEADER)
    page = text(client, address(case, "transfer"))
    assert ("口座が確認できません。" in page, "ポイントの受け取りへ進む" in page) == (True, True)


def test_a_refusal_after_the_last_day_leads_to_the_call_centre(
    client: Client, in_april: time_machine.Traveller
) -> None:
    case = made()
    request = asked(client, case)
    in_april.move_to(jst(2023, 6, 1))
    checking.refuse(request, "口座が確認できません。", by=LEADER)
    again = Client()
    opened(again, case)
    page = again.get(address(case), follow=True).content.decode()
    assert ("担当者が判断します" in page, "ポイントの受け取りへ進む" in page) == (True, False)


def test_strangers_are_asked_for_the_code(client: Client) -> None:
    case = made()
    asked(client, case)
    paths = ("transfer", "transfer/ask", "transfer/confirm", "transfer/withdraw")
    found = {Client().get(address(case, path))["Location"] for path in paths}
    assert found == {address(case)}
    half = Client()
    half.get(f"/r/{issue_link(case.payout) if not case.payout.links.filter(ended_at=None).exists() else ''}/")
    assert half.get(address(case, "transfer")).status_code == 302


def test_the_pages_speak_english(client: Client) -> None:
    case = made()
    opened(client, case)
    page = client.get(address(case, "transfer", "ask"), {"lang": "en"}).content.decode()
    assert ("Ask for a bank transfer" in page, "Account holder (kana)" in page) == (True, True)
