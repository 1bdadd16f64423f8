"""The line walked from end to end in a browser: from a coupon, or from an application, to the shown code."""

from __future__ import annotations

import pytest
from django.core.management import call_command

from tests.browser.conftest import PASSWORD, Visit
from tests.browser.walking import (
    APPLIED_FOR,
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
    status,
    take_step,
)
from tests.harness.needs import needs_chromium, needs_postgresql

pytestmark = [
    pytest.mark.browser,
    needs_chromium,
    needs_postgresql,
    pytest.mark.django_db(transaction=True),
]
FREEZE, RELEASE = "内容を確定して承認に回す", "承認して送付する"
KUMAMOTO = {
    "氏名": "見本 次郎",
    "郵便番号": "８６０ー００００",
    "ご住所": "熊本県架空市見本町",
    "番地": "7-8-9",
    "電話番号": "０７０ー９９９９ー０００３",
    "メールアドレス": "jiro@example.jp",
    "1枚目": "４３００－００００－０３",
}


def released_by_two(visit: Visit, programme: str, route: str) -> None:
    """One supervisor freezes the mailing, another releases it."""
    for username, step in (("supervisor", FREEZE), ("supervisor2", RELEASE)):
        page = visit()
        sign_in(page, username, PASSWORD)
        take_step(page, programme, route, step)
        page.get_by_role("heading", name="文面の見本").wait_for()
    dispatch()


def test_from_the_ledger_to_the_code(visit: Visit) -> None:
    move_clock(visit(), "2023-04-21")
    released_by_two(visit, "やまなし", BY_ITSELF)
    page = visit()
    follow_link(page, "1900000001")
    answer_question(page, "satsuki@example.jp")
    choose(page, "PayPay")
    shown = codes(page)
    page.reload()
    assert (len(shown), codes(page)) == (4, shown)  # 800 yen: 500 + 3 × 100


def test_whoever_froze_a_mailing_does_not_release_it(visit: Visit) -> None:
    page = visit()
    sign_in(page, "supervisor", PASSWORD)
    take_step(page, "やまなし", BY_ITSELF, FREEZE)
    page.get_by_text("確定した本人は承認できません").wait_for()
    assert page.get_by_role("link", name=RELEASE).count() == 0


def test_from_the_application_to_the_code(visit: Visit) -> None:
    page = visit()
    begin_application(page, "kumamoto")
    fill_application(page, KUMAMOTO)
    check_application(page)
    prove_contact(page)
    number = send_application(page)
    dispatch()
    page.goto(f"/demo/outbox/?number={number}")
    assert page.locator(".letter").count() == 1  # the code named no claim: there was none
    call_command("examine_claims")
    assert number in status(page, number, "jiro@example.jp")
    move_clock(page, "2023-05-01")
    released_by_two(visit, "くまもと", APPLIED_FOR)
    follow_link(page, "4300000003")
    answer_question(page, "4300000003")
    choose(page, "nanaco")
    assert len(codes(page)) == 2  # 1,500 yen: 1000 + 500
