"""`make screenshots`: every page of the register in every state, at two widths and in both languages.

Pictures go into screenshots/, with an index.html to look through them.
"""

from __future__ import annotations

import shutil
import sys
import tempfile
from collections.abc import Mapping, Sequence
from contextlib import ExitStack
from html import escape
from itertools import chain
from pathlib import Path
from typing import NamedTuple

from playwright.sync_api import Browser, Error, Page

from tests.browser.chromium import browser
from tests.house.tree import ROOT
from tests.pages.portal import portals
from tests.pages.registry import READINGS, Reading
from tests.pages.visiting import visiting

WIDTHS = (390, 1280)
LANGUAGES = ("ja", "en")
FOLDER = ROOT / "screenshots"
STYLE = """
body { font: 16px/1.5 sans-serif; margin: 1rem }
figure { display: inline-block; margin: 0 1rem 1rem 0; vertical-align: top }
img { width: 20rem; max-height: 40rem; object-fit: cover; object-position: top; border: 1px solid #999 }
"""


class Picture(NamedTuple):
    """One picture, and what was wrong with its page, "" for nothing."""

    reading: Reading
    language: str
    width: int
    wrong: str

    @property
    def file(self) -> str:
        """Its name in the folder."""
        return f"{self.reading.name}.{self.language}.{self.width}.png"


def take(started: Browser, world: Mapping[str, str], reading: Reading, language: str) -> list[Picture]:
    """Go there once, and take a picture at each width."""
    with visiting(started, world, language, width=WIDTHS[-1]) as visitor:
        broken: list[str] = []
        visitor.page.on("response", lambda answer: broken.append(answer.url) if answer.status >= 500 else None)
        try:
            reading.state.way(visitor)
        except Error as error:
            broken.append(str(error).splitlines()[0])
        expected = reading.entry.pattern == "error 500"
        return [_taken(visitor.page, reading, language, width, [] if expected else broken) for width in WIDTHS]


def _taken(page: Page, reading: Reading, language: str, width: int, broken: list[str]) -> Picture:
    page.set_viewport_size({"width": width, "height": 900})
    wide = int(page.evaluate("document.documentElement.scrollWidth"))
    wrong = [*broken, f"{wide} px wide"] if wide > width else broken
    picture = Picture(reading, language, width, "; ".join(wrong))
    page.screenshot(path=FOLDER / picture.file, full_page=True)
    return picture


def index(pictures: Sequence[Picture]) -> str:
    """A sheet of all pictures: a heading for each page and state, under it every language and width."""
    by_name: dict[str, list[Picture]] = {}
    for picture in pictures:
        by_name.setdefault(picture.reading.name, []).append(picture)
    sections = "".join(f"<h2>{escape(name)}</h2>{''.join(map(_figure, those))}" for name, those in by_name.items())
    return (
        f'<!doctype html><html lang="en"><meta charset="utf-8"><title>Screens</title><style>{STYLE}</style>{sections}'
    )


def _figure(picture: Picture) -> str:
    caption = escape(f"{picture.language} {picture.width} px {picture.wrong}")
    link = f'<a href="{picture.file}"><img loading="lazy" src="{picture.file}" alt=""></a>'
    return f"<figure>{link}<figcaption>{caption}</figcaption></figure>"


def main(names: Sequence[str]) -> int:
    """0 when every page was reached and fits its width, else 1 with a line for each that was not.

    `names` choose pages by the beginning of theirs; without any, all are taken and the folder is emptied first.
    """
    if not names:
        shutil.rmtree(FOLDER, ignore_errors=True)
    FOLDER.mkdir(exist_ok=True)
    chosen = [reading for reading in READINGS if not names or reading.name.startswith(tuple(names))]
    with ExitStack() as those:
        folder = those.enter_context(tempfile.TemporaryDirectory(prefix="portal-shots-"))
        at, started = those.enter_context(portals(Path(folder))), those.enter_context(browser())
        each = [(reading, language) for reading in chosen for language in LANGUAGES]
        taken = [take(started, at(reading.state.when), reading, language) for reading, language in each]
    pictures = list(chain.from_iterable(taken))
    (FOLDER / "index.html").write_text(index(pictures), encoding="utf-8")
    for picture in pictures:
        if picture.wrong:
            print(f"{picture.file}: {picture.wrong}", file=sys.stderr)
    print(f"{len(pictures)} pictures in {FOLDER.name}/index.html")
    return 1 if any(picture.wrong for picture in pictures) else 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
