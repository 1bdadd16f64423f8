"""A demonstration that serves, on the test database, and people with browsers of their own."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import ExitStack
from pathlib import Path

import pytest
from django.core.management import call_command
from django.db import connections
from playwright.sync_api import Browser, Page
from pytest_django import Settings
from pytest_django.live_server_helper import LiveServer

from config.demo.filling import fill
from config.demo.world.plan import read_plan
from tests.browser.chromium import browser, visitor
from tests.factories.transfers import banks

PASSWORD = "browser-journey"
Visit = Callable[[], Page]


@pytest.fixture(scope="module")
def started_browser() -> Iterator[Browser]:
    """One for a module: as long as it is open, Playwright's loop runs in this thread, where no other one can."""
    with pytest.MonkeyPatch.context() as patch, browser() as started:
        # Django would refuse its own queries beside that loop, also those that empty the tables after a test.
        patch.setenv("DJANGO_ALLOW_ASYNC_UNSAFE", "true")
        yield started


@pytest.fixture
def demonstration(
    started_browser: Browser,
    transactional_db: None,
    settings: Settings,
    live_server: LiveServer,
    tmp_path: Path,
) -> str:
    """The address of a portal with the known coupons of the walk, as `make run` leaves it."""
    settings.DEMO, settings.SITE_URL, settings.VAR_DIR = True, live_server.url, tmp_path
    for command in ("load_holidays", "load_bulletins", "load_gift_products"):
        call_command(command)
    banks()
    with ThreadPoolExecutor(1) as beside:  # the demonstration sends, and this thread's loop is Playwright's
        beside.submit(fill, len(read_plan().walk), PASSWORD).result()
        beside.submit(connections.close_all).result()
    return live_server.url


@pytest.fixture
def visit(demonstration: str, started_browser: Browser) -> Iterator[Visit]:
    """Each call is somebody else, who shares no cookie with the others."""
    with ExitStack() as people:
        yield lambda: people.enter_context(visitor(started_browser, demonstration)).new_page()
