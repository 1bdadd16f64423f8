"""Deciding: how many coupon decisions a second in process, and how many lines a second on the command line."""

from __future__ import annotations

import io
import os
import sys
from itertools import islice
from pathlib import Path
from time import process_time
from typing import Any, Final

import orjson
import pytest

from compensation.bulletin_files import FOLDER
from compensation.decide_lines import run
from compensation.policy import coupons
from tests.compensation.policy.coupons.test_worked_cases import CASES
from tests.compensation.policy.making import bulletin, jst

DECISIONS: Final = 100_000
LINES: Final = 50_000
DECISIONS_A_SECOND: Final = 50_000
LINES_A_SECOND: Final = 10_000


def varied(count: int) -> list[bytes]:
    """Lines of the worked cases with balances of their own, so that no two sentences need be the same."""
    return [_line(CASES[place % len(CASES)], place) for place in range(count)]


def _line(case: dict[str, Any], place: int) -> bytes:
    facts = orjson.loads(orjson.dumps(case["facts"]))
    for coupon in facts["coupons"]:
        for balance in coupon["balances"]:
            balance["yen"] += (place % 9973) * (balance["yen"] > 0)
    return orjson.dumps(
        {"id": str(place), **{name: case[name] for name in ("programme", "decided_at")}, "facts": facts}
    )


@pytest.mark.bench
def test_coupons_are_decided_in_process() -> None:
    claims = [
        (coupons.read_facts(case["facts"]), bulletin(case["programme"]), jst(case["decided_at"])) for case in CASES
    ]
    begun = process_time()
    for _ in range(DECISIONS // len(claims)):
        for facts, rules, at in claims:
            coupons.decide(facts, rules, at)
    ours = (DECISIONS // len(claims) * len(claims)) / (process_time() - begun)
    print(f"\ndecide, trace included: asked {DECISIONS_A_SECOND:,}/s, ours {ours:,.0f}/s on one core")
    assert ours >= DECISIONS_A_SECOND


@pytest.mark.bench
def test_lines_are_decided_with_their_sentences(tmp_path: Path) -> None:
    lines = varied(LINES)
    begun = process_time()
    for line in lines:
        orjson.dumps(orjson.loads(line))
    limit = LINES / (process_time() - begun)
    begun = process_time()
    with (tmp_path / "decisions.jsonl").open("wb") as out:
        run(FOLDER, io.BytesIO(b"\n".join(lines)), out)
    ours = LINES / (process_time() - begun)
    print(f"\ndecide lines: JSON alone {limit:,.0f}/s, asked {LINES_A_SECOND:,}/s, ours {ours:,.0f}/s on one core")
    assert ours >= LINES_A_SECOND


@pytest.mark.bench
def test_memory_does_not_grow_with_the_input() -> None:
    class Endless(io.BytesIO):
        """Lines made as they are read."""

        def __init__(self, lines: list[bytes], count: int) -> None:
            super().__init__()
            self.source = islice((line + b"\n" for _ in range(count) for line in lines), count)

        def readline(self, _size: int | None = -1) -> bytes:
            return next(self.source, b"")

    lines = varied(20_000)
    blocks = []
    for count in (20_000, 60_000):
        with Path(os.devnull).open("wb") as out:
            run(FOLDER, Endless(lines, count), out)
        blocks.append(sys.getallocatedblocks())
    print(f"\ndecide lines: {blocks[0]:,} blocks held after 20,000 lines, {blocks[1]:,} after 60,000")
    assert blocks[1] < blocks[0] * 1.1
