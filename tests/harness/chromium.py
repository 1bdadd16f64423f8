"""Chromium: the machine's own, driven by Playwright; no browser is downloaded."""

from __future__ import annotations

import os
import shutil

from tests.harness import debian

NAMES = ("chromium", "chromium-browser", "google-chrome")
PACKAGES = ("chromium", "fonts-noto-cjk")


def executable() -> str | None:
    """The browser's path: the setting CHROMIUM, else what is installed."""
    given = os.environ.get("CHROMIUM")
    if given is not None:
        return given or None
    return next((path for path in map(shutil.which, NAMES) if path), None)


def obtain() -> str | None:
    """The browser's path, installed with Japanese fonts where it was missing and may be."""
    path = executable()
    if path is None and debian.install(*PACKAGES):
        path = executable()
    return path
