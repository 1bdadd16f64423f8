"""What is read on a page that stands open: barriers, width, targets, focus, what it weighs and whether it jumps."""

from __future__ import annotations

import json
from collections import defaultdict
from collections.abc import Sequence
from functools import cache
from importlib.resources import files
from typing import Any, Final

from playwright.sync_api import CDPSession, Page

WIDTHS: Final = {"1280 px": 1280, "200 % of 1280 px": 640, "320 px": 320}
TARGET_PX: Final = 24
BUDGET_BYTES: Final = 60_000
HEIGHT: Final = 900
WATCH_SHIFTS: Final = """
window.jumped = [];
new PerformanceObserver(list => {
  for (const each of list.getEntries()) {
    if (!each.hadRecentInput) jumped.push(each.value.toFixed(4) + " " + each.sources.map(s => s.node && s.node.outerHTML
      ? s.node.outerHTML.slice(0, 80) : "?").join(" | "));
  }
}).observe({type: "layout-shift", buffered: true});
"""
_TOO_WIDE: Final = """() => {
  const page = document.documentElement;
  if (page.scrollWidth <= page.clientWidth) return [];
  const beyond = e => e.getBoundingClientRect().right > page.clientWidth + 1;
  const wide = [...document.body.querySelectorAll("*")].filter(beyond);
  return [page.scrollWidth + " px: " + wide.slice(-3).map(e => e.outerHTML.slice(0, 90)).join(" | ")];
}"""
# A link within a sentence is as high as its line (WCAG 2.5.8, inline). Whoever presses a label presses its control.
_SMALL: Final = """least => {
  const seen = e => e.checkVisibility({visibilityProperty: true}) && !e.closest(".hidden-visually, .skip");
  const inSentence = e => getComputedStyle(e).display === "inline"
    && [...e.parentNode.childNodes].some(n => n !== e && n.textContent.trim());
  const box = e => (e.labels && e.labels.length && e.matches("[type=radio], [type=checkbox]") ? e.labels[0] : e)
    .getBoundingClientRect();
  return [...document.querySelectorAll("a[href], button, input:not([type=hidden]), select, textarea, summary")]
    .filter(e => seen(e) && !inSentence(e) && Math.min(box(e).width, box(e).height) < least)
    .map(e => Math.round(box(e).width) + "×" + Math.round(box(e).height) + " " + e.outerHTML.slice(0, 110));
}"""
# What contrast is read from: which words are seen, how large, in which colours. Where a width changes none of it, what
# was read at another width holds.
_COLOURS: Final = """() => [...document.body.querySelectorAll("*")].filter(e => e.checkVisibility()).map(e => {
  const {color, backgroundColor, backgroundImage, opacity, fontSize, fontWeight} = getComputedStyle(e);
  const size = parseFloat(fontSize);
  return [color, backgroundColor, backgroundImage, opacity, size >= 18.66, size >= 24, fontWeight].join();
}).join("|")"""
_FOCUS: Final = """() => {
  const summary = document.querySelector(".error-summary");
  if (!summary) return ["no error summary"];
  const links = [...summary.querySelectorAll("a[href^='#']")];
  const dead = links.filter(a => !document.getElementById(a.hash.slice(1))).map(a => "leads nowhere: " + a.hash);
  if (!summary.contains(document.activeElement)) dead.push("the focus is not in the error summary");
  if (!document.title.match(/^(エラー：|Error: )/)) dead.push("the title does not say it: " + document.title);
  return dead;
}"""
_LINKS_FOCUS: Final = """() => [...document.querySelectorAll(".error-summary a[href^='#']")].filter(link => {
  link.click();
  return document.getElementById(link.hash.slice(1)) !== document.activeElement;
}).map(link => "no focus at " + link.hash)"""


@cache
def _axe() -> str:
    return (files("axe_playwright_python") / "axe.min.js").read_text(encoding="utf-8")


def barriers(page: Page, *, without: Sequence[str] = ()) -> list[str]:
    """What axe-core finds, a line for each element; `without` these rules."""
    if not page.evaluate("typeof window.axe === 'object'"):
        page.evaluate(_axe())
    rules = {"target-size": {"enabled": True}} | {rule: {"enabled": False} for rule in without}
    options = json.dumps({"rules": rules, "resultTypes": ["violations"]})
    found: list[dict[str, Any]] = page.evaluate(f"axe.run(document, {options}).then(r => r.violations)")
    return [
        f"{rule['id']}: {node['html'][:150]} {node['any'][0]['message'][:150] if node['any'] else ''}"
        for rule in found
        for node in rule["nodes"]
    ]


def at_every_width(page: Page) -> list[str]:
    """Barriers, a page that is wider than the window, and targets too small, each at every width."""
    wrong, coloured = [], set[str]()
    for name, width in WIDTHS.items():
        page.set_viewport_size({"width": width, "height": HEIGHT})
        colours = page.evaluate(_COLOURS)
        without = ["color-contrast"] if colours in coloured else []
        coloured.add(colours)
        read = [*barriers(page, without=without), *page.evaluate(_TOO_WIDE), *page.evaluate(_SMALL, TARGET_PX)]
        wrong += [f"{name}: {line}" for line in read]
    return wrong


def refusal(page: Page) -> list[str]:
    """Whether a page that refuses what was sent takes the focus there, and leads from there to the fields."""
    return [*page.evaluate(_FOCUS), *page.evaluate(_LINKS_FOCUS)]


def jumps(page: Page) -> list[str]:
    """Every shift of the layout since the page was opened, with what moved."""
    page.wait_for_timeout(100)
    shifts: list[str] = page.evaluate("window.jumped")
    return shifts


class Scales:
    """Weighs each page that a tab opens, all over the wire, headers and all, without a cache."""

    def __init__(self, page: Page) -> None:
        self._session: CDPSession = page.context.new_cdp_session(page)
        self._loader: dict[str, str] = {}
        self._bytes: dict[str, float] = defaultdict(float)
        self._last = ""
        self._session.on("Network.requestWillBeSent", self._asked)
        self._session.on("Network.loadingFinished", self._came)
        self._session.send("Network.enable")
        self._session.send("Network.setCacheDisabled", {"cacheDisabled": True})

    def bytes(self) -> int:
        """Of the page that was opened last."""
        return int(self._bytes[self._last])

    def _asked(self, event: dict[str, Any]) -> None:
        self._loader[event["requestId"]] = event["loaderId"]
        if event.get("type") == "Document":
            self._last = event["loaderId"]

    def _came(self, event: dict[str, Any]) -> None:
        self._bytes[self._loader.get(event["requestId"], "")] += event["encodedDataLength"]
