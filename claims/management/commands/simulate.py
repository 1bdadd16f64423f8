"""`manage.py simulate --programme SLUG --bulletin FILE --as-of INSTANT [--out FILE]`."""

from __future__ import annotations

import csv
import json
from argparse import ArgumentParser
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from datetime import datetime
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError

from claims.simulation import OtherProgrammeError, simulate
from compensation.bulletin_files import FileError, read_file, rules_of_file
from compensation.models import Programme
from compensation.policy.bulletin import Bulletin
from compensation.policy.fraud import FraudPolicy
from compensation.simulation import LISTED, LISTED_OF_MISUSE, Compared
from foundation.japan.dates import parse_instant
from foundation.japan.errors import UnreadableError
from foundation.tables.guards import text_cell


class Command(BaseCommand):
    """Exit code 0: done; 2: nothing looked at, the reason on standard error."""

    help = "Say what another bulletin would change, in people and yen. Nothing is written but the list."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("--programme", metavar="SLUG", required=True)
        parser.add_argument("--bulletin", metavar="FILE", type=Path, required=True, help="the other bulletin's file")
        parser.add_argument("--as-of", metavar="INSTANT", required=True, help="e.g. 2031-04-01T00:00:00+09:00")
        parser.add_argument(
            "--out",
            metavar="FILE",
            type=Path,
            help="the list of what changes (CSV; by number)",
        )

    def handle(self, *_: Any, programme: str, bulletin: Path, as_of: str, out: Path | None, **__: Any) -> None:
        other, at = _bulletin(bulletin), _instant(as_of)
        try:
            with _listed_in(out, LISTED_OF_MISUSE if isinstance(other, FraudPolicy) else LISTED) as tell:
                found = simulate(programme, other, at, tell=tell, progress=self._progress)
        except Programme.DoesNotExist as error:
            raise CommandError(
                f"No programme {programme!r} of this bulletin's kind is loaded. See load_bulletins.", returncode=2
            ) from error
        except OtherProgrammeError as error:
            raise CommandError(f"{bulletin.name}: {error}. Name its own file", returncode=2) from error
        self.stdout.write(json.dumps(found, ensure_ascii=False))

    def _progress(self, cases: int) -> None:
        if self.stderr.isatty() and cases % 1000 == 0:
            self.stderr.write(f"\r{cases:,} cases", ending="")


@contextmanager
def _listed_in(out: Path | None, columns: Sequence[str]) -> Iterator[Callable[[Compared], None]]:
    """Takes each change into the file as it comes: UTF-8 with a mark, as spreadsheets read it."""
    if out is None:
        yield lambda _changed: None
        return
    try:
        file = out.open("w", encoding="utf-8-sig", newline="")
    except OSError as refused:
        raise CommandError(f"{out} cannot be written: {refused.strerror}", returncode=2) from refused
    with file:
        writer = csv.writer(file)
        writer.writerow(columns)
        yield lambda changed: writer.writerow(
            [text_cell(cell) if isinstance(cell, str) else cell for cell in changed.row()]
        )


def _bulletin(path: Path) -> Bulletin | FraudPolicy:
    try:
        return rules_of_file(read_file(path))
    except FileError as error:
        raise CommandError(str(error), returncode=2) from error


def _instant(text: str) -> datetime:
    try:
        return parse_instant(text)
    except UnreadableError as error:
        raise CommandError(f"--as-of {text!r}: {error}", returncode=2) from error
