"""The four campaigns as their bulletins have them."""

from __future__ import annotations

import pytest

from tests.factories import loaded


@pytest.fixture
def campaigns(db: None) -> None:
    """The bulletin files of the project, loaded."""
    loaded.bulletins()
