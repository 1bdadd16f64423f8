"""A browser on a page, closed again whatever happens."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager

from playwright.sync_api import Browser, BrowserContext, sync_playwright

from tests.harness import chromium

PATIENCE_MS = 10_000
# As root in a container there is no sandbox to be had; only the portal on this machine is opened.
ARGUMENTS = ["--no-sandbox", "--disable-dev-shm-usage", "--force-color-profile=srgb"]


@contextmanager
def browser() -> Iterator[Browser]:
    """The machine's Chromium, without a window."""
    with sync_playwright() as playwright:
        started = playwright.chromium.launch(executable_path=chromium.executable(), args=ARGUMENTS)
        try:
            yield started
        finally:
            started.close()


@contextmanager
def visitor(started: Browser, address: str, *, width: int = 1280, scripts: bool = True) -> Iterator[BrowserContext]:
    """Somebody with a browser of their own: no cookies of others, Japanese, paths relative to the portal's address."""
    context = started.new_context(
        base_url=address,
        locale="ja-JP",
        timezone_id="Asia/Tokyo",
        viewport={"width": width, "height": 900},
        java_script_enabled=scripts,
    )
    context.set_default_timeout(PATIENCE_MS)
    try:
        yield context
    finally:
        context.close()
