"""The pages worth a look, and how somebody gets to each: one table."""

from __future__ import annotations

from collections.abc import Callable
from typing import NamedTuple

from playwright.sync_api import Page

from tests.browser import walking

Way = Callable[["Visitor"], None]


class Visitor(NamedTuple):
    """Somebody with a page of a certain width; staff sign in with `password`."""

    page: Page
    width: int
    password: str


class Shot(NamedTuple):
    """A page by the name of its picture, and the way to it from nothing."""

    name: str
    way: Way


# A coupon on paper and what is asked for it: another one for each width, as a coupon is applied for once.
APPLICATIONS = {
    390: (
        "kumamoto",
        {
            "氏名": "見本 次郎",
            "ご住所": "熊本県架空市見本町7-8-9",
            "電話番号": "070-9999-0003",
            "メールアドレス": "jiro@example.jp",
            "1枚目": "4300-0000-03",
        },
    ),
    1280: (
        "iwate",
        {
            "氏名": "見本 四郎",
            "電話番号": "070-9999-0004",
            "年（西暦）": "2023",
            "月": "2",
            "日": "23",
            "1枚目": "0300-0000-02",
            "受取案内配信先": "shiro@example.jp",
        },
    ),
}
HOLDER = "4300000001"


def open_page(path: str) -> Way:
    """Straight to an address."""

    def way(visitor: Visitor) -> None:
        visitor.page.goto(path)

    return way


def staff(username: str, path: str) -> Way:
    """To an address of the console or the reports, signed in."""

    def way(visitor: Visitor) -> None:
        walking.sign_in(visitor.page, username, visitor.password, path)

    return way


def application(visitor: Visitor) -> None:
    """The empty form."""
    walking.begin_application(visitor.page, APPLICATIONS[visitor.width][0])


def errors(visitor: Visitor) -> None:
    """The form that was sent empty."""
    application(visitor)
    walking.check_application(visitor.page)


def reach(visitor: Visitor) -> None:
    """The step that proves the contact."""
    application(visitor)
    walking.fill_application(visitor.page, APPLICATIONS[visitor.width][1])
    walking.check_application(visitor.page)


def code_sent(visitor: Visitor) -> None:
    """The same, with a code on its way."""
    reach(visitor)
    visitor.page.get_by_role("button", name="確認コードを送る").click()


def saved(visitor: Visitor) -> None:
    """Saved for later, with the code to go on."""
    application(visitor)
    visitor.page.get_by_role("button", name="一時保存して").click()


def read_back(visitor: Visitor) -> None:
    """Everything read back; the portal that serves sends its messages itself."""
    reach(visitor)
    walking.prove_contact(visitor.page, send=lambda: None)


def sent(visitor: Visitor) -> str:
    """The claim number."""
    read_back(visitor)
    return walking.send_application(visitor.page)


def done(visitor: Visitor) -> None:
    """The last page of an application."""
    sent(visitor)


def status(visitor: Visitor) -> None:
    """Where a claim stands."""
    number = sent(visitor)
    contact = next(answer for answer in APPLICATIONS[visitor.width][1].values() if "@" in answer)
    walking.status(visitor.page, number, contact)


def withdrawal(visitor: Visitor) -> None:
    """Before a claim is withdrawn."""
    status(visitor)
    visitor.page.get_by_role("link", name="申請を取り下げる").click()


def question(visitor: Visitor) -> None:
    """Where the link of a message leads."""
    walking.follow_link(visitor.page, HOLDER)


def choice(visitor: Visitor) -> None:
    """The methods."""
    question(visitor)
    walking.answer_question(visitor.page, HOLDER)


def confirmation(visitor: Visitor) -> None:
    """A method, before it is taken."""
    choice(visitor)
    walking.pick(visitor.page, "Amazon")


def code(visitor: Visitor) -> None:
    """The codes: handed out to the first visitor, shown again to the next."""
    choice(visitor)
    if visitor.page.get_by_label("Amazon").count():
        walking.choose(visitor.page, "Amazon")
    walking.codes(visitor.page)


def coupon(visitor: Visitor) -> None:
    """A coupon as the call centre sees it."""
    walking.sign_in(visitor.page, "operator", visitor.password)
    walking.find(visitor.page, HOLDER)


def mailing(visitor: Visitor) -> None:
    """A mailing that waits for its first supervisor."""
    walking.sign_in(visitor.page, "supervisor", visitor.password)
    walking.open_mailing(visitor.page, "やまなし", walking.BY_ITSELF)


def on_its_way(visitor: Visitor) -> None:
    """A mailing that was released."""
    walking.sign_in(visitor.page, "supervisor", visitor.password)
    walking.open_mailing(visitor.page, "いわて", walking.BY_ITSELF)


def proof(visitor: Visitor) -> None:
    """What was sent to the holder of a coupon."""
    walking.sign_in(visitor.page, "operator", visitor.password, "/console/proof/")
    visitor.page.get_by_label("番号または連絡先").fill(HOLDER)
    visitor.page.get_by_role("button", name="調べる").click()


SHOTS = (
    Shot("start", open_page("/")),
    Shot("notice", open_page("/kumamoto/")),
    Shot("notice-yamanashi", open_page("/yamanashi/")),
    Shot("application", application),
    Shot("application-errors", errors),
    Shot("application-reach", reach),
    Shot("application-code", code_sent),
    Shot("application-saved", saved),
    Shot("application-resume", open_page("/kumamoto/apply/resume/")),
    Shot("application-check", read_back),
    Shot("payout-question", question),
    Shot("payout-choice", choice),
    Shot("payout-confirm", confirmation),
    Shot("payout-code", code),
    Shot("application-done", done),
    Shot("status", status),
    Shot("status-withdraw", withdrawal),
    Shot("desk-sign-in", open_page("/console/")),
    Shot("desk-home", staff("supervisor", "/console/")),
    Shot("desk-coupon", coupon),
    Shot("desk-referrals", staff("operator", "/console/referrals/")),
    Shot("desk-mailing", mailing),
    Shot("desk-mailings", staff("supervisor", "/console/mailings/")),
    Shot("desk-mailing-on-its-way", on_its_way),
    Shot("desk-proof", proof),
    Shot("report", staff("officer", "/reports/yamanashi/")),
    Shot("outbox", open_page("/demo/outbox/")),
    Shot("clock", open_page("/demo/clock/")),
)
