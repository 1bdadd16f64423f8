"""The application in a browser: with the keyboard alone, without scripts, in another browser, in two tabs."""

from __future__ import annotations

import pytest
from playwright.sync_api import Browser, Page

from tests.browser.chromium import visitor
from tests.browser.conftest import Visit
from tests.browser.walking import (
    begin_application,
    check_application,
    dispatch,
    fill_application,
    newest_code,
    prove_contact,
    send_application,
    status,
)
from tests.harness.needs import needs_chromium, needs_postgresql

pytestmark = [
    pytest.mark.browser,
    needs_chromium,
    needs_postgresql,
    pytest.mark.django_db(transaction=True),
]
PHONE = 390
KUMAMOTO = {
    "1枚目": "４３００－００００－０３",
    "氏名": "見本 次郎",
    "ご住所": "熊本県架空市見本町",
    "番地": "7-8-9",
    "電話番号": "０７０ー９９９９ー０００３",
    "メールアドレス": "jiro@example.jp",
}


def tab_to(page: Page, name: str) -> None:
    """Press the tab key until something of this name has the focus, which must be seen all the way."""
    for _ in range(80):
        page.keyboard.press("Tab")
        told = page.evaluate(
            "() => { const e = document.activeElement; const l = e.labels && e.labels[0];"
            " return ((l && l.innerText) || e.innerText || e.getAttribute('aria-label') || '').trim(); }"
        )
        if name in told:
            outline = page.evaluate("() => getComputedStyle(document.activeElement).outlineStyle")
            assert outline != "none", name
            return
    raise AssertionError(f"{name} cannot be reached with the tab key")


def type_into(page: Page, name: str, text: str) -> None:
    """Go to a box by the keyboard, and type."""
    tab_to(page, name)
    page.keyboard.insert_text(text)


def press(page: Page, name: str) -> None:
    """Go to a button or a link by the keyboard, and press it."""
    tab_to(page, name)
    with page.expect_navigation():
        page.keyboard.press("Enter")


def test_a_paper_coupon_with_the_keyboard_alone_on_a_phone(demonstration: str, started_browser: Browser) -> None:
    with visitor(started_browser, demonstration, width=PHONE) as person:
        page = person.new_page()
        page.goto("/kumamoto/apply/")
        press(page, "入力をはじめる")
        press(page, "確認へ進む")
        assert page.evaluate("() => document.activeElement.className") == "error-summary"
        type_into(page, "1枚目", KUMAMOTO["1枚目"])
        for label, text in list(KUMAMOTO.items())[1:]:
            type_into(page, label, text)
        press(page, "確認へ進む")
        press(page, "確認コードを送る")
        dispatch()
        type_into(page, "確認コード", newest_code(page))
        page.keyboard.press("Enter")
        page.get_by_role("heading", name="内容を確認してください").wait_for()
        tab_to(page, "利用者として記された本人です")
        page.keyboard.press("Space")
        tab_to(page, "上の利用目的に同意し")
        page.keyboard.press("Space")
        press(page, "この内容で申請する")
        number = page.locator(".plate-number").inner_text()
        assert page.evaluate("() => document.documentElement.scrollWidth") == PHONE
        assert number in status(page, number, "jiro@example.jp")


def test_everything_works_without_scripts(demonstration: str, started_browser: Browser) -> None:
    with visitor(started_browser, demonstration, scripts=False) as person:
        page = person.new_page()
        begin_application(page, "kumamoto")
        page.get_by_role("button", name="8枚分の欄を出す").click()
        fill_application(page, {**KUMAMOTO, "2枚目": "4300-0000-04"})
        page.get_by_role("button", name="削除 2枚目").click()
        page.get_by_label("郵便番号").fill("999-9999")
        page.get_by_role("button", name="住所を探す").click()
        page.get_by_text("この郵便番号は見つかりませんでした").wait_for()
        page.get_by_label("郵便番号").fill("")
        page.get_by_role("button", name="English").click()
        assert page.get_by_label("Coupon 1").input_value() == KUMAMOTO["1枚目"]
        page.get_by_role("button", name="日本語").click()
        check_application(page)
        prove_contact(page)
        number = send_application(page)
        page.reload()
        assert page.locator(".plate-number").inner_text() == number
        page.go_back()
        page.reload()
        assert page.locator(".plate-number").inner_text() == number


def test_another_browser_goes_on_with_the_code(visit: Visit) -> None:
    page = visit()
    begin_application(page, "kumamoto")
    fill_application(page, KUMAMOTO)
    page.get_by_role("button", name="一時保存して").click()
    code, address = page.locator(".plate-number").inner_text(), page.url.replace("save/", "")
    other = visit()
    other.goto(address)
    assert other.get_by_text("見本 次郎").count() == 0
    other.get_by_label("再開コード").fill(code.lower())
    other.get_by_role("button", name="続ける").last.click()
    other.goto(address)
    assert other.get_by_label("氏名").first.input_value() == "見本 次郎"


def test_two_tabs_never_mix(visit: Visit) -> None:
    one = visit()
    begin_application(one, "kumamoto")
    two = one.context.new_page()
    begin_application(two, "kumamoto")
    fill_application(one, KUMAMOTO)
    fill_application(two, {**KUMAMOTO, "氏名": "見本 三郎", "1枚目": "4300-0000-04"})
    check_application(two)
    check_application(one)
    for page, name in ((one, "見本 次郎"), (two, "見本 三郎")):
        page.get_by_role("link", name="入力に戻る").click()
        assert page.get_by_label("氏名").first.input_value() == name


def test_what_was_typed_is_kept_when_the_phone_locks(visit: Visit) -> None:
    page = visit()
    begin_application(page, "kumamoto")
    page.get_by_label("氏名").first.fill("見本 次郎")
    with page.expect_response(lambda answer: answer.request.method == "POST"):
        page.evaluate(
            "() => { Object.defineProperty(document, 'visibilityState', {value: 'hidden'});"
            " document.dispatchEvent(new Event('visibilitychange')); }"
        )
    again = page.context.new_page()
    again.goto(page.url)
    assert again.get_by_label("氏名").first.input_value() == "見本 次郎"
