"""Somebody who comes to the portal with a browser of their own, in one of its languages, and what they meet."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from contextlib import contextmanager

from playwright.sync_api import Browser

from tests.browser.chromium import visitor
from tests.pages import reading
from tests.pages.entry import Visitor
from tests.pages.registry import Reading


@contextmanager
def visiting(started: Browser, world: Mapping[str, str], language: str, *, width: int = 1280) -> Iterator[Visitor]:
    """A visitor whose pages tell of every shift of their layout."""
    with visitor(started, world["address"], width=width) as context:
        context.add_init_script(reading.WATCH_SHIFTS)
        context.add_cookies([{"name": "language", "value": language, "url": world["address"]}])
        yield Visitor(context.new_page(), world)


def wrong_with(each: Reading, started: Browser, world: Mapping[str, str], language: str) -> list[str]:
    """All that is in somebody's way on one page, a line for each; nothing where it is as it should be."""
    with visiting(started, world, language) as visitor:
        scales = reading.Scales(visitor.page)
        each.state.way(visitor)
        weight = scales.bytes()
        wrong = [*reading.jumps(visitor.page), *(reading.refusal(visitor.page) if each.state.refuses else [])]
        if each.entry.public and weight >= reading.BUDGET_BYTES:
            wrong.append(f"{weight} bytes over the wire, the budget is {reading.BUDGET_BYTES}")
        return wrong + reading.at_every_width(visitor.page)
