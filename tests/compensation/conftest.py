"""The four campaigns as their bulletins have them."""

from __future__ import annotations

import pytest

from compensation.bulletin_loading import load_bulletins
from foundation.trail.actor import Actor


@pytest.fixture
def campaigns(db: None) -> None:
    """The bulletin files of the project, loaded."""
    load_bulletins(by=Actor.system("tests"))
