"""A handful of the pages read in every run, and the reading itself: it sees what is wrong."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from playwright.sync_api import Browser, Page

from tests.browser.chromium import visitor
from tests.harness.needs import needs_chromium, needs_postgresql
from tests.pages import reading
from tests.pages.registry import READINGS
from tests.pages.visiting import wrong_with

pytestmark = needs_chromium
HANDFUL = {"apply-start.plain", "apply-answer.errors", "receive-enter.errors", "sign-in.errors"}
GOOD = """<!doctype html><html lang="ja"><title>{title}</title>
<style>a, button {{ display: inline-block; min-height: 24px }}</style>
<main><h1>見出し</h1>{body}</main></html>"""


@pytest.fixture
def blank(started_browser: Browser) -> Iterator[Page]:
    with visitor(started_browser, "http://localhost") as context:
        context.add_init_script(reading.WATCH_SHIFTS)
        yield context.new_page()


def _shown(page: Page, body: str, title: str = "ページ") -> None:
    html = GOOD.format(title=title, body=body)
    page.route("http://localhost/", lambda route: route.fulfill(body=html, content_type="text/html; charset=utf-8"))
    page.goto("/")


@needs_postgresql
@pytest.mark.django_db(transaction=True)
def test_nothing_is_in_anybodys_way_on_a_handful_of_pages(started_browser: Browser, demonstration: str) -> None:
    read = [each for each in READINGS if each.name in HANDFUL]
    wrong = {each.name: wrong_with(each, started_browser, {"address": demonstration}, "ja") for each in read}
    assert wrong == {name: [] for name in HANDFUL}


def test_a_page_as_it_should_be_is_left_alone(blank: Page) -> None:
    _shown(blank, "<p>文の中の<a href='/x'>リンク</a>です。</p>")
    assert reading.at_every_width(blank) == []


@pytest.mark.parametrize(
    ("body", "said"),
    [
        ("<input name=x style='height: 30px'>", "1280 px: label: "),
        ("<p style='color: #ccc'>薄い</p>", "1280 px: color-contrast: "),
        ("<div style='width: 400px'>幅</div>", "320 px: 4"),
        (
            "<ul><li><a href='/x' style='min-height: 0; font-size: 12px; line-height: 1'>小</a></ul>",
            "1280 px: 12×12 <a",
        ),
    ],
)
def test_what_is_in_the_way_is_named_with_its_width(blank: Page, body: str, said: str) -> None:
    _shown(blank, body)
    assert [line for line in reading.at_every_width(blank) if line.startswith(said)] != []


def test_contrast_that_only_a_narrow_window_has_is_read_there(blank: Page) -> None:
    _shown(blank, "<style>@media (max-width: 400px) { .thin { color: #ccc } }</style><p class='thin'>薄い</p>")
    found = [line.split(": ")[:2] for line in reading.at_every_width(blank)]
    assert found == [["320 px", "color-contrast"]]


def test_a_refusal_has_to_take_the_focus_and_lead_to_the_field(blank: Page) -> None:
    _shown(blank, "<p>だめ</p>")
    assert reading.refusal(blank) == ["no error summary"]
    _shown(blank, "<div class='error-summary'><a href='#gone'>欄</a><a href='#there'>枠</a></div><p id='there'></p>")
    assert reading.refusal(blank) == [
        "leads nowhere: #gone",
        "the focus is not in the error summary",
        "the title does not say it: ページ",
        "no focus at #gone",
        "no focus at #there",
    ]
    _shown(
        blank,
        "<div class='error-summary' tabindex='-1' autofocus><a href='#there'>欄</a></div><input id='there'>",
        title="エラー：ページ",
    )
    blank.locator(".error-summary").focus()
    assert reading.refusal(blank) == []


def test_a_jump_is_seen(blank: Page) -> None:
    _shown(blank, "<p id='late' hidden style='height: 200px'>あと</p><p>さき</p>")
    blank.wait_for_timeout(100)
    blank.evaluate("document.getElementById('late').hidden = false")
    blank.wait_for_function("window.jumped.length > 0")
    assert len(reading.jumps(blank)) == 1
