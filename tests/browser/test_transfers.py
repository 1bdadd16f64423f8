"""Bank transfers walked in a browser: from the payout link, and from an agreement, onto the list for payment."""

from __future__ import annotations

import pytest
from playwright.sync_api import Page

from tests.browser.conftest import Visit
from tests.browser.test_misuse import CLAIM, approve, colleague, sign_all
from tests.browser.walking import answer_question, check_application, dispatch, follow_link, status
from tests.harness.needs import needs_chromium, needs_postgresql

pytestmark = [
    pytest.mark.browser,
    needs_chromium,
    needs_postgresql,
    pytest.mark.django_db(transaction=True),
]
CARDHOLDER = {**CLAIM}
del CARDHOLDER["お客様 ID"]


def give_account(page: Page) -> None:
    """An account at a bank, found by its name."""
    page.get_by_label("銀行・信用金庫など").check()
    page.locator("#id_bank").fill("みずほ銀行")
    page.locator("#id_branch").fill("001")
    page.get_by_role("button", name="銀行・支店を探す").click()
    page.get_by_text("東京営業部").wait_for()
    page.locator("#id_account_kind").get_by_label("普通").check()
    page.locator("#id_account_number").fill("１２３４５６７")
    page.locator("#id_holder").fill("みほん　はなこ")


def send(page: Page) -> None:
    page.get_by_role("button", name="確認へ進む").last.click()
    page.get_by_role("button", name="銀行振込を申請する").click()


def check(page: Page, number: str, items: list[str]) -> None:
    page.goto("/console/transfers/")
    page.get_by_role("link", name=number).first.click()
    page.get_by_role("link", name="内容を確認済みにする").click()
    for item in items:
        page.locator(f"#id_{item}").check()
    page.get_by_role("button", name="確認済みにする").click()
    page.get_by_text("確認済みにしました。").wait_for()


def list_for_payment(page: Page, number: str) -> str:
    page.goto("/console/transfers/")
    page.get_by_role("link", name=number).first.click()
    page.get_by_role("link", name="振込予定に載せる").click()
    page.get_by_role("button", name="振込予定に載せる").click()
    page.get_by_text("振込予定に載せました。").wait_for()
    page.goto("/console/transfers/")
    return page.get_by_role("main").inner_text()


def test_from_the_payout_link_to_the_list_for_payment(visit: Visit) -> None:
    dispatch()
    page = asked_for(visit())
    give_account(page)
    give_others(page)
    send(page)
    page.get_by_text("申請を受け付けました").wait_for()
    number = page.locator(".plate .mono").inner_text()
    check(colleague(visit, "operator"), number, ["bank_account", "identity", "lodging"])
    listed = list_for_payment(colleague(visit, "supervisor"), number)
    assert ("3,150" in listed, "2023年5月11日（木）から" in listed) == (True, True)
    page.reload()
    assert "振込の予定に入りました" in page.get_by_role("main").inner_text()


def test_a_bank_among_several_is_found_by_keyboard_while_typing(visit: Visit) -> None:
    dispatch()
    page = asked_for(visit())
    page.set_viewport_size({"width": 390, "height": 844})
    page.get_by_label("銀行・信用金庫など").check()
    page.locator("#id_bank").focus()
    page.keyboard.insert_text("京都")
    page.locator("#bank-said", has_text="候補から選んでください").wait_for()
    assert page.evaluate("document.activeElement.id") == "id_bank"
    page.keyboard.press("Tab")
    page.keyboard.press("Space")
    assert page.evaluate("document.activeElement.name") == "bank_pick"
    page.locator("#bank-said", has_text="銀行：京都").wait_for()
    assert page.evaluate("document.activeElement.name") == "bank_pick"
    while page.evaluate("document.activeElement.id") != "id_branch":
        page.keyboard.press("Tab")
    page.keyboard.insert_text("001")
    page.locator("#branch-said", has_text="（001）").wait_for()
    page.get_by_role("button", name="銀行・支店を探す").click()
    assert page.locator("#branch-said").inner_text().endswith("（001）")
    assert page.evaluate("document.documentElement.scrollWidth") == 390


def asked_for(page: Page) -> Page:
    """The form of a transfer, by the link of a payout."""
    follow_link(page, "4300-0000-01")
    answer_question(page, "4300000002")
    page.get_by_role("link", name="銀行振込を申請する").click()
    return page


def give_others(page: Page) -> None:
    """The items beside the account."""
    page.locator("#id_identity_name").fill("見本 花子")
    page.locator("#id_identity_reading").fill("みほん はなこ")
    page.locator("#id_identity_address").fill("東京都架空区見本町1-2-3")
    page.locator("#id_lodging_name").fill("阿蘇見本温泉 やまなみ（架空）")
    page.locator("#id_lodging_day").fill("2023-02-23")


def claimed(page: Page) -> str:
    page.goto("/twooca/")
    page.get_by_role("link", name="補償を申請する").click()
    page.get_by_role("button", name="入力をはじめる").click()
    page.get_by_label("利用者ではない").check()
    page.get_by_label("何が起きましたか").select_option("card_registered_without_consent")
    page.locator("input[name=issuer_told][value=yes]").check()
    page.get_by_label("取引の種類").select_option("charge")
    page.get_by_label("使われた残高").select_option("card")
    page.get_by_label("被害日時").fill("2023-04-01 21:30")
    for label, answer in CARDHOLDER.items():
        page.get_by_label(label, exact=False).first.fill(answer)
    check_application(page)
    page.get_by_label("上の利用目的に同意し").check()
    page.get_by_role("button", name="この内容で申請する").click()
    return page.locator(".plate-number").inner_text()


def agree(page: Page, number: str) -> None:
    page.goto(f"/console/misuse/{number}/proposal/")
    page.get_by_label("補償する金額（円）").fill("10330")
    page.get_by_label("決めた内容と理由").fill("本人の口座へ振り込むことで合意した。")
    page.get_by_role("button", name="承認に回す").click()
    page.get_by_text("記録しました。").wait_for()


def establish(page: Page, number: str) -> None:
    page.goto(f"/console/misuse/{number}/facts/")
    page.get_by_label("過失", exact=False).select_option("none")
    page.get_by_label("対象アカウントのお客様 ID").fill(f"TW-{number}")
    page.get_by_label("取引番号（記録）").fill(f"TX-{number}")
    page.get_by_role("button", name="事実を確定する").click()


def test_what_was_agreed_with_a_cardholder_is_listed_for_payment(visit: Visit) -> None:
    claimant, examiner, boss = visit(), colleague(visit, "operator"), colleague(visit, "supervisor")
    number = claimed(claimant)
    establish(examiner, number)
    sign_all(examiner, number)
    agree(examiner, number)
    approve(boss, number)
    assert "振込先の口座を入力する" in status(claimant, number, "hanako@example.jp")
    claimant.get_by_role("link", name="振込先の口座を入力する").click()
    give_account(claimant)
    send(claimant)
    claimant.get_by_text("申請を受け付けました").wait_for()
    check(examiner, number, ["bank_account"])
    listed = list_for_payment(boss, number)
    assert ("10,330" in listed, "記載なし" in listed) == (True, True)
    assert "振込の予定に入りました" in status(claimant, number, "hanako@example.jp")
