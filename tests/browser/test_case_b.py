"""Case B walked in browsers: from the caller to the points, a shop that contradicts, hours that nobody had set."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import ExitStack
from datetime import UTC, datetime
from pathlib import Path

import pytest
from django.core.management import call_command
from playwright.sync_api import Browser, Page
from pytest_django import Settings
from pytest_django.live_server_helper import LiveServer

from claims.models import Claim
from compensation.bulletin_loading import load_bulletins
from compensation.models import OutageHours
from config.demo.gift_codes import stock_codes
from config.demo.staff import open_accounts
from foundation.trail import clock
from foundation.trail.actor import Actor
from tests.browser.chromium import visitor
from tests.browser.conftest import PASSWORD, Visit
from tests.browser.walking import (
    BY_ITSELF,
    answer_question,
    begin_application,
    check_application,
    choose,
    codes,
    dispatch,
    fill_application,
    follow_link,
    move_clock,
    prove_contact,
    send_application,
    sign_in,
    take_step,
)
from tests.factories.enquiries import docked, hours_set
from tests.factories.enquiry_steps import second_bulletin
from tests.harness.needs import needs_chromium, needs_postgresql

pytestmark = [pytest.mark.browser, needs_chromium, needs_postgresql, pytest.mark.django_db(transaction=True)]
NUMBER, HOLDER = "4312345678", "hanako@example.jp"


@pytest.fixture
def visit(
    started_browser: Browser, transactional_db: None, settings: Settings, live_server: LiveServer, tmp_path: Path
) -> Iterator[Visit]:
    """A portal on a day in March, with one coupon that was docked that evening; each call is somebody else."""
    settings.DEMO, settings.SITE_URL, settings.VAR_DIR = True, live_server.url, tmp_path
    settings.DEMO_CLOCK = datetime(2023, 3, 20, 1, tzinfo=UTC)
    clock.forget()
    for command in ("load_holidays", "load_bulletins", "load_gift_products"):
        call_command(command)
    open_accounts(PASSWORD, by=Actor.system("tests"))
    stock_codes(by=Actor.system("tests"))
    docked(inquiry_number=NUMBER, face_yen=1000, app_phone="+817099990001", app_email=HOLDER)
    with ExitStack() as people:
        yield lambda: people.enter_context(visitor(started_browser, live_server.url)).new_page()
    clock.forget()


def signed_in(visit: Visit, username: str) -> Page:
    page = visit()
    sign_in(page, username, PASSWORD)
    page.get_by_role("heading", level=1).wait_for()
    return page


def taken_down(page: Page, programme: str = "kumamoto", number: str = "４３１２－３４５６－７８") -> str:
    """A caller on the line: four items and what happened; the address of the claim."""
    page.goto("/console/enquiries/new/")
    page.get_by_label("事業").select_option(programme)
    boxes = {
        "①お問い合わせ番号": number,
        "②有効期限": "2023年2月24日",
        "④利用店舗名": "見本みやげ店",
        "お名前": "見本 花子",
        "ご連絡先（電話）": "070-9999-0001",
        "お話の内容": "現金で払ったが同時に引かれていた",
    }
    for label, text in boxes.items():
        page.get_by_label(label).fill(text)
    page.get_by_label("③旅行先の都道府県").select_option(programme)
    page.get_by_label("お電話の方").select_option("yes")
    page.get_by_label("クーポンの番号").check()
    page.get_by_label("利用目的を説明し").check()
    page.get_by_role("button", name="記録する").click()
    page.get_by_role("link", name="お支払いを記録する").click()
    page.get_by_label("見本みやげ店").check()
    page.get_by_label("お店で使えなかった").check()
    page.get_by_label("現金などで払った額").fill("１，０００")
    page.get_by_role("button", name="記録する").click()
    page.get_by_role("heading", name="障害時のお支払い").wait_for()
    return page.url


def shop_says(page: Page, address: str, answer: str) -> None:
    page.goto(address)
    page.get_by_role("link", name="店舗の回答").first.click()
    page.get_by_label(answer).check()
    page.get_by_label("お答えになった方").fill("店長")
    page.get_by_role("button", name="記録する").click()
    page.get_by_role("heading", name="障害時のお支払い").wait_for()


def set_hours(visit: Visit) -> None:
    """One supervisor states the hours, another releases them."""
    first = signed_in(visit, "supervisor")
    first.goto("/console/hours/kumamoto/")
    first.get_by_label("始まり").fill("2023/2/24 17:00")
    first.get_by_label("終わり").fill("2023/2/24 21:00")
    first.get_by_label("出典").fill("運営会社の障害報告書")
    first.get_by_role("button", name="記録する").click()
    first.get_by_text("承認待ち").wait_for()
    assert first.get_by_role("button", name="承認して有効にする").count() == 0
    second = signed_in(visit, "supervisor2")
    second.goto("/console/hours/")
    second.get_by_role("button", name="承認して有効にする").click()
    second.get_by_text("有効", exact=True).wait_for()


def restored(visit: Visit, address: str) -> Page:
    page = signed_in(visit, "supervisor")
    page.goto(address)
    page.get_by_role("link", name="残高を戻す").click()
    page.get_by_role("button", name="残高を戻す").click()
    page.get_by_text("残高を戻し、有効期限を延ばしました。").wait_for()
    return page


def test_from_the_caller_to_the_points(visit: Visit) -> None:
    hours_set()
    operator = signed_in(visit, "operator")
    address = taken_down(operator)
    shop_says(operator, address, "一致")
    page = restored(visit, address)
    move_clock(page, "2023-04-03")
    call_command("settle", programme="kumamoto", as_of="2023-04-01T00:00:00+09:00")
    for username, step in (("supervisor", "内容を確定して承認に回す"), ("supervisor2", "承認して送付する")):
        leader = signed_in(visit, username)
        take_step(leader, "くまもと", BY_ITSELF, step)
        leader.get_by_role("heading", name="文面の見本").wait_for()
    dispatch()
    holder = visit()
    follow_link(holder, NUMBER)
    answer_question(holder, HOLDER)
    choose(holder, "nanaco")
    assert len(codes(holder)) == 1  # what was restored, 1,000 yen, and nothing beside it


def test_a_shop_that_contradicts_is_a_supervisors_decision(visit: Visit) -> None:
    hours_set()
    operator = signed_in(visit, "operator")
    address = taken_down(operator)
    shop_says(operator, address, "相違")
    leader = signed_in(visit, "supervisor")
    leader.goto("/console/referrals/")
    leader.get_by_role("link", name="確認する").first.click()
    leader.get_by_label("補償しないと判断し").check()
    leader.get_by_label("理由").fill("店舗の控えと一致しない")
    leader.get_by_role("button", name="理由を記録して終える").click()
    leader.goto(address)
    leader.get_by_text("対象外となりました").first.wait_for()


def test_hours_unset_then_set_and_released(visit: Visit) -> None:
    operator = signed_in(visit, "operator")
    address = taken_down(operator)
    shop_says(operator, address, "一致")
    operator.get_by_text("判定できない：障害の時間帯が未設定").first.wait_for()
    set_hours(visit)
    call_command("examine_claims")
    restored(visit, address)
    assert [hours.released_by for hours in OutageHours.objects.all()] == ["supervisor2"]


def test_yamanashi_is_decided_under_the_new_bulletin_and_told(visit: Visit, tmp_path: Path) -> None:
    docked("yamanashi", inquiry_number="1912345678", app_phone="+817099990002", app_email="y@example.jp")
    hours_set("yamanashi")
    operator = signed_in(visit, "operator")
    address = taken_down(operator, "yamanashi", "1912345678")
    shop_says(operator, address, "一致")
    number = operator.get_by_role("heading", level=1).inner_text().split()[-1]
    operator.goto("/console/waiting/")
    operator.get_by_role("row").filter(has_text=number).get_by_text("対応の公表").first.wait_for()
    load_bulletins(second_bulletin(tmp_path), by=Actor.system("tests"))
    move_clock(operator, "2023-04-20")
    call_command("examine_claims")
    operator.goto("/console/waiting/")
    assert operator.get_by_role("row").filter(has_text=number).count() == 0
    dispatch()
    operator.goto("/demo/outbox/")
    operator.get_by_label("お問い合わせ番号・支払番号・受付番号").fill(number)
    operator.get_by_role("button", name="探す").click()
    operator.get_by_text("新しいお知らせにもとづいて判定しました。").first.wait_for()


def applied(page: Page, name: str, contact: str, email: str) -> str:
    """Somebody applies on the special site for the same sheet; the claim's number."""
    begin_application(page, "kumamoto")
    given = {"氏名": name, "ご住所": "熊本県架空市見本町1-2-3", "電話番号": contact, "メールアドレス": email}
    fill_application(page, given | {"1枚目": "98765432"})
    check_application(page)
    prove_contact(page)
    return send_application(page)


def test_a_second_applicant_is_a_supervisors_decision(visit: Visit) -> None:
    docked(inquiry_number="98765432", app_account="", charged_at=None, app_phone="", app_email="")
    move_clock(visit(), "2023-04-05")
    first = applied(visit(), "見本 花子", "070-9999-0003", "hanako@example.jp")
    second = applied(visit(), "別人 太郎", "070-9999-0004", "taro@example.jp")
    call_command("examine_claims")
    leader = signed_in(visit, "supervisor")
    leader.goto("/console/referrals/")
    leader.get_by_role("row").filter(has_text="複数の申請").get_by_role("link", name="確認する").click()
    leader.get_by_label(first).check()
    leader.get_by_label("理由").fill("券面の写しで利用者を確かめた")
    leader.get_by_role("button", name="理由を記録して決める").click()
    leader.get_by_text("進める申請を決め、対応済みにしました。").wait_for()
    call_command("examine_claims")
    assert list(Claim.objects.order_by("pk").values_list("number", "state", "closed_as")) == [
        (first, "decided", ""),
        (second, "closed", "declined"),
    ]
