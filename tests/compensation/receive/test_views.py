"""The payout site as its holder, and as a stranger, meets it."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, datetime

import pytest
import time_machine
from django.test import Client

from compensation.gifts import stock
from compensation.gifts.models import GiftProduct
from compensation.models import Coupon, Payout, PayoutLink
from compensation.states import PayoutState
from foundation.japan.models import Holiday
from foundation.trail.actor import Actor
from notifications.models import Message
from tests.factories.collection import Collectable, collectable, issue_link
from tests.factories.compensation import jst
from tests.factories.gifts import stocked

pytestmark = pytest.mark.django_db
STEPS = ("link", "question", "choice", "confirmation")


@pytest.fixture(autouse=True)
def in_april() -> Iterator[time_machine.Traveller]:
    with time_machine.travel(jst(2023, 4, 10, 12), tick=False) as traveller:
        yield traveller


def _number(made: Collectable) -> str:
    return Coupon.objects.get(losses__entitlements__payout_lines__payout=made.payout).inquiry_number


def _page(made: Collectable, *more: str) -> str:
    return "/".join(["/receive", made.payout.number, *more, ""])


def _opened(client: Client, made: Collectable) -> None:
    client.get(f"/r/{made.token}/")
    client.post(_page(made, "question"), {"answer": _number(made)})


def _templates(response: object) -> str:
    return str(response.templates[0].name)  # type: ignore[attr-defined]


def test_the_whole_way_from_the_link_to_the_code(client: Client) -> None:
    stocked("amazon", 2000)
    made = collectable()
    response = client.get(f"/r/{made.token}/")
    assert (response.status_code, response["Location"]) == (302, _page(made))
    assert _templates(client.get(_page(made))) == "receive/question.html"
    response = client.post(_page(made, "question"), {"answer": _number(made)})
    assert (response.status_code, response["Location"]) == (302, _page(made))
    assert _templates(client.get(_page(made))) == "receive/choose.html"
    assert _templates(client.get(_page(made, "confirm"), {"method": "amazon"})) == "receive/confirm.html"
    assert client.post(_page(made, "confirm"), {"method": "amazon"})["Location"] == _page(made)
    code = stock.held(made.payout)[0].code
    assert code in client.get(_page(made)).content.decode()


def test_the_code_is_shown_again_after_the_question(client: Client) -> None:
    stocked("amazon", 2000)
    made = collectable()
    _opened(client, made)
    client.post(_page(made, "confirm"), {"method": "amazon"})
    again = Client()
    again.get(f"/r/{made.token}/")
    assert _templates(again.get(_page(made))) == "receive/question.html"
    _opened(again, made)
    assert stock.held(made.payout)[0].code in again.get(_page(made)).content.decode()


@pytest.mark.parametrize(
    ("channel", "code", "expected"),
    [
        ("sms", "C1", ["チャージコード", "ご登録のメールアドレス"]),
        ("email", "C1", ["チャージコード", "ご登録の電話番号"]),
        ("email", "", ["ご登録の電話番号"]),
    ],
)
def test_the_question_names_what_this_holder_has(client: Client, channel: str, code: str, expected: list[str]) -> None:
    made = collectable(channel=channel)
    Coupon.objects.update(charge_code=code)
    client.get(f"/r/{made.token}/")
    page = client.get(_page(made)).content.decode()
    named = ["チャージコード", "ご登録の電話番号", "ご登録のメールアドレス"]
    assert [answer for answer in named if answer in page] == expected


def test_a_get_changes_nothing(client: Client) -> None:
    stocked("amazon", 2000)
    made = collectable()
    _opened(client, made)
    before = (list(Payout.objects.values()), list(PayoutLink.objects.values()))
    for path in (f"/r/{made.token}/", _page(made), _page(made, "confirm") + "?method=amazon"):
        client.get(path)
    assert (list(Payout.objects.values()), list(PayoutLink.objects.values())) == before
    assert client.get(_page(made, "question")).status_code == 405


@pytest.mark.parametrize("ending", ["", "confirm"])
def test_a_stranger_who_knows_the_payout_number_sees_nothing(client: Client, ending: str) -> None:
    stocked("amazon", 2000)
    made = collectable(state=PayoutState.OPENED)
    path = _page(made, ending) if ending else _page(made)
    response = client.post(path, {"method": "amazon"}) if ending else client.get(path)
    assert (response.status_code, response["Location"]) == (302, "/receive/?again=1")
    assert Payout.objects.get().state == PayoutState.OPENED


def test_a_stranger_who_only_has_the_link_gets_no_further_than_the_question(client: Client) -> None:
    stocked("amazon", 2000)
    made = collectable(state=PayoutState.OPENED)
    client.get(f"/r/{made.token}/")
    response = client.post(_page(made, "confirm"), {"method": "amazon"})
    assert (response.status_code, response["Location"]) == (302, _page(made))
    assert "2,000" not in client.get(_page(made)).content.decode()


def test_a_wrong_answer_stays_on_the_page_and_says_how_many_are_left(client: Client) -> None:
    made = collectable()
    client.get(f"/r/{made.token}/")
    response = client.post(_page(made, "question"), {"answer": "12-34"})
    text = response.content.decode()
    assert response.status_code == 422
    assert ("あと4回" in text, 'value="12-34"' in text) == (True, True)


def test_the_fifth_miss_shows_the_lock(client: Client) -> None:
    made = collectable()
    client.get(f"/r/{made.token}/")
    for _ in range(5):
        client.post(_page(made, "question"), {"answer": "1"})
    response = client.get(_page(made))
    assert (response.status_code, _templates(response)) == (403, "receive/locked.html")


@pytest.mark.parametrize("typed", ["", "no-such-code", "x" * 300, "\x00", "あ"])
def test_a_code_that_opens_nothing_gets_a_clear_error(client: Client, typed: str) -> None:
    assert client.post("/receive/", {"code": typed}).status_code == 422


@pytest.mark.parametrize("shape", ["{}", " {} ", "https://example.jp/r/{}/"])
def test_the_code_typed_by_hand_opens_the_payout(client: Client, shape: str) -> None:
    made = collectable()
    response = client.post("/receive/", {"code": shape.format(made.token.upper())})
    assert response["Location"] == _page(made)


def test_unknown_and_ended_links_look_the_same(client: Client) -> None:
    made = collectable()
    old = made.token
    PayoutLink.objects.update(ended_at=jst(2023, 4, 9))
    issue_link(made.payout)
    ended, unknown = client.get(f"/r/{old}/"), client.get(f"/r/{'0' * 26}/")
    assert (ended.status_code, ended.content) == (404, unknown.content)


def test_two_payouts_in_two_tabs_do_not_mix(client: Client) -> None:
    stocked("amazon", 2000, 500)
    first, second = collectable(), collectable(face_yen=500)
    _opened(client, first)
    _opened(client, second)
    client.post(_page(first, "confirm"), {"method": "amazon"})
    assert [held.face_yen for held in stock.held(first.payout)] == [2000]
    assert _templates(client.get(_page(second))) == "receive/choose.html"


def test_methods_stand_in_the_bulletins_order_and_nanaco_not_in_yamanashi(client: Client) -> None:
    for slug in ("nanaco", "edy", "paypay", "ponta", "amazon"):
        stocked(slug, 2000)
    shown = {}
    for key in ("kumamoto-3", "yamanashi-1"):
        made = collectable(key)
        _opened(client, made)
        shown[key] = [method.slug for method in client.get(_page(made)).context["page"].methods]
    assert shown == {
        "kumamoto-3": ["amazon", "ponta", "paypay", "edy", "nanaco"],
        "yamanashi-1": ["amazon", "ponta", "paypay", "edy"],
    }


@pytest.mark.parametrize(("method", "status"), [("", 422), ("nanaco", 422), ("edy", 409), ("cash", 422), ("\x00", 422)])
def test_a_method_that_cannot_pay_is_refused_on_the_page(client: Client, method: str, status: int) -> None:
    stocked("amazon", 2000)
    stocked("edy", 500)
    made = collectable()
    _opened(client, made)
    response = client.post(_page(made, "confirm"), {"method": method})
    assert (response.status_code, _templates(response)) == (status, "receive/choose.html")
    assert "<title>エラー：受取方法を選ぶ" in response.content.decode()


def test_after_the_last_day_the_page_says_what_can_still_be_done(
    client: Client, in_april: time_machine.Traveller
) -> None:
    stocked("amazon", 2000)
    made = collectable()
    in_april.move_to(jst(2023, 6, 1))
    _opened(client, made)
    response = client.get(_page(made))
    assert (_templates(response), "0120-479-249" in response.content.decode()) == ("receive/over.html", True)


def test_the_page_says_what_the_sum_is_for(client: Client) -> None:
    stocked("amazon", 2000)
    made = collectable()
    _opened(client, made)
    response = client.get(_page(made))
    assert [(part.number_end, part.yen) for part in response.context["page"].parts] == [(_number(made)[-4:], 2000)]
    assert _number(made) not in response.content.decode()


def test_a_method_says_how_long_its_code_is_valid(client: Client) -> None:
    stocked("amazon", 2000)
    stocked("ponta", 2000, expires_on=date(2023, 12, 31))
    made = collectable()
    _opened(client, made)
    for path in (_page(made), _page(made, "confirm") + "?method=ponta"):
        assert (
            'コードの有効期限：早いもので<span class="nowrap">2023年12月31日（日）</span>'
            in client.get(path).content.decode()
        )
    assert "早いもので" not in client.get(_page(made, "confirm"), {"method": "amazon"}).content.decode()


def test_where_nothing_is_in_stock_the_page_says_so_and_whom_to_call(client: Client) -> None:
    stocked("amazon", 500)
    made = collectable()
    _opened(client, made)
    page = client.get(_page(made)).content.decode()
    assert ("どの方法も在庫がありません" in page, "確認へ進む" in page, page.count("0120-479-249") > 2) == (
        True,
        False,
        True,
    )


def test_a_refused_choice_leads_to_the_first_method_that_can_pay(client: Client) -> None:
    stocked("amazon", 500)
    stocked("ponta", 2000)
    made = collectable()
    _opened(client, made)
    for chosen in ("", "amazon"):
        page = client.post(_page(made, "confirm"), {"method": chosen}).content.decode()
        assert (page.count('href="#method-ponta"'), 'href="#method-amazon"' in page) == (1, False)


def test_an_issuers_address_is_a_link_that_tells_it_nothing(client: Client) -> None:
    product = stocked("amazon")
    stock.add(product, [stock.NewCode("https://gift.example.jp/g/1", 2000)], by=Actor.system("tests"))
    GiftProduct.objects.update(register_at="https://gift.example.jp/")
    made = collectable()
    _opened(client, made)
    client.post(_page(made, "confirm"), {"method": "amazon"})
    page = client.get(_page(made)).content.decode()
    for address in ("https://gift.example.jp/g/1", "https://gift.example.jp/"):
        assert f'href="{address}" rel="noreferrer noopener"' in page


def test_a_code_stays_visible_after_the_last_day(client: Client, in_april: time_machine.Traveller) -> None:
    stocked("amazon", 2000)
    made = collectable()
    _opened(client, made)
    client.post(_page(made, "confirm"), {"method": "amazon"})
    in_april.move_to(jst(2023, 7, 1))
    _opened(client, made)
    assert _templates(client.get(_page(made))) == "receive/codes.html"


@pytest.mark.parametrize("left_at", STEPS)
def test_closing_the_browser_loses_nothing(client: Client, left_at: str) -> None:
    stocked("amazon", 2000)
    made = collectable()
    steps = STEPS[: STEPS.index(left_at) + 1]
    client.get(f"/r/{made.token}/")
    if "question" in steps:
        client.post(_page(made, "question"), {"answer": _number(made)})
    if "choice" in steps:
        client.get(_page(made))
    if "confirmation" in steps:
        client.get(_page(made, "confirm"), {"method": "amazon"})
    another = Client()
    _opened(another, made)
    assert another.post(_page(made, "confirm"), {"method": "amazon"})["Location"] == _page(made)
    assert [held.face_yen for held in stock.held(made.payout)] == [2000]


def test_no_message_holds_a_code(client: Client) -> None:
    stocked("amazon", 2000)
    made = collectable()
    before = Message.objects.count()
    _opened(client, made)
    client.post(_page(made, "confirm"), {"method": "amazon"})
    assert Message.objects.count() == before


def test_a_link_may_be_asked_for_by_its_head_alone(client: Client) -> None:
    made = collectable()
    assert client.head(f"/r/{made.token}/").status_code == 302


def test_the_token_reaches_no_page(client: Client) -> None:
    made = collectable()
    first = client.get(f"/r/{made.token}/")
    page = client.get(first["Location"])
    assert made.token not in str(first.headers) + page.content.decode() + str(page.headers)
    assert first["Referrer-Policy"] == "no-referrer"


def test_the_pages_speak_english(client: Client) -> None:
    stocked("amazon", 2000)
    made = collectable()
    client.get("/receive/?lang=en")
    _opened(client, made)
    page = client.get(_page(made)).content.decode()
    assert "Choose how to receive it" in page
    assert '<span class="nowrap">Wed, 31 May 2023</span> <span class="nowrap">(51 days left)</span>' in page


@pytest.mark.parametrize(
    ("day", "said"),
    [
        (jst(2023, 5, 29, 10), ["2023年5月31日（水）まで", "（あと2日）"]),
        (jst(2023, 5, 30, 10), ["2023年5月31日（水）まで", "（あと1日）"]),
        (jst(2023, 5, 31, 23, 59), ["2023年5月31日（水）まで", "本日が期限です。"]),
        (jst(2023, 6, 1), ["受取期限（2023年5月31日（水））は過ぎました。"]),
    ],
)
def test_the_question_counts_the_days_as_the_notice_does(
    client: Client, in_april: time_machine.Traveller, day: datetime, said: list[str]
) -> None:
    made = collectable()
    in_april.move_to(day)
    client.get(f"/r/{made.token}/")
    page = client.get(_page(made)).content.decode()
    sayings = [
        "2023年5月31日（水）まで",
        "（あと2日）",
        "（あと1日）",
        "本日が期限です。",
        "受取期限（2023年5月31日（水））は過ぎました。",
    ]
    assert [saying for saying in sayings if saying in page] == said


def test_beside_the_payout_stand_the_desks_hours_of_today(client: Client) -> None:
    Holiday.objects.create(day="2023-01-01", name="元日")
    made = collectable()
    client.get(f"/r/{made.token}/")
    page = client.get(_page(made)).content.decode()
    assert '<span class="chip chip-good">ただいま受付中</span>' in page


def test_a_half_typed_answer_comes_back_in_the_other_language_and_is_no_miss(client: Client) -> None:
    made = collectable()
    client.get(f"/r/{made.token}/")
    page = client.get(_page(made)).content.decode()
    assert f'formaction="{_page(made, "question")}?lang=en"' in page
    page = client.post(f"{_page(made, 'question')}?lang=en", {"answer": "43", "keep": "1"}).content.decode()
    assert ('<html lang="en">' in page, 'value="43"' in page, made.link.misses) == (True, True, 0)


def test_a_half_typed_code_comes_back_in_the_other_language(client: Client) -> None:
    page = client.post("/receive/?lang=en", {"code": "abc", "keep": "1"}).content.decode()
    assert ('<html lang="en">' in page, 'value="abc"' in page, "error-summary" in page) == (True, True, False)


def test_a_marked_method_stays_marked_in_the_other_language(client: Client) -> None:
    stocked("amazon", 2000)
    made = collectable()
    _opened(client, made)
    page = client.get(_page(made)).content.decode()
    assert f'form="choice" formaction="{_page(made)}" formnovalidate name="lang" value="en"' in page
    page = client.get(_page(made), {"method": "amazon", "lang": "en"}).content.decode()
    assert ('<html lang="en">' in page, 'aria-describedby="needs-amazon" checked' in page) == (True, True)
