"""The pages of bank transfers: on the payout site, on the special site and at the desk."""

from __future__ import annotations

from tests.pages.application import applied, status_of
from tests.pages.console import LEADER, OPERATOR, SHOWN, listed
from tests.pages.entry import Entry, State, Visitor, Way, at, form_page, sent
from tests.pages.payout_site import opened

ACCOUNT = {
    "place": "bank",
    "bank": "0001",
    "branch": "001",
    "account_kind": "ordinary",
    "account_number": "1234567",
    "holder": "ミホン　ハナコ",
    "identity_name": "見本 花子",
    "identity_reading": "ミホン　ハナコ",
    "identity_address": "東京都架空区見本町1-2-3",
    "lodging_name": "阿蘇見本温泉 やまなみ（架空）",
    "lodging_day": "2023-02-23",
}

# What was typed is kept as a draft, so that another reading of the same form may have left it filled in.
EMPTIED = {"holder": "", "identity_name": ""}


def then(before: Way, path: str) -> Way:
    """On to an address, from wherever one is."""

    def way(visitor: Visitor) -> None:
        before(visitor)
        visitor.go(path)

    return way


def after_applying(visitor: Visitor) -> None:
    """From the last page of an application to the form of its transfer."""
    applied(visitor)
    visitor.page.goto(visitor.page.url.replace("/done/", "/transfer/"))


def of_payout(payout: str, part: str = "") -> Way:
    """A page about the transfer of a payout, the question answered."""
    return then(opened(payout), f"/receive/{{payout.{payout}.number}}/transfer/{part}")


def typed(before: Way, answers: dict[str, str]) -> Way:
    """What is typed key by key into the search for a bank, until its candidates stand there."""

    def way(visitor: Visitor) -> None:
        before(visitor)
        visitor.page.locator("[name=place][value=bank]").check()
        for name, text in answers.items():
            box = visitor.page.locator(f"#id_{name}")
            box.clear()  # a draft keeps what was looked for before
            box.press_sequentially(text)
            visitor.page.locator(f"#{name}-picks input, #{name}-said:not(:empty) strong").first.wait_for()

    return way


def looked_for(before: Way, answers: dict[str, str]) -> Way:
    """The same by the button, as without scripts."""

    def way(visitor: Visitor) -> None:
        before(visitor)
        visitor.fill({"place": "bank", **answers})
        with visitor.page.expect_navigation():
            visitor.page.locator("button[name=find]").click()

    return way


ASKED = of_payout("open", "ask/")
SEVERAL = {"bank": "みず", "branch": ""}
BY_STATUS = then(status_of("received"), "/status/transfer/")
NEW = at("/console/transfers/new/payout/{payout.asked.number}/", by=LEADER)
# What is typed is kept as a draft: another payout than the one whose empty form is read.
NEW_OTHER = at("/console/transfers/new/payout/{payout.wrong.number}/", by=LEADER)
REQUEST = "/console/transfers/{transfer.requested}/"
WHOLE_ACCOUNT = "main form[action$='/account/']"
ENTRIES = (
    Entry(
        "receive:transfer",
        (State("requested", of_payout("wired")), State("asked-back", of_payout("asked-back"))),
        public=True,
    ),
    Entry(
        "receive:transfer-ask",
        (
            State("plain", ASKED),
            State("errors", sent(ASKED, EMPTIED), refuses=True),
            State("several-found", looked_for(ASKED, SEVERAL)),
            State("none-found", looked_for(ASKED, {"bank": "みずほ", "branch": "ない支店"})),
            State("found-while-typing", typed(ASKED, {"bank": "みずほ", "branch": "新宿"})),
            State("several-while-typing", typed(ASKED, {"bank": "みず"})),
            State("asked-back", of_payout("asked-back", "ask/")),
        ),
        public=True,
    ),
    Entry("receive:transfer-confirm", (State("plain", sent(ASKED, ACCOUNT)),), public=True),
    Entry("receive:transfer-withdraw", (State("plain", of_payout("wired", "withdraw/")),), public=True),
    Entry(
        "apply:transfer",
        (State("plain", BY_STATUS), State("errors", sent(BY_STATUS, EMPTIED), refuses=True)),
        public=True,
    ),
    Entry("apply:transfer-confirm", (State("plain", sent(BY_STATUS, ACCOUNT)),), public=True),
    Entry(
        "apply:transfer-withdraw",
        (State("plain", then(status_of("agreed"), "/status/transfer/withdraw/")),),
        public=True,
    ),
    Entry(
        "apply:transfer-after",
        (State("plain", after_applying), State("errors", sent(after_applying, EMPTIED), refuses=True)),
        public=True,
    ),
    Entry("apply:transfer-after-confirm", (State("plain", sent(after_applying, ACCOUNT)),), public=True),
    listed("desk:transfers", "/console/transfers/"),
    Entry(
        "desk:transfer",
        tuple(
            State(state, at(f"/console/transfers/{{transfer.{state}}}/", by=LEADER))
            for state in ("requested", "incomplete", "checked", "listed", "refused")
        ),
    ),
    Entry("desk:transfer-show", (State("plain", sent(at(REQUEST, by=OPERATOR), form=SHOWN)),)),
    Entry("desk:transfer-account", (State("plain", sent(at(REQUEST, by=LEADER), form=WHOLE_ACCOUNT)),)),
    form_page("desk:transfer-act", REQUEST + "act/refuse/", by=LEADER),
    Entry("desk:transfer-new", (State("plain", NEW), State("errors", sent(NEW, EMPTIED), refuses=True))),
    Entry("desk:transfer-new-confirm", (State("plain", sent(NEW_OTHER, ACCOUNT)),)),
)
