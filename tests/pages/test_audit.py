"""Every page of the register, in every state and both languages, through the server as it runs in production."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from playwright.sync_api import Browser

from tests.harness.needs import needs_chromium
from tests.pages.portal import At, portals
from tests.pages.registry import READINGS, Reading
from tests.pages.visiting import wrong_with

pytestmark = [pytest.mark.browser, needs_chromium]
LANGUAGES = ("ja", "en")


@pytest.fixture(scope="module")
def served(tmp_path_factory: pytest.TempPathFactory) -> Iterator[At]:
    """The portal before the sites have opened, in early April, and when every deadline has passed."""
    with portals(tmp_path_factory.mktemp("pages")) as at:
        yield at


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("each", READINGS, ids=lambda each: each.name)
def test_nothing_is_in_anybodys_way(started_browser: Browser, served: At, each: Reading, language: str) -> None:
    assert wrong_with(each, started_browser, served(each.state.when), language) == []
