"""Presses that arrive at the same moment, each on a connection of its own."""

from __future__ import annotations

from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from threading import Barrier

from django.db import connection


def pressed_at_once(*presses: Callable[[], object]) -> list[str]:
    """Press all of them together; what those that were refused were told, in Japanese.

    Raises whatever else went wrong: a refusal says why in words, an error says nothing.
    """
    together = Barrier(len(presses))

    def press(act: Callable[[], object]) -> str:
        try:
            together.wait(timeout=10)
            act()
        except Exception as error:
            told = getattr(error, "ja", "")
            if not told:
                raise
            return str(told)
        finally:
            connection.close()
        return ""

    with ThreadPoolExecutor(len(presses)) as hands:
        return [told for told in hands.map(press, presses) if told]
