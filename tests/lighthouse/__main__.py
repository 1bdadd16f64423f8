"""`make lighthouse`: the pages that travellers meet first, three times each; the median of each score has its limit."""

from __future__ import annotations

import json
import os
import statistics
import subprocess
import sys
import tempfile
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Final, NamedTuple

from playwright.sync_api import Browser

from tests.browser.chromium import browser
from tests.harness import chromium
from tests.pages.portal import portal
from tests.pages.registry import READINGS, Reading
from tests.pages.visiting import visiting

HERE: Final = Path(__file__).parent
PAGES: Final = (
    "apply-start.plain",
    "apply-notice.kumamoto",
    "apply-check.plain",
    "apply-check.covered",
    "apply-verify-message.plain",
    "apply-answer.plain",
    "apply-status-shown.decided",
    "receive-payout.choice",
)
CATEGORIES: Final = ("performance", "accessibility", "best-practices")
LIMIT: Final = 95
RUNS: Final = 3
ATTEMPTS: Final = 3
CHROME: Final = "--headless=new --no-sandbox --disable-dev-shm-usage"


class Place(NamedTuple):
    """A page as Lighthouse is sent to it: its address, and the cookies of somebody who walked there."""

    name: str
    url: str
    cookies: str


def walked_to(started: Browser, world: Mapping[str, str], reading: Reading) -> Place:
    """Go to a page as a traveller does; what it takes to open it again."""
    with visiting(started, world, "ja", width=390) as visitor:
        reading.state.way(visitor)
        cookies = "; ".join(f"{each['name']}={each['value']}" for each in visitor.page.context.cookies())
        return Place(reading.name, visitor.page.url, cookies)


def scores(place: Place) -> dict[str, float]:
    """One run of Lighthouse, as its scores of 100."""
    command = ["node", "node_modules/lighthouse/cli/index.js", place.url, "--quiet", "--output=json"]
    command += [f"--only-categories={','.join(CATEGORIES)}", f"--chrome-flags={CHROME}"]
    command += ["--no-enable-error-reporting", f"--extra-headers={json.dumps({'Cookie': place.cookies})}"]
    given = {**os.environ, "CHROME_PATH": chromium.executable() or ""}
    for _ in range(ATTEMPTS):
        done = subprocess.run(command, cwd=HERE, env=given, check=False, stdout=subprocess.PIPE)
        if done.returncode == 0:
            break
    # On a busy machine Lighthouse may miss the beginning of a page, says so, and asks to be run again.
    done.check_returncode()
    found = json.loads(done.stdout)["categories"]
    return {name: round(100 * found[name]["score"]) for name in CATEGORIES}


def measured(place: Place) -> bool:
    """Print the medians of a page beside the limit; whether all of them reach it."""
    runs = [scores(place) for _ in range(RUNS)]
    medians = {name: statistics.median(run[name] for run in runs) for name in CATEGORIES}
    print(
        f"{place.name:28} limit {LIMIT}: {', '.join(f'{name} {score:g}' for name, score in medians.items())}",
        flush=True,
    )
    return min(medians.values()) >= LIMIT


def main(names: Sequence[str]) -> int:
    """0 when every median reaches the limit, else 1."""
    readings = {reading.name: reading for reading in READINGS}
    with tempfile.TemporaryDirectory(prefix="portal-lighthouse-") as folder, portal(Path(folder)) as world:
        with browser() as started:
            places = [walked_to(started, world, readings[name]) for name in names or PAGES]
        reached = [measured(place) for place in places]
    return 0 if all(reached) else 1


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
