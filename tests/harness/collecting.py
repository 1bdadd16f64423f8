"""A pytest plugin: the garbage collector does not walk again and again through what stays until the end.

Reading the tests makes a million objects and no garbage; looking for it took a third of that time.
"""

from __future__ import annotations

import gc
from typing import Final

OBJECTS: Final = 50_000
"""New ones, before they are looked through."""

gc.disable()


def pytest_collection_finish() -> None:
    """What stands now is left alone, and what tests make is looked through less often."""
    gc.collect()
    gc.freeze()
    gc.set_threshold(OBJECTS)
    gc.enable()
