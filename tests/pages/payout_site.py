"""The payout site's pages."""

from __future__ import annotations

from collections.abc import Callable

from tests.pages.entry import Entry, State, Visitor, Way, at, sent

QUESTION = "main form[action$='/question/']"
CHOICE = "main form[method=get]"
CONFIRMATION = "main form[action$='/confirm/'][method=post]"


def followed(payout: str) -> Way:
    """Where the link of a payout leads."""
    return at(f"/r/{{payout.{payout}.token}}/")


def opened(payout: str) -> Way:
    """The question answered."""

    def way(visitor: Visitor) -> None:
        followed(payout)(visitor)
        visitor.fill({"answer": visitor.world[f"payout.{payout}.answer"]})
        visitor.send(QUESTION)

    return way


def chosen(payout: str, method: str) -> Way:
    """A method chosen, not yet taken."""

    def way(visitor: Visitor) -> None:
        opened(payout)(visitor)
        visitor.fill({"method": method} if method else {})
        visitor.send(CHOICE)

    return way


def gone(payout: str, method: str) -> Way:
    """A method that was sold out while its holder was reading."""

    def way(visitor: Visitor) -> None:
        opened(payout)(visitor)
        visitor.go(f"/receive/{{payout.{payout}.number}}/confirm/?method={method}")

    return way


def _states(*states: tuple[str, Callable[[str], Way], str]) -> tuple[State, ...]:
    return tuple(State(name, way(payout)) for name, way, payout in states)


ENTRIES = (
    Entry("link:follow", (State("unknown", at("/r/00000000000000000000000000/")),), public=True),
    Entry(
        "receive:enter",
        (
            State("plain", at("/receive/")),
            State("again", at("/receive/?again=1")),
            State("errors", sent(at("/receive/")), refuses=True),
            State("unknown", sent(at("/receive/"), {"code": "0" * 26}), refuses=True),
        ),
        public=True,
    ),
    Entry(
        "receive:payout",
        _states(
            ("question", followed, "asked"),
            ("choice", opened, "open"),
            ("nothing-in-stock", opened, "dry"),
            ("codes", opened, "taken"),
            ("locked", followed, "locked"),
            ("over", opened, "over"),
            ("not-ready", opened, "early"),
        ),
        public=True,
    ),
    Entry(
        "receive:question",
        (
            State("errors", sent(followed("asked"), form=QUESTION), refuses=True),
            State("wrong", sent(followed("wrong"), {"answer": "1"}, form=QUESTION), refuses=True),
        ),
        public=True,
    ),
    Entry(
        "receive:confirm",
        (
            State("plain", chosen("open", "amazon")),
            State("errors", chosen("open", ""), refuses=True),
            State("out-of-stock", gone("open", "edy"), refuses=True),
        ),
        public=True,
    ),
)
