"""Steps that people take on the portal's pages, by what stands on the buttons and beside the boxes."""

from __future__ import annotations

import os
import re
import subprocess
import sys
from collections.abc import Callable

from django.conf import settings
from django.db import connection
from playwright.sync_api import Page

from tests.house.tree import ROOT

# The routes of a mailing, as the console names them.
_LOOKS = 40
BY_ITSELF, APPLIED_FOR = "アプリ会員への自動対応", "特設サイト"


def dispatch() -> None:
    """Send what is due, in a process of its own: beside Playwright's loop no other one runs."""
    named = connection.settings_dict
    who = named["USER"] + (f":{named['PASSWORD']}" if named["PASSWORD"] else "")
    database = f"postgres://{who}@{named['HOST']}:{named['PORT'] or 5432}/{named['NAME']}"
    given = {"DATABASE_URL": database, "DEMO": "1", "SITE_URL": settings.SITE_URL, "VAR_DIR": str(settings.VAR_DIR)}
    command = [sys.executable, "manage.py", "dispatch", "--until-empty"]
    subprocess.run(command, cwd=ROOT, env={**os.environ, **given}, check=True, stdout=subprocess.DEVNULL, timeout=60)


def follow_link(page: Page, number: str) -> None:
    """Find the message about a coupon in the outbox and follow its link."""
    page.goto("/demo/outbox/")
    page.get_by_label("お問い合わせ番号・支払番号・受付番号").fill(number)
    page.get_by_role("button", name="探す").click()
    page.locator(".letter-body a[href^='/r/']").first.click()


def answer_question(page: Page, answer: str) -> None:
    """Say what only the holder knows."""
    page.get_by_label("お問い合わせ番号など").fill(answer)
    page.get_by_role("button", name="確認する").click()


def pick(page: Page, method: str) -> None:
    """Choose a method, without taking it yet."""
    page.get_by_label(method).check()
    page.get_by_role("button", name="確認へ進む").click()


def choose(page: Page, method: str) -> None:
    """Choose a method and confirm it."""
    pick(page, method)
    page.get_by_role("button", name="で受け取る").click()


def codes(page: Page) -> list[str]:
    """The codes that the page shows."""
    page.get_by_role("heading", name="お受け取りのコードです").wait_for()
    return page.locator(".plate-number").all_inner_texts()


def move_clock(page: Page, to: str) -> None:
    """Move the demonstration's clock on its page."""
    page.goto("/demo/clock/")
    page.get_by_label("ほかの日時").fill(to)
    page.get_by_role("button", name="この日時へ進める").click()
    page.get_by_role("button", name="進める").click()
    page.get_by_role("heading", name="このポータルの時計").wait_for()


def sign_in(page: Page, username: str, password: str, path: str = "/console/") -> None:
    """Sign in on the way to a page of the staff."""
    page.goto(path)
    page.get_by_label("ユーザー名").fill(username)
    page.get_by_label("パスワード").fill(password)
    page.get_by_role("button", name="サインインする").click()


def find(page: Page, text: str) -> None:
    """Search the console."""
    page.goto("/console/")
    page.get_by_label("番号または連絡先").fill(text)
    page.get_by_role("button", name="探す").click()


def open_mailing(page: Page, programme: str, route: str) -> None:
    """Open the mailing of a programme that goes by this route."""
    page.goto("/console/mailings/")
    page.get_by_role("row").filter(has_text=programme).filter(has_text=route).get_by_role("link").first.click()


def take_step(page: Page, programme: str, route: str, step: str) -> None:
    """Take a step with a mailing, and confirm it."""
    open_mailing(page, programme, route)
    page.get_by_role("link", name=step).click()
    page.get_by_role("button", name=step).click()


def begin_application(page: Page, slug: str) -> None:
    """Read what is asked, and begin."""
    page.goto(f"/{slug}/apply/")
    page.get_by_role("button", name="入力をはじめる").click()


def fill_application(page: Page, answers: dict[str, str]) -> None:
    """Answer by the labels of the boxes."""
    for label, answer in answers.items():
        page.get_by_label(label).first.fill(answer)


def check_application(page: Page) -> None:
    """Send the form; the first button of that name is for the Enter key."""
    page.get_by_role("button", name="確認へ進む").last.click()


def prove_contact(page: Page, send: Callable[[], None] = dispatch) -> None:
    """Have a code sent, read it where its recipient reads it, and type it in; `send` sees that it goes out."""
    page.get_by_role("button", name="確認コードを送る").click()
    page.get_by_role("button", name="確認して進む").wait_for()
    send()
    code = newest_code(page)
    page.get_by_label("確認コード（6けたの数字）").fill(code)
    page.get_by_role("button", name="確認して進む").click()
    page.get_by_role("heading", name="内容を確認してください").wait_for()


def newest_code(page: Page) -> str:
    """The newest code among the messages, read in a tab beside the page."""
    beside = page.context.new_page()
    codes = beside.locator(".letter-body").filter(has_text="確認コード")
    for _ in range(_LOOKS):
        beside.goto("/demo/outbox/")
        while not codes.count() and beside.get_by_role("link", name="前のメッセージ").count():
            beside.get_by_role("link", name="前のメッセージ").click()
        if codes.count():
            found = re.search(r"確認コード\D*(\d{6})", codes.first.inner_text())
            beside.close()
            assert found is not None
            return found[1]
        beside.wait_for_timeout(500)
    raise AssertionError("no code among the messages")


def send_application(page: Page) -> str:
    """Agree and send; the claim number."""
    page.get_by_label("利用者として記された本人です").check()
    page.get_by_label("上の利用目的に同意し").check()
    page.get_by_role("button", name="この内容で申請する").click()
    return page.locator(".plate-number").inner_text()


def status(page: Page, number: str, contact: str) -> str:
    """What the status page says of a claim."""
    page.goto("/status/")
    page.get_by_label("受付番号").fill(number)
    page.get_by_label("申請時の電話番号またはメールアドレス").fill(contact)
    page.get_by_role("button", name="確認する").last.click()
    return page.get_by_role("main").inner_text()
