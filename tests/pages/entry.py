"""What an entry of the register of pages is made of, and the steps that lead to a page in any language."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Final, Literal

from playwright.sync_api import Page

Way = Callable[["Visitor"], None]
When = Literal["now", "early", "late"]
NOW: Final[When] = "now"
EARLY: Final[When] = "early"
"""Before the special sites open."""
LATE: Final[When] = "late"
"""After all deadlines."""
NAMED = re.compile(r"\{([\w.-]+)\}")
MAIN_FORM = "main form[method=post]"
# The form is sent as it stands: what the browser itself would refuse, the server has to answer for.
SEND = """form => {
  form.noValidate = true;
  const buttons = [...form.elements].filter(e => e.type === "submit" && !e.hasAttribute("formaction"));
  (buttons.find(b => b.classList.contains("button-primary")) || buttons[0]).click();
}"""


@dataclass(frozen=True)
class Visitor:
    """Somebody with a page of the browser; `world` names what was built for the pages (numbers, tokens, sessions)."""

    page: Page
    world: Mapping[str, str]

    def go(self, path: str) -> None:
        """Open an address, in which `{name}` stands for something of the world."""
        self.page.goto(self.named(path))

    def named(self, text: str) -> str:
        """The text, in which `{name}` stands for something of the world."""
        return NAMED.sub(lambda found: self.world[found[1]], text)

    def sign_in(self, username: str) -> None:
        """Come with the session of a member of staff."""
        name, address = "sessionid", self.world["address"]
        self.page.context.add_cookies([{"name": name, "value": self.world[f"session.{username}"], "url": address}])

    def fill(self, answers: Mapping[str, str]) -> None:
        """Fill in the fields of these names: type, choose or tick, whichever the first control of the name takes."""
        for name, value in answers.items():
            control = self.page.locator(f"main [name='{name}']").first
            kind = control.evaluate("e => e.tagName === 'SELECT' ? 'select' : e.type")
            if kind in {"radio", "checkbox"}:
                self.page.locator(f"main [name='{name}'][value='{value}']").check()
            elif kind == "select":
                control.select_option(value)
            else:
                control.fill(value)

    def send(self, form: str = MAIN_FORM) -> None:
        """Send the first form of the page that the selector finds."""
        with self.page.expect_navigation():
            self.page.locator(form).first.evaluate(SEND)


@dataclass(frozen=True)
class State:
    """One state of a page, by a name, the way to it from nothing, and where the portal's clock has to stand.

    `refuses`: what was sent is refused there, so the page has to say it and take the focus to it.
    """

    name: str
    way: Way
    refuses: bool = False
    when: When = NOW


@dataclass(frozen=True)
class Entry:
    """A pattern of addresses by its name, with the states that its page is read in.

    `public`: for travellers, so that it has to be light.
    """

    pattern: str
    states: tuple[State, ...]
    public: bool = False


def at(path: str, *, by: str = "") -> Way:
    """Straight to an address, as a member of staff where one is named."""

    def way(visitor: Visitor) -> None:
        if by:
            visitor.sign_in(by)
        visitor.go(path)

    return way


def sent(before: Way, answers: Mapping[str, str] | None = None, *, form: str = MAIN_FORM) -> Way:
    """The page that comes when the form of another one was sent, empty unless answers are given."""

    def way(visitor: Visitor) -> None:
        before(visitor)
        visitor.fill(answers or {})
        visitor.send(form)

    return way


def page(pattern: str, path: str, *, by: str = "", public: bool = False) -> Entry:
    """A page that is only read."""
    return Entry(pattern, (State("plain", at(path, by=by)),), public)


def form_page(pattern: str, path: str, *, by: str = "", wrong: Mapping[str, str] | None = None) -> Entry:
    """A page with a form: plain, and sent with wrong answers, which means empty unless some are given."""
    plain = at(path, by=by)
    return Entry(pattern, (State("plain", plain), State("errors", sent(plain, wrong), refuses=True)))
