"""A step that somebody takes on a line, by itself."""

from __future__ import annotations

from collections.abc import Callable
from typing import NamedTuple


class Step(NamedTuple):
    """`before` brings what must stand, `act` is pressed."""

    before: Callable[[], object]
    act: Callable[[], object]
