"""First visits: from the start to an answer, on a phone without JavaScript, and with the keyboard alone."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import ExitStack

import pytest
from playwright.sync_api import Browser, Locator, Page

from tests.browser.chromium import visitor
from tests.harness.needs import needs_chromium, needs_postgresql

pytestmark = [
    pytest.mark.browser,
    needs_chromium,
    needs_postgresql,
    pytest.mark.django_db(transaction=True),
]
MOST_TABS = 60


@pytest.fixture
def phone(demonstration: str, started_browser: Browser) -> Iterator[Page]:
    """A phone whose browser runs no script."""
    with ExitStack() as people:
        yield people.enter_context(visitor(started_browser, demonstration, width=390, scripts=False)).new_page()


@pytest.fixture
def keyboard(demonstration: str, started_browser: Browser) -> Iterator[Page]:
    """Somebody who uses no mouse."""
    with ExitStack() as people:
        yield people.enter_context(visitor(started_browser, demonstration)).new_page()


def tab_to(page: Page, wanted: Locator) -> None:
    """Press Tab until the focus is there, and see that it shows."""
    for _ in range(MOST_TABS):
        page.keyboard.press("Tab")
        if wanted.evaluate("element => element === document.activeElement"):
            outlined = (
                "getComputedStyle(e).outlineStyle !== 'none' || getComputedStyle(e, '::after').outlineStyle !== 'none'"
            )
            assert wanted.evaluate(f"e => {outlined}")
            return
    raise AssertionError(f"the Tab key never reaches {wanted}")


def choose_by_key(page: Page, name: str, value: str) -> None:
    """Tab into a group of choices and move to one of them with the arrows."""
    tab_to(page, page.locator(f"[name='{name}']").first)
    wanted = page.locator(f"[name='{name}'][value='{value}']")
    page.keyboard.press("Space")
    while not wanted.is_checked():
        page.keyboard.press("ArrowDown")


def test_on_a_phone_without_script_from_the_start_to_the_application(phone: Page) -> None:
    phone.goto("/")
    phone.get_by_role("link", name="現金などでも払った").click()
    assert phone.get_by_role("main").get_by_role("link", name="0120-479-249").count() == 4
    phone.get_by_role("link", name="ほかの場合を見る").click()
    phone.get_by_role("link", name="対象かどうか確かめる").click()
    phone.get_by_role("link", name="熊本県").click()
    assert not phone.get_by_label("アプリに登録した連絡先").first.is_visible()
    for choice in ("わたし宛ての、", "2023年2月24日（金）", "紙のシートのまま", "余分に引かれたことはない"):
        phone.get_by_label(choice).check()
    for box in phone.get_by_label("残っていた額").all():
        box.fill("２，０００円")
    phone.get_by_role("button", name="English").click()
    assert phone.get_by_label("Left at").first.input_value() == "２，０００円"
    phone.get_by_role("button", name="Show the answer").click()
    phone.get_by_role("heading", name="You will be paid 2,000 yen.").wait_for()
    phone.get_by_role("button", name="日本語").click()
    phone.get_by_role("heading", name="2,000円をお支払いします。").wait_for()
    phone.get_by_role("link", name="申請をはじめる").click()
    assert phone.get_by_role("heading", level=1).inner_text() == "くまもと再発見の旅の補償申請"


def test_with_the_keyboard_alone_from_the_start_to_an_answer(keyboard: Page) -> None:
    keyboard.goto("/")
    keyboard.keyboard.press("Tab")
    assert keyboard.evaluate("document.activeElement.className") == "skip"
    tab_to(keyboard, keyboard.get_by_role("link", name="対象かどうか確かめる"))
    keyboard.keyboard.press("Enter")
    tab_to(keyboard, keyboard.get_by_role("link", name="山梨県"))
    keyboard.keyboard.press("Enter")
    tab_to(keyboard, keyboard.get_by_role("button", name="結果を見る"))
    keyboard.keyboard.press("Enter")
    keyboard.get_by_role("alert").wait_for()
    assert keyboard.evaluate("document.activeElement.className") == "error-summary"
    keyboard.keyboard.press("Tab")
    keyboard.keyboard.press("Enter")
    choose_by_key(keyboard, "owner", "own")
    choose_by_key(keyboard, "expiry", "the_day")
    choose_by_key(keyboard, "holding", "app")
    choose_by_key(keyboard, "reach", "email")
    choose_by_key(keyboard, "evening", "nothing")
    for name in ("left_1", "left_2"):
        tab_to(keyboard, keyboard.locator(f"[name='{name}']"))
        keyboard.keyboard.type("1500")
    keyboard.keyboard.press("Enter")
    keyboard.get_by_role("heading", name="担当者が詳しくうかがって判断します。").wait_for()
    assert keyboard.get_by_role("main").get_by_role("link", name="0120-479-249").count() == 1


def test_a_message_is_checked_without_script(phone: Page) -> None:
    phone.goto("/verify-message/")
    phone.get_by_label("メッセージのリンク").fill("https://example.example/r/00000000000000000000000000")
    phone.get_by_role("button", name="確かめる").last.click()
    phone.get_by_text("このリンクやコードのメッセージは、見つかりません").wait_for()
    assert phone.get_by_label("メッセージのリンク").input_value().startswith("https://example.example/")
