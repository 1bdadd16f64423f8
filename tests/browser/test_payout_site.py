"""The payout site walked: by keyboard, without scripts, at both widths; refusals, and the clock around the last day."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import ExitStack
from datetime import date
from urllib.parse import urlsplit

import pytest
from playwright.sync_api import Browser, Page

from compensation.gifts.models import GiftCode
from tests.browser.chromium import visitor
from tests.browser.conftest import PASSWORD
from tests.browser.walking import (
    answer_question,
    choose,
    codes,
    dispatch,
    find,
    follow_link,
    move_clock,
    pick,
    sign_in,
)
from tests.harness.needs import needs_chromium, needs_postgresql

pytestmark = [
    pytest.mark.browser,
    needs_chromium,
    needs_postgresql,
    pytest.mark.django_db(transaction=True),
]
HOLDER, OTHER = "4300000001", "4300000002"
CALL_CENTRE = "0120-479-249"
WIDTHS = (390, 1280)
FEW_STEPS = 40
Come = Callable[..., Page]


@pytest.fixture
def come(demonstration: str, started_browser: Browser) -> Iterator[Come]:
    """Each call is somebody else, of a width, with scripts or without; the messages have been sent."""
    dispatch()
    with ExitStack() as people:

        def visit(width: int = 390, *, scripts: bool = True) -> Page:
            context = people.enter_context(visitor(started_browser, demonstration, width=width, scripts=scripts))
            return context.new_page()

        yield visit


def token_of(page: Page) -> str:
    """The end of the link in the message to the holder."""
    page.goto("/demo/outbox/")
    page.get_by_label("お問い合わせ番号・支払番号・受付番号").fill(HOLDER)
    page.get_by_role("button", name="探す").click()
    link = page.locator(".letter-body a[href^='/r/']").first.get_attribute("href") or ""
    return link.strip("/").rpartition("/")[2]


def tab_to(page: Page, selector: str) -> None:
    """Press Tab until the focus is there, once the page has it; one that hides it from the keyboard fails."""
    page.locator(selector).first.wait_for()
    for _ in range(FEW_STEPS):
        if page.evaluate("selector => document.activeElement.matches(selector)", selector):
            return
        page.keyboard.press("Tab")
    raise AssertionError(f"{selector} is not reached by keyboard on {page.url}")


@pytest.mark.parametrize("width", WIDTHS)
def test_by_keyboard_from_the_code_to_the_points(come: Come, width: int) -> None:
    token = token_of(come())
    page = come(width)
    page.goto("/receive/")
    tab_to(page, "[name=code]")
    page.keyboard.type(token.upper())
    page.keyboard.press("Enter")
    tab_to(page, "[name=answer]")
    page.keyboard.type(OTHER)
    page.keyboard.press("Enter")
    tab_to(page, "[name=method]")
    page.keyboard.press("Space")
    tab_to(page, "main form[method=get] button")
    page.keyboard.press("Enter")
    page.get_by_role("heading", name="この内容で受け取りますか").wait_for()
    tab_to(page, "main form[method=post] .button-primary")
    page.keyboard.press("Enter")
    assert len(codes(page)) == 4


@pytest.mark.parametrize("width", WIDTHS)
def test_without_scripts_to_codes_that_can_be_selected(come: Come, width: int) -> None:
    page = come(width, scripts=False)
    follow_link(page, HOLDER)
    answer_question(page, OTHER)
    choose(page, "Ponta")
    shown = codes(page)
    assert (len(shown), page.get_by_role("button", name="コピー").count()) == (4, 0)
    assert page.locator(".plate-number").first.evaluate("e => getComputedStyle(e).userSelect") == "all"


def test_the_button_copies_what_stands_above_it(come: Come) -> None:
    page = come()
    page.context.grant_permissions(["clipboard-read", "clipboard-write"])
    follow_link(page, HOLDER)
    answer_question(page, OTHER)
    choose(page, "Amazon")
    page.get_by_role("button", name="コードをコピー").nth(1).click()
    page.get_by_text("コピーしました").wait_for()
    assert page.evaluate("navigator.clipboard.readText()") == codes(page)[1]


@pytest.mark.parametrize("width", WIDTHS)
def test_five_misses_lock_and_the_call_centre_unlocks(come: Come, width: int) -> None:
    page = come(width)
    follow_link(page, HOLDER)
    for left in (4, 3, 2, 1):
        answer_question(page, "1111")
        page.get_by_role("alert").get_by_text(f"あと{left}回入力できます。").wait_for()
        assert page.get_by_label("お問い合わせ番号など").input_value() == "1111"
    answer_question(page, "1111")
    page.get_by_role("heading", name="このURLをロックしました").wait_for()
    assert CALL_CENTRE in page.get_by_role("main").inner_text()
    follow_link(page, HOLDER)
    page.get_by_role("heading", name="このURLをロックしました").wait_for()
    leader = come(1280)
    sign_in(leader, "supervisor", PASSWORD)
    find(leader, HOLDER)
    leader.get_by_role("link", name="ロックを解除する").or_(
        leader.locator("a[href^='/console/payouts/']")
    ).first.click()
    leader.get_by_role("link", name="ロックを解除する").click()
    leader.locator("main form input[type=checkbox], main form input[type=radio]").first.check()
    leader.get_by_label("理由").fill("お名前と住所で本人を確認した")
    leader.get_by_role("button", name="ロックを解除する").click()
    follow_link(page, HOLDER)
    answer_question(page, OTHER)
    page.get_by_role("heading", name="受取方法を選んでください").wait_for()


def test_sold_out_while_its_holder_reads_and_another_method_pays(come: Come) -> None:
    page = come()
    follow_link(page, HOLDER)
    answer_question(page, OTHER)
    pick(page, "Ponta")
    GiftCode.objects.filter(product__slug="ponta", payout__isnull=True).update(expires_on=date(2023, 1, 1))
    page.get_by_role("button", name="で受け取る").click()
    page.get_by_role("heading", name="ただいま在庫がありません").wait_for()
    page.get_by_role("link", name="いま選べる方法へ").click()
    assert page.evaluate("document.activeElement.value") == "amazon"
    choose(page, "nanaco")
    assert len(codes(page)) == 4


def test_closed_at_each_step_and_taken_up_elsewhere(come: Come) -> None:
    for left_at in ("question", "choice", "confirmation"):
        page = come()
        follow_link(page, HOLDER)
        if left_at != "question":
            answer_question(page, OTHER)
        if left_at == "confirmation":
            pick(page, "Edy")
        page.context.close()
    last = come(1280)
    follow_link(last, HOLDER)
    answer_question(last, OTHER)
    choose(last, "Amazon")
    shown = codes(last)
    last.context.close()
    again = come()
    follow_link(again, HOLDER)
    answer_question(again, OTHER)
    assert codes(again) == shown


def test_around_the_last_day(come: Come) -> None:
    page = come()
    follow_link(page, HOLDER)
    page.get_by_text("（あと58日）").wait_for()
    move_clock(page, "2023-05-31 23:30")
    follow_link(page, HOLDER)
    page.get_by_text("。本日が期限です。").wait_for()
    answer_question(page, OTHER)
    pick(page, "Amazon")
    move_clock(come(), "2023-06-01 0:10")
    page.get_by_role("button", name="で受け取る").click()
    page.get_by_role("heading", name="受取期限が過ぎました").wait_for()
    assert CALL_CENTRE in page.get_by_role("main").inner_text()
    assert GiftCode.objects.filter(payout__isnull=False).count() == 0


def test_codes_stay_visible_after_the_last_day(come: Come) -> None:
    page = come()
    follow_link(page, HOLDER)
    answer_question(page, OTHER)
    choose(page, "Amazon")
    shown = codes(page)
    move_clock(page, "2023-07-01")
    follow_link(page, HOLDER)
    answer_question(page, OTHER)
    assert codes(page) == shown


def test_the_token_stays_in_the_first_request_alone(come: Come) -> None:
    page = come()
    token = token_of(page)
    carried: list[str] = []
    page.on(
        "request",
        lambda asked: (
            carried.append(urlsplit(asked.url).path)
            if token in asked.url + str(asked.all_headers().get("referer", ""))
            else None
        ),
    )
    page.goto("/receive/")
    page.goto(f"/r/{token}/")
    answer_question(page, OTHER)
    choose(page, "Amazon")
    codes(page)
    assert token not in page.url + page.content()
    assert carried == [f"/r/{token}/"]
