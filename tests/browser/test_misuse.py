"""A claim for misuse in a browser: to the credited balance, from a refusal to the reconsideration, from a call."""

from __future__ import annotations

import csv
import io
from pathlib import Path

import pytest
from playwright.sync_api import Page

from claims.fraud_facts import JUDGED
from tests.browser.conftest import PASSWORD, Visit
from tests.browser.walking import check_application, sign_in, status
from tests.harness.needs import needs_chromium, needs_postgresql

pytestmark = [
    pytest.mark.browser,
    needs_chromium,
    needs_postgresql,
    pytest.mark.django_db(transaction=True),
]
CLAIM = {
    "お名前": "見本 花子",
    "ご住所": "東京都架空区見本町1-2-3",
    "電話番号": "０８０ー９９９９ー７７７７",
    "お客様 ID": "ＴＷ－７７７７",
    "ご連絡用メールアドレス": "hanako@example.jp",
    "不正利用に気づいた日時": "2023-04-02 9:00",
    "損失発生の経緯": "偽のメールからパスワードを入力した。",
    "申告先の警察署名": "見本警察署",
    "申告日": "2023-04-02",
    "受理番号": "第7号",
    "金額（円）": "１０，０００",
    "手数料（円）": "330",
}


def claimed(page: Page, act_at: str) -> str:
    """Through the door of the start page to the claim number."""
    page.goto("/")
    page.get_by_text("TwooCa の不正利用にあった").click()
    page.get_by_role("link", name="補償を申請する").click()
    page.get_by_role("button", name="入力をはじめる").click()
    return filled_in(page, act_at)


def filled_in(page: Page, act_at: str) -> str:
    """The form, from its first box to the claim number."""
    page.get_by_label("TwooCa アカウントの利用者").check()
    page.get_by_label("何が起きましたか").select_option("account_info_stolen")
    page.get_by_label("取引の種類").select_option("payment")
    page.get_by_label("使われた残高").select_option("value")
    page.get_by_label("被害日時").fill(act_at)
    for label, answer in CLAIM.items():
        page.get_by_label(label, exact=False).first.fill(answer)
    check_application(page)
    page.get_by_label("上の利用目的に同意し").check()
    page.get_by_role("button", name="この内容で申請する").click()
    return page.locator(".plate-number").inner_text()


def establish(page: Page, number: str, *, at: str = "") -> None:
    """The facts as the records show them."""
    page.goto(f"/console/misuse/{number}/facts/")
    if at:
        page.get_by_label("日時", exact=False).nth(3).fill(at)
    page.get_by_label("過失", exact=False).select_option("none")
    page.get_by_label("取引番号（記録）").fill(f"TX-{number}")
    page.get_by_role("button", name="事実を確定する").click()


def sign_all(page: Page, number: str) -> None:
    for item in sorted(JUDGED):
        page.goto(f"/console/misuse/{number}/items/{item}/")
        page.get_by_label("当たらない・果たされている・足りている").check()
        page.get_by_label("根拠").fill("記録と説明を確認した。")
        page.get_by_role("button", name="署名する").click()


def propose(page: Page, number: str) -> None:
    page.goto(f"/console/misuse/{number}/proposal/")
    page.get_by_role("button", name="承認に回す").click()
    page.get_by_text("記録しました。").wait_for()


def approve(page: Page, number: str) -> None:
    page.goto(f"/console/misuse/{number}/")
    page.get_by_role("button", name="案を承認する").click()
    page.get_by_text("記録しました。").wait_for()


def colleague(visit: Visit, username: str) -> Page:
    page = visit()
    sign_in(page, username, PASSWORD)
    return page


