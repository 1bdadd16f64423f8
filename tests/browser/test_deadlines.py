"""Every door and every deadline of the special site with the clock before, during and after; what is refused, and what
remains to be done."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import ExitStack
from datetime import UTC, datetime
from pathlib import Path

import pytest
from django.core.management import call_command
from playwright.sync_api import Browser, Page
from pytest_django import Settings
from pytest_django.live_server_helper import LiveServer

from foundation.trail import clock
from tests.browser.chromium import visitor
from tests.browser.test_applying import KUMAMOTO
from tests.browser.walking import begin_application, check_application, fill_application, move_clock, status
from tests.factories.claims import received
from tests.factories.decided import refused
from tests.harness.needs import needs_chromium, needs_postgresql

pytestmark = [pytest.mark.browser, needs_chromium, needs_postgresql, pytest.mark.django_db(transaction=True)]
WIDTHS = (390, 1280)
CALL_CENTRE = "0120-479-249"
BEFORE, OPEN, CLOSED, OVER = "2023-03-10 10:00", "2023-04-10 10:00", "2023-05-01 0:05", "2023-06-01 10:00"
DOORS = {
    "アプリにチャージしていた": {OVER: "受け取りの期限は過ぎました。"},
    "紙のまま払えなかった・アプリを退会した": {
        BEFORE: "受付が始まってから申請できます。",
        OPEN: "シートにあるお問い合わせ番号をご用意ください。",
        CLOSED: "受付は終わりました。申請した方は",
    },
    "現金などでも払った・重ねて引かれた": {OPEN: "お電話の前に、次のものをご用意ください。"},
    "受け取れなかった・チャージできなかった・そのほか": {OPEN: "クーポンを受け取れなかった："},
    "ポイントではなく銀行振込がよい": {OPEN: "うかがうこと"},
}
Come = Callable[..., Page]


@pytest.fixture
def come(
    started_browser: Browser, transactional_db: None, settings: Settings, live_server: LiveServer, tmp_path: Path
) -> Iterator[Come]:
    """A portal on the tenth of March, before any site has opened; each call is somebody else."""
    settings.DEMO, settings.SITE_URL, settings.VAR_DIR = True, live_server.url, tmp_path
    settings.DEMO_CLOCK = datetime(2023, 3, 10, 1, tzinfo=UTC)
    clock.forget()
    for command in ("load_holidays", "load_bulletins"):
        call_command(command)
    with ExitStack() as people:

        def visit(width: int = 390, *, scripts: bool = True) -> Page:
            person = visitor(started_browser, live_server.url, width=width, scripts=scripts)
            return people.enter_context(person).new_page()

        yield visit
    clock.forget()


def main_of(page: Page) -> str:
    return page.get_by_role("main").inner_text()


@pytest.mark.parametrize("width", WIDTHS)
def test_every_door_before_during_and_after(come: Come, width: int) -> None:
    page = come(width)
    for now in (BEFORE, OPEN, CLOSED, OVER):
        if now != BEFORE:
            move_clock(page, now)
        for title, said in DOORS.items():
            page.goto("/")
            page.get_by_role("main").get_by_role("link", name=title).click()
            page.get_by_role("heading", level=1, name=title).wait_for()
            assert (said.get(now, "") in main_of(page), CALL_CENTRE in page.content()) == (True, True), (now, title)
            page.get_by_role("link", name="ほかの場合を見る").click()
            page.get_by_role("link", name=title).wait_for()


def test_the_door_of_twooca_is_open_at_any_time(come: Come) -> None:
    page = come()
    for now in (BEFORE, OVER):
        if now != BEFORE:
            move_clock(page, now)
        page.goto("/")
        page.get_by_text("TwooCa の不正利用にあった").click()
        page.get_by_role("link", name="補償を申請する").click()
        page.get_by_role("button", name="入力をはじめる").click()
        page.get_by_role("heading", name="不正利用の内容を入力してください").wait_for()


def test_the_check_before_during_and_after(come: Come) -> None:
    page = come()
    expected = {BEFORE: "受付開始", OPEN: "申請をはじめる", CLOSED: "期限の2023年4月30日の終わりまでに"}
    for now, said in expected.items():
        if now != BEFORE:
            move_clock(page, now)
        page.goto("/kumamoto/check/")
        for choice in ("わたし宛ての、", "2023年2月24日（金）", "紙のシートのまま", "余分に引かれたことはない"):
            page.get_by_label(choice).check()
        for box in page.get_by_label("残っていた額").all():
            box.fill("2000")
        page.get_by_role("button", name="結果を見る").click()
        page.get_by_role("heading", name="円をお支払いします").or_(page.locator("h1")).first.wait_for()
        assert said in main_of(page), now


def test_the_application_opens_at_its_minute(come: Come) -> None:
    page = come()
    move_clock(page, "2023-03-24 13:59")
    page.goto("/kumamoto/apply/")
    page.get_by_role("heading", name="申請の受付はまだ始まっていません").wait_for()
    assert "2023年3月24日（金）14時" in main_of(page)
    move_clock(page, "2023-03-24 14:00")
    begin_application(page, "kumamoto")
    page.get_by_role("heading", name="申請内容を入力してください").wait_for()


@pytest.mark.parametrize("scripts", [True, False], ids=["scripts", "no-scripts"])
def test_the_last_day_passes_while_somebody_types(come: Come, scripts: bool) -> None:
    page, beside = come(scripts=scripts), come()
    move_clock(beside, "2023-04-30 23:50")
    begin_application(page, "kumamoto")
    fill_application(page, KUMAMOTO)
    move_clock(beside, CLOSED)
    check_application(page)
    page.get_by_role("heading", name="申請の受付は終わりました").wait_for()
    assert CALL_CENTRE in main_of(page)
    page.get_by_role("link", name="申請の状況を確認する").click()
    page.get_by_role("heading", name="申請の状況を確認する").wait_for()


def test_a_draft_is_taken_up_on_its_last_day_and_not_after(come: Come) -> None:
    page = come()
    move_clock(page, OPEN)
    begin_application(page, "yamanashi")
    page.get_by_role("button", name="一時保存して").click()
    code = page.locator(".plate-number").inner_text()
    move_clock(page, "2023-05-09 23:50")
    enter_code(come(), "yamanashi", code).get_by_role("heading", name="申請内容を入力してください").wait_for()
    move_clock(page, "2023-05-10 0:10")
    late = enter_code(come(), "yamanashi", code)
    late.get_by_role("alert").get_by_text("このコードで続けられる申請はありません").wait_for()
    late.get_by_role("link", name="はじめから申請する").click()
    late.get_by_role("button", name="入力をはじめる").wait_for()


def enter_code(page: Page, slug: str, code: str) -> Page:
    page.goto(f"/{slug}/apply/resume/")
    page.get_by_label("再開コード").fill(code)
    page.get_by_role("button", name="続ける", exact=True).click()
    return page


def test_a_claim_for_misuse_goes_on_in_another_browser_by_its_code(come: Come) -> None:
    page = come(scripts=False)
    page.goto("/twooca/claim/")
    page.get_by_role("button", name="入力をはじめる").click()
    address = page.url
    page.get_by_label("お名前").fill("見本 花子")
    page.get_by_role("button", name="一時保存して").click()
    code = page.locator(".plate-number").inner_text()
    other = come()
    other.goto(address)
    other.get_by_role("heading", name="申請を途中から続ける").wait_for()
    assert "見本" not in other.content()
    other.get_by_label("再開コード").fill(code)
    other.get_by_role("button", name="続ける", exact=True).click()
    assert other.get_by_label("お名前").input_value() == "見本 花子"


def test_a_transfer_until_the_last_day_and_not_after(come: Come) -> None:
    page = come()
    move_clock(page, "2023-04-30 23:30")
    number = str(received().number)
    assert "ポイントではなく銀行振込を希望する方" in status(page, number, "taro@example.jp")
    page.get_by_role("link", name="銀行振込を申請する").click()
    page.get_by_role("heading", name="銀行振込の申請").wait_for()
    move_clock(come(), CLOSED)
    page.get_by_role("button", name="確認へ進む").last.click()
    page.get_by_text("銀行振込の申請期限は過ぎました。").wait_for()
    assert CALL_CENTRE in page.content()


def test_a_refusal_is_looked_at_again_once(come: Come) -> None:
    page = come()
    move_clock(page, OPEN)
    claim = refused()
    assert "再審査を申し出る" in status(page, str(claim.number), "taro@example.jp")
    page.get_by_role("link", name="再審査を申し出る").click()
    page.get_by_role("button", name="再審査を申し出る").click()
    assert page.evaluate("document.activeElement.className") == "error-summary"
    page.get_by_label("判定と違うとお考えの点").fill("シートの有効期限を見てください。")
    page.get_by_role("button", name="再審査を申し出る").click()
    page.locator("a[href='/status/look-again/']").wait_for(state="detached")
    page.goto("/status/look-again/")
    page.wait_for_url("**/status/shown/")


def test_a_claim_is_withdrawn_and_a_second_press_changes_nothing(come: Come) -> None:
    page = come()
    move_clock(page, OPEN)
    number = str(received().number)
    status(page, number, "taro@example.jp")
    page.get_by_role("link", name="申請を取り下げる").click()
    second = page.context.new_page()
    second.goto(page.url)
    for tab in (page, second):
        tab.get_by_role("button", name="申請を取り下げる").click()
    page.get_by_role("heading", name="取り下げ済みです").wait_for()
    assert "取り下げ" in main_of(second)


def test_the_half_hour_of_the_status_page_passes(come: Come) -> None:
    page = come()
    move_clock(page, OPEN)
    number = str(received().number)
    status(page, number, "taro@example.jp")
    page.get_by_role("link", name="申請を取り下げる").click()
    page.context.clear_cookies(name="status")
    page.get_by_role("button", name="申請を取り下げる").click()
    page.get_by_role("heading", name="申請の状況を確認する").wait_for()
    assert number in status(page, number, "taro@example.jp")


def test_an_unknown_claim_number_leads_nowhere_and_keeps_what_was_typed(come: Come) -> None:
    page = come(scripts=False)
    status(page, "22-0000-0000-A", "taro@example.jp")
    page.get_by_role("alert").get_by_text("組み合わせが見つかりません").wait_for()
    assert page.get_by_label("受付番号").input_value() == "22-0000-0000-A"
