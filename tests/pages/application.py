"""The pages of an application for coupons: its steps on a draft, and the status page with what is done there."""

from __future__ import annotations

import re
from typing import Final
from uuid import uuid4

from tests.pages.entry import EARLY, LATE, MAIN_FORM, Entry, State, Visitor, Way, at, sent

PAPER: Final = {
    "name": "見本 次郎",
    "address": "熊本県架空市見本町7-8-9",
    "contact": "070-9999-0003",
    "email": "jiro@example.jp",
    "coupon_number": "4300-0000-03",
}
LONG: Final = {
    **PAPER,
    "name": "見本 " + "寿限無寿限無五劫の擦り切れ" * 5,
    "address": "熊本県架空市見本町" + "長い名前の丁目" * 12,
    "email": f"{'long-name-' * 6}@{'long-' * 8}example.example.jp",
}
NO_MORE_CODES_TO: Final = "no-more-codes@example.jp"
WITHOUT_CODE: Final = "main form:has(button[name=without])"
LATER: Final = "main button[name=keep][value=later]"
_DRAFTS: Final = re.compile("^draft-")


def begun(programme: str) -> Way:
    """The empty form of an application."""
    return sent(at(f"/{programme}/apply/"))


def asked_for_code(answers: dict[str, str]) -> Way:
    """The step that proves a contact, before a code was asked for."""
    return sent(begun("kumamoto"), answers)


def code_sent(visitor: Visitor) -> None:
    """A code on its way, to somebody else each time: a contact is sent a few a day."""
    sent(asked_for_code({**PAPER, "email": f"jiro-{uuid4().hex[:8]}@example.jp"}))(visitor)


def read_back(answers: dict[str, str]) -> Way:
    """Everything read back, after going on without the code."""
    return sent(sent(asked_for_code(answers)), form=WITHOUT_CODE)


def applied(visitor: Visitor) -> None:
    """The last page of an application."""
    read_back(PAPER)(visitor)
    visitor.page.locator("main [name=traveller]").first.check()
    visitor.page.locator("main input[type=checkbox]").first.check()
    visitor.send()


def taken_up(visitor: Visitor) -> None:
    """A draft with a proved contact, opened by its code: everything read back."""
    sent(at("/kumamoto/apply/resume/"), {"code": visitor.world["draft.code"]})(visitor)


def proved(visitor: Visitor) -> None:
    """The step that proves a contact, come back to."""
    taken_up(visitor)
    visitor.page.goto(visitor.page.url.replace("/confirm/", "/reach/"))


def saved(visitor: Visitor) -> None:
    """The code of a draft, shown to go on with later."""
    begun("kumamoto")(visitor)
    visitor.fill(PAPER)
    with visitor.page.expect_navigation():
        visitor.page.locator(LATER).click()


def elsewhere(visitor: Visitor) -> None:
    """A form that is sent by a browser that no longer holds the draft."""
    begun("kumamoto")(visitor)
    visitor.page.context.clear_cookies(name=_DRAFTS)
    visitor.fill(PAPER)
    visitor.send()


def status_of(claim: str) -> Way:
    """Where a claim stands, asked for by its number and contact."""

    def way(visitor: Visitor) -> None:
        visitor.go("/status/")
        number, contact = visitor.world[f"claim.{claim}.number"], visitor.world[f"claim.{claim}.contact"]
        visitor.fill({"number": number, "contact": contact})
        visitor.send()

    return way


def of_claim(claim: str, path: str) -> Way:
    """A page about a claim, by way of its status."""

    def way(visitor: Visitor) -> None:
        status_of(claim)(visitor)
        visitor.go(path)

    return way


def wrong_status(visitor: Visitor) -> None:
    """A number that nothing is found by."""
    visitor.go("/status/")
    visitor.fill({"number": "22-0000-0000-A", "contact": "nobody@example.jp"})
    visitor.send()


STATUSES: Final = (
    *(
        "received",
        "long",
        "decided",
        "charged",
        "refused",
        "unfound",
        "incomplete",
        "withdrawn",
        "looked-at-again",
        "misuse",
    ),
)
RESUME: Final = at("/kumamoto/apply/resume/")
WRONG_NUMBER: Final = sent(status_of("unfound"), {"number-1": "？"}, form="#numbers")
NOTHING_ADDED: Final = sent(status_of("incomplete"), form="#items")
LOOK_AGAIN: Final = of_claim("refused", "/status/look-again/")
ENTRIES: Final = (
    Entry(
        "apply:begin",
        (
            State("plain", at("/kumamoto/apply/")),
            State("iwate", at("/iwate/apply/")),
            State("yamanashi", at("/yamanashi/apply/")),
            State("early", at("/kumamoto/apply/"), when=EARLY),
            State("late", at("/kumamoto/apply/"), when=LATE),
        ),
        public=True,
    ),
    Entry(
        "apply:resume",
        (
            State("plain", RESUME),
            State("errors", sent(RESUME), refuses=True),
            State("unknown", sent(RESUME, {"code": "0000-0000-0000"}), refuses=True),
            State("carried", elsewhere),
        ),
        public=True,
    ),
    Entry(
        "apply:answer",
        (
            State("plain", begun("kumamoto")),
            State("iwate", begun("iwate")),
            State("yamanashi", begun("yamanashi")),
            State("errors", sent(begun("kumamoto")), refuses=True),
            State("errors-iwate", sent(begun("iwate")), refuses=True),
        ),
        public=True,
    ),
    Entry(
        "apply:save", (State("plain", saved), State("errors", sent(saved, {"where": ""}), refuses=True)), public=True
    ),
    Entry(
        "apply:reach",
        (
            State("plain", asked_for_code(PAPER)),
            State("long", asked_for_code(LONG)),
            State("sent", code_sent),
            State("errors", sent(code_sent), refuses=True),
            State("wrong", sent(code_sent, {"code": "000000"}), refuses=True),
            State("no-more-codes", sent(asked_for_code({**PAPER, "email": NO_MORE_CODES_TO}))),
            State("proved", proved),
        ),
        public=True,
    ),
    Entry(
        "apply:confirm",
        (
            State("plain", read_back(PAPER)),
            State("proved", taken_up),
            State("long", read_back(LONG)),
            State("errors", sent(read_back(PAPER), form=MAIN_FORM), refuses=True),
        ),
        public=True,
    ),
    Entry("apply:done", (State("plain", applied),), public=True),
    Entry(
        "apply:status",
        (
            State("plain", at("/status/")),
            State("errors", sent(at("/status/")), refuses=True),
            State("unknown", wrong_status, refuses=True),
        ),
        public=True,
    ),
    Entry(
        "apply:status-shown",
        (
            *(State(claim, status_of(claim)) for claim in STATUSES),
            State("unfound-late", status_of("unfound"), when=LATE),
        ),
        public=True,
    ),
    Entry("apply:status-correct", (State("errors", WRONG_NUMBER, refuses=True),), public=True),
    Entry("apply:status-complete", (State("errors", NOTHING_ADDED, refuses=True),), public=True),
    Entry(
        "apply:status-withdraw",
        (
            State("plain", of_claim("received", "/status/withdraw/")),
            State("over", of_claim("withdrawn", "/status/withdraw/")),
        ),
        public=True,
    ),
    Entry(
        "apply:status-look-again",
        (State("plain", LOOK_AGAIN), State("errors", sent(LOOK_AGAIN), refuses=True)),
        public=True,
    ),
)
