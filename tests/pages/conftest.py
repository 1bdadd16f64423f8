"""The same browser and demonstration as the journeys have."""

from __future__ import annotations

from tests.browser.conftest import demonstration, started_browser

__all__ = ["demonstration", "started_browser"]
