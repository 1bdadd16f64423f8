"""Every page of the register, in every state and both languages, through the server as it runs in production."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import get_args

import pytest
from playwright.sync_api import Browser

from tests.harness.needs import needs_chromium
from tests.pages.entry import EARLY, LATE, NOW, When
from tests.pages.portal import portal
from tests.pages.registry import READINGS, Reading
from tests.pages.visiting import wrong_with

pytestmark = [pytest.mark.browser, needs_chromium]
LANGUAGES = ("ja", "en")
READ = {when: [each for each in READINGS if each.state.when == when] for when in get_args(When)}


@pytest.fixture(scope="module")
def served(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Mapping[str, str]]:
    """A portal in early April."""
    with portal(tmp_path_factory.mktemp("now")) as world:
        yield world


@pytest.fixture(scope="module")
def served_early(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Mapping[str, str]]:
    """The same before the sites have opened."""
    with portal(tmp_path_factory.mktemp("early"), when=EARLY) as world:
        yield world


@pytest.fixture(scope="module")
def served_late(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Mapping[str, str]]:
    """The same when every deadline has passed."""
    with portal(tmp_path_factory.mktemp("late"), when=LATE) as world:
        yield world


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("each", READ[NOW], ids=lambda each: each.name)
def test_nothing_is_in_anybodys_way(
    started_browser: Browser, served: Mapping[str, str], each: Reading, language: str
) -> None:
    assert wrong_with(each, started_browser, served, language) == []


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("each", READ[EARLY], ids=lambda each: each.name)
def test_nor_before_the_sites_open(
    started_browser: Browser, served_early: Mapping[str, str], each: Reading, language: str
) -> None:
    assert wrong_with(each, started_browser, served_early, language) == []


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("each", READ[LATE], ids=lambda each: each.name)
def test_nor_after_the_deadlines(
    started_browser: Browser, served_late: Mapping[str, str], each: Reading, language: str
) -> None:
    assert wrong_with(each, started_browser, served_late, language) == []
