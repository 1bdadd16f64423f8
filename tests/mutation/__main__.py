"""Meet every mutant with the tests, and say which of them lived."""

from __future__ import annotations

import argparse
import json
import os
import sys
import tempfile
import time
from collections.abc import Callable
from functools import partial
from pathlib import Path

from tests.mutation.children import BROKEN, in_child, processor_seconds, side_by_side
from tests.mutation.coverage import Coverage, Tracer, read
from tests.mutation.meeting import SECONDS, SURVIVED, InPlace, imported
from tests.mutation.mutants import Mutant, mutants
from tests.mutation.report import LEAST, Report
from tests.mutation.running import run

Met = dict[int, int]


def main() -> int:
    """0 where enough mutants were killed, 1 where too few, 2 where the tests fail without any."""
    options = _options()
    begun = time.monotonic()
    chosen = [mutant for mutant in mutants() if options.only in mutant.name][:: options.each]
    with tempfile.TemporaryDirectory(prefix="portal-mutation-") as folder:
        lines = Path(folder) / "lines.json"
        if in_child(lambda: run(Tracer(lines))) != 0:
            print("The tests fail without any mutant: mend them first.")
            return 2
        coverage = read(lines)
        codes = _meet(chosen, coverage, Path(folder), options.workers)
    report = Report(chosen, codes, coverage.django, time.monotonic() - begun, processor_seconds())
    print(report, flush=True)
    return 0 if report.share >= LEAST else 1


def _options() -> argparse.Namespace:
    parser = argparse.ArgumentParser(prog="python -m tests.mutation", description=__doc__)
    parser.add_argument("--only", default="", help="mutants whose name holds this: a file, a function, a piece of code")
    parser.add_argument("--each", type=int, default=1, help="only every so-manieth of them")
    parser.add_argument("--workers", type=int, default=os.cpu_count() or 1)
    return parser.parse_args()


def _meet(chosen: list[Mutant], coverage: Coverage, folder: Path, workers: int) -> Met:
    """First all that can be met in place; then, with a fresh import each, what runs on import and lived so far."""
    places = range(len(chosen))
    functions = [place for place in places if chosen[place].function]
    codes = _shared(functions, workers, folder / "in_place", partial(_in_place, chosen, coverage))
    # Code that closes over something cannot be exchanged for code that does not: that is BROKEN, and no answer.
    asleep = {place for place in places if codes.get(place, SURVIVED) == SURVIVED and coverage.on_import(chosen[place])}
    left = [place for place in places if place in asleep or codes.get(place) == BROKEN]
    return {**codes, **_shared(left, workers, folder / "imported", partial(_imported, chosen))}


def _shared(places: list[int], workers: int, notes: Path, work: Callable[[list[int], Path], int]) -> Met:
    """What became of the mutants at these places, each worker taking every so-manieth."""
    notes.touch()
    side_by_side([partial(work, places[worker::workers], notes) for worker in range(workers)])
    return dict(json.loads(line) for line in notes.read_text().splitlines())


def _in_place(chosen: list[Mutant], coverage: Coverage, places: list[int], notes: Path) -> int:
    return run(
        InPlace([chosen[place] for place in places], coverage, lambda number, code: _note(notes, places[number], code))
    )


def _imported(chosen: list[Mutant], places: list[int], notes: Path) -> int:
    for place in places:
        _note(notes, place, in_child(partial(imported, chosen[place]), SECONDS))
    return 0


def _note(notes: Path, place: int, code: int) -> None:
    # Opened for each line: what is appended at once cannot be torn by another worker.
    with notes.open("a") as file:
        file.write(f"[{place}, {code}]\n")


if __name__ == "__main__":
    sys.exit(main())
