"""`make screenshots`: every page of the table at two widths, into screenshots/, from a `make run` of its own."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import tempfile
from collections.abc import Iterator, Sequence
from contextlib import closing, contextmanager
from http.client import HTTPConnection
from pathlib import Path

from playwright.sync_api import Browser, Error

from config.demo import keys
from tests.browser.chromium import browser, visitor
from tests.browser.shots import HOLDER, SHOTS, Shot, Visitor
from tests.harness.children import StartError, end, free_port, listens, wait_until
from tests.house.tree import ROOT

WIDTHS = (390, 1280)
FOLDER = ROOT / "screenshots"
COUPONS = "600"
START_SECONDS = 120


@contextmanager
def portal(var: Path) -> Iterator[str]:
    """The address of a demonstration of its own, as `make run` serves it; ended at the end. Raises StartError."""
    port = free_port()
    given = {"VAR_DIR": str(var), "PORT": str(port), "DEMO_COUPONS": COUPONS}
    embedded = {name: value for name, value in os.environ.items() if name not in {"DATABASE_URL", "REDIS_URL"}}
    command = [sys.executable, "-m", "config.demo.run"]
    child = subprocess.Popen(
        command, cwd=ROOT, env={**embedded, **given}, stdout=subprocess.DEVNULL, start_new_session=True
    )
    try:
        if not wait_until(lambda: listens(port) or child.poll() is not None, seconds=START_SECONDS, every=0.5):
            raise StartError("the demonstration did not serve in time")
        address = f"http://localhost:{port}"
        if not wait_until(lambda: _sent(port), seconds=START_SECONDS, every=0.5):
            raise StartError("the demonstration did not send its messages in time")
        yield address
    finally:
        end(child, asking=signal.SIGTERM, seconds=15)


def _sent(port: int) -> bool:
    """Has the worker sent the link that the pictures follow?"""
    portal = HTTPConnection("localhost", port, timeout=10)
    portal.request("GET", f"/demo/outbox/?number={HOLDER}")
    with closing(portal):
        return b'href="/r/' in portal.getresponse().read()


def take(started: Browser, address: str, shot: Shot, width: int, password: str) -> str:
    """Take one picture; what was wrong with its page, "" for nothing."""
    with visitor(started, address, width=width) as person:
        page, broken = person.new_page(), list[str]()
        page.on(
            "response",
            lambda response: broken.append(response.url) if response.status >= 500 or response.status == 403 else None,
        )
        try:
            shot.way(Visitor(page, width, password))
        except Error as error:
            broken.append(str(error).splitlines()[0])
        page.screenshot(path=FOLDER / f"{shot.name}-{width}.png", full_page=True)
        wide = int(page.evaluate("document.documentElement.scrollWidth"))
        broken += [f"{wide} px wide"] if wide > width else []
        return f"{shot.name} at {width}, {page.url}: {'; '.join(broken)}" if broken else ""


def main(names: Sequence[str]) -> int:
    """0 when every page was reached and fits its width, else 1 with a line for each that was not."""
    FOLDER.mkdir(exist_ok=True)
    chosen = [shot for shot in SHOTS if not names or shot.name in names]
    with tempfile.TemporaryDirectory(prefix="portal-shots-") as folder, portal(Path(folder)) as address:
        password = keys.ensure(Path(folder))["DEMO_PASSWORD"]
        with browser() as started:
            wrong = [take(started, address, shot, width, password) for shot in chosen for width in WIDTHS]
    for line in filter(None, wrong):
        print(line, file=sys.stderr)
    print(f"{len(wrong)} pictures in {FOLDER.name}/")
    return 1 if any(wrong) else 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
