"""Do two questions get the same answer: the same status, about the same length, in the same time?"""

from __future__ import annotations

import gc
import time
from collections.abc import Callable
from statistics import median
from typing import Any, Final

PAIRS: Final = 30
ROUNDS: Final = 12
"""One round tells on a quiet machine; the more it has to do beside, the more pairs it takes."""
MOST_BYTES: Final = 64
MOST_SHARE: Final = 0.05


def compare_answers(answer: Callable[[str], Any], pair: tuple[str, str], *, rounds: int = ROUNDS) -> None:
    """Status and length of every answer, and the time of both; raises AssertionError."""

    def asked(text: str) -> None:
        response = answer(text)
        seen.append((response.status_code, len(response.content)))

    seen: list[tuple[int, int]] = []
    compare_times(asked, pair, rounds=rounds)
    statuses, lengths = {status for status, _ in seen}, [length for _, length in seen]
    assert len(statuses) == 1
    assert max(lengths) - min(lengths) <= MOST_BYTES


def compare_times(ask: Callable[[str], Any], pair: tuple[str, str], *, rounds: int = ROUNDS) -> None:
    """By how much one of two takes longer than the other, pair by pair; raises AssertionError.

    The two of a pair are asked one right after the other, in turns, so that a machine that is busy with something else
    slows both of them; more rounds add pairs to those there are.
    """
    gc.collect()
    gc.disable()
    try:
        share = _share_by_rounds(ask, pair, rounds)
    finally:
        gc.enable()
    assert share <= MOST_SHARE, f"one of the two takes {share:.1%} longer"


def _share_by_rounds(ask: Callable[[str], Any], pair: tuple[str, str], rounds: int) -> float:
    taken: dict[str, list[float]] = {text: [] for text in pair}
    share = 1.0
    for _ in range(rounds):
        for turn in range(PAIRS):
            for text in pair if turn % 2 else pair[::-1]:
                begun = time.perf_counter()
                ask(text)
                taken[text].append(time.perf_counter() - begun)
        first, second = (taken[text] for text in pair)
        share = abs(median(one - other for one, other in zip(first, second, strict=True))) / median(first + second)
        if share <= MOST_SHARE:
            break
    return share