def test_a_user_from_the_form_to_the_confirmed_credit(visit: Visit, tmp_path: Path) -> None:
    claimant, examiner, boss = visit(), colleague(visit, "operator"), colleague(visit, "supervisor")
    number = claimed(claimant, "2023-04-01 21:30")
    establish(examiner, number)
    sign_all(examiner, number)
    propose(examiner, number)
    approve(boss, number)
    assert "10,330円" in status(claimant, number, "hanako@example.jp")
    boss.goto("/console/misuse/credits/")
    with boss.expect_download() as download:
        boss.get_by_role("button", name="送付前の加算をファイルにする").click()
    rows = list(csv.DictReader(io.StringIO(Path(download.value.path()).read_text("utf-8-sig"))))
    [row] = [row for row in rows if row["reference"].startswith(number)]
    confirmations = tmp_path / "confirmations.csv"
    confirmations.write_text(f"reference,yen,result\n{row['reference']},{row['yen']},credited\n", encoding="utf-8")
    boss.get_by_label("確認結果のファイル（CSV）").set_input_files(confirmations)
    boss.get_by_role("button", name="結果を取り込む").click()
    boss.get_by_text("取り込みました：1件").wait_for()
    assert "残高に加算しました" in status(claimant, number, "hanako@example.jp")


def test_a_refusal_for_its_date_is_reconsidered(visit: Visit) -> None:
    claimant, examiner, boss = visit(), colleague(visit, "operator"), colleague(visit, "supervisor")
    number = claimed(claimant, "2023-01-05 20:00")
    establish(examiner, number)
    sign_all(examiner, number)
    propose(examiner, number)
    approve(boss, number)
    refused = status(claimant, number, "hanako@example.jp")
    assert ("対象外となりました" in refused, "項番4(3)" in refused) == (True, True)
    boss.goto(f"/console/misuse/{number}/reconsider/")
    boss.get_by_label("理由").fill("取引日の記録に誤りがあった。")
    boss.get_by_role("button", name="再審査を始める").click()
    third, fourth = colleague(visit, "supervisor2"), colleague(visit, "administrator")
    establish(third, number, at="2023-04-01 20:00")
    propose(third, number)
    boss.goto(f"/console/misuse/{number}/")
    boss.get_by_text("前の判定に関わったため").wait_for()
    assert boss.get_by_role("button", name="案を承認する").count() == 0
    approve(fourth, number)
    assert "補償の対象です" in status(claimant, number, "hanako@example.jp")


def test_a_call_becomes_a_claim_that_is_asked_about_and_withdrawn(visit: Visit) -> None:
    claimant, examiner = visit(), colleague(visit, "operator")
    number = called(examiner)
    claimant.goto("/status/")
    assert "申請はまだ済んでいません" in status(claimant, number, "hanako@example.jp")
    claimant.get_by_role("button", name="申請の続きを入力する").click()
    assert filled_in(claimant, "2023-04-01 21:30") == number
    examiner.goto(f"/console/misuse/{number}/question/")
    examiner.get_by_label("質問").fill("パスワードはいつ変えましたか。")
    examiner.get_by_role("button", name="申請者に質問する").click()
    examiner.get_by_text("回答待ち（目安").wait_for()
    assert "お知らせいただきたいことがあります" in status(claimant, number, "hanako@example.jp")
    claimant.get_by_label("パスワードはいつ変えましたか。").fill("4月2日です。")
    claimant.get_by_role("button", name="送る").click()
    claimant.get_by_text("4月2日です。").wait_for()
    claimant.get_by_role("button", name="申請を取り下げる").click()
    claimant.get_by_role("button", name="取り下げる", exact=True).click()
    claimant.get_by_role("heading", name="申請は取り下げられました").wait_for()
    examiner.goto(f"/console/misuse/{number}/")
    examiner.get_by_text("取り下げられました。補償は行いません。").wait_for()


def called(page: Page) -> str:
    """The number that a caller is given."""
    page.goto("/console/misuse/calls/new/")
    page.get_by_label("申請の番号").or_(page.get_by_label("利用者名")).first.check()
    page.get_by_label("TwooCa アカウントの利用者").check()
    page.get_by_label("電話番号", exact=False).first.fill("080-9999-7777")
    page.get_by_label("ご連絡用メールアドレス").fill("hanako@example.jp")
    page.get_by_label("お話の要点（記録用）").fill("残高が知らないうちに減っていた。")
    page.get_by_role("button", name="記録して受付番号を出す").click()
    return page.locator("h1 .mono").inner_text()
