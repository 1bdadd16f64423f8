"""The last line of a run says on what it ran, and how many tests did not."""

from __future__ import annotations

import json
from pathlib import Path

from tests.harness.__main__ import closing_line
from tests.harness.services import Service

GROUND = [Service({}, ""), Service({}, "SQLite"), Service({}, "a folder as broker"), Service({}, "no browser")]


def tallied(folder: Path, **counts: int) -> Path:
    path = folder / "tally.json"
    path.write_text(json.dumps(counts))
    return path


def test_all_ran(tmp_path: Path) -> None:
    line = closing_line(GROUND, tallied(tmp_path, ran=40, left_out=0, long=0))
    assert line == "40 tests ran on SQLite, a folder as broker, no browser; 0 were left out."


def test_some_were_left_out_and_some_belong_elsewhere(tmp_path: Path) -> None:
    line = closing_line(GROUND, tallied(tmp_path, ran=40, left_out=3, long=9))
    assert line == (
        "40 tests ran on SQLite, a folder as broker, no browser; 3 were left out. 9 others belong to another target."
    )


def test_nothing_was_tallied(tmp_path: Path) -> None:
    assert closing_line(GROUND, tmp_path / "tally.json") == "Ran on SQLite, a folder as broker, no browser."
