"""Somebody who comes to the portal with a browser of their own, in one of its languages."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from contextlib import contextmanager

from playwright.sync_api import Browser

from tests.browser.chromium import visitor
from tests.pages import reading
from tests.pages.entry import Visitor


@contextmanager
def visiting(started: Browser, world: Mapping[str, str], language: str, *, width: int = 1280) -> Iterator[Visitor]:
    """A visitor whose pages tell of every shift of their layout."""
    with visitor(started, world["address"], width=width) as context:
        context.add_init_script(reading.WATCH_SHIFTS)
        context.add_cookies([{"name": "language", "value": language, "url": world["address"]}])
        yield Visitor(context.new_page(), world)
