"""The special site's pages, but those of an application for coupons."""

from __future__ import annotations

import re

from tests.pages.entry import EARLY, LATE, Entry, State, Visitor, Way, at, page, sent

CHECKED = {"owner": "own", "expiry": "the_day", "holding": "app", "reach": "mobile", "evening": "nothing"}
LEFT = {"left_1": "2000", "left_2": "1,500"}
PRESSED = {"evening": "pressed_repeatedly", "hour": "19:30", "unit": "500", "meant": "1", "docked": "3"}
CHECKS = {
    "covered": CHECKED | LEFT,
    "apply": CHECKED | LEFT | {"holding": "paper"},
    "person": CHECKED | PRESSED,
    "elsewhere": {"owner": "elsewhere", "elsewhere": "okinawa"},
    "not-covered": {"owner": "none"},
}
DOORS = ("app", "paper", "docked", "other", "transfer")


def checked(answers: dict[str, str]) -> Way:
    """The answer to a check."""
    asked = {name: value for name, value in answers.items() if name != "reach" or answers["holding"] == "app"}
    return sent(at("/kumamoto/check/"), asked)


def asked_whether_ours(link: str) -> Way:
    """The answer to whether a link is from us; `{name}` stands for something of the world."""

    def way(visitor: Visitor) -> None:
        visitor.go("/verify-message/")
        visitor.fill({"link": visitor.named(link)})
        visitor.send()

    return way


ENTRIES = (
    Entry(
        "apply:start",
        (State("plain", at("/")), State("early", at("/"), when=EARLY), State("late", at("/"), when=LATE)),
        public=True,
    ),
    page("apply:check-choose", "/check/", public=True),
    Entry(
        "apply:check",
        (
            State("plain", at("/kumamoto/check/")),
            State("errors", sent(at("/kumamoto/check/")), refuses=True),
            State("all-asked", sent(at("/kumamoto/check/"), {"owner": "own", "evening": "other"}), refuses=True),
            *(State(name, checked(answers)) for name, answers in CHECKS.items()),
            State("early", checked(CHECKS["apply"]), when=EARLY),
            State("late", at("/kumamoto/check/"), when=LATE),
            State("apply-late", checked(CHECKS["apply"]), when=LATE),
        ),
        public=True,
    ),
    Entry(
        "apply:door",
        (
            *(State(door, at(f"/situation/{door}/")) for door in DOORS),
            *(State(f"{door}-late", at(f"/situation/{door}/"), when=LATE) for door in DOORS),
            State("paper-early", at("/situation/paper/"), when=EARLY),
        ),
        public=True,
    ),
    Entry(
        "apply:programme-door", tuple(State(door, at(f"/yamanashi/situation/{door}/")) for door in DOORS), public=True
    ),
    Entry(
        "apply:verify-message",
        (
            State("plain", at("/verify-message/")),
            State("errors", sent(at("/verify-message/")), refuses=True),
            State("yes", asked_whether_ours("{sent.link}")),
            State("unknown", asked_whether_ours("https://example.example/r/x")),
        ),
        public=True,
    ),
    page("apply:contact", "/contact/", public=True),
    page("apply:privacy", "/privacy/", public=True),
    page("apply:accessibility", "/accessibility/", public=True),
    Entry(
        "apply:notice",
        (
            *(State(slug, at(f"/{slug}/")) for slug in ("kumamoto", "yamanashi", "iwate", "nara")),
            State("early", at("/kumamoto/"), when=EARLY),
            State("late", at("/kumamoto/"), when=LATE),
        ),
        public=True,
    ),
    page("apply:fraud-notice", "/twooca/", public=True),
    page("apply:fraud-begin", "/twooca/claim/", public=True),
)
MISUSE_BEGUN = sent(at("/twooca/claim/"))
MISUSE = {
    "claimant": "user",
    "name": "見本 花子",
    "address": "東京都架空区見本町1-2-3",
    "contact": "080-9999-7777",
    "customer_id": "TW-7777",
    "email": "hanako@example.jp",
    "cause": "account_info_stolen",
    "recognised_at": "2023-04-02 9:00",
    "circumstances": "偽のメールからパスワードを入力した。" * 10,
    "police_station": "見本警察署",
    "police_date": "2023-04-02",
    "police_receipt_number": "第7号",
    "act_1_at": "2023-04-01 21:30",
    "act_1_kind": "payment",
    "act_1_balance": "value",
    "act_1_yen": "10000",
}
MISUSE_READ_BACK = sent(MISUSE_BEGUN, MISUSE)
MISUSE_RESUME = at("/twooca/claim/resume/")
LATER = "main button[name=keep][value=later]"


def misuse_saved(visitor: Visitor) -> None:
    """The code of a draft of a claim for misuse."""
    MISUSE_BEGUN(visitor)
    visitor.fill(MISUSE)
    with visitor.page.expect_navigation():
        visitor.page.locator(LATER).click()


def misuse_elsewhere(visitor: Visitor) -> None:
    """A form that is sent by a browser that no longer holds the draft."""
    MISUSE_BEGUN(visitor)
    visitor.page.context.clear_cookies(name=re.compile("^draft-"))
    visitor.fill(MISUSE)
    visitor.send()


def misuse_claimed(visitor: Visitor) -> None:
    """The last page of a claim for misuse."""
    MISUSE_READ_BACK(visitor)
    visitor.page.locator("main input[type=checkbox]").first.check()
    visitor.send()


MISUSE_ENTRIES = (
    Entry(
        "apply:fraud-resume",
        (
            State("plain", MISUSE_RESUME),
            State("errors", sent(MISUSE_RESUME), refuses=True),
            State("carried", misuse_elsewhere),
        ),
        public=True,
    ),
    Entry(
        "apply:fraud-save",
        (State("plain", misuse_saved), State("errors", sent(misuse_saved, {"where": ""}), refuses=True)),
        public=True,
    ),
    Entry(
        "apply:fraud-answer",
        (State("plain", MISUSE_BEGUN), State("errors", sent(MISUSE_BEGUN), refuses=True)),
        public=True,
    ),
    Entry(
        "apply:fraud-confirm",
        (State("plain", MISUSE_READ_BACK), State("errors", sent(MISUSE_READ_BACK), refuses=True)),
        public=True,
    ),
    Entry("apply:fraud-done", (State("plain", misuse_claimed),), public=True),
)
DEMONSTRATION = (
    page("demo:outbox", "/demo/outbox/"),
    Entry(
        "demo:clock",
        (
            State("plain", at("/demo/clock/")),
            State("errors", at("/demo/clock/?to=x"), refuses=True),
            State("asked", at("/demo/clock/?to=2023-04-28")),
        ),
    ),
)
