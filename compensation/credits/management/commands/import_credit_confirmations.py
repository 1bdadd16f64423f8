"""`manage.py import_credit_confirmations FILE [--report FILE]`."""

from __future__ import annotations

import json
from argparse import ArgumentParser
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError

from compensation.credits.confirmations import import_confirmations
from foundation.tables.rejects import FileError
from foundation.trail.actor import Actor


class Command(BaseCommand):
    """Exit code 0: all lines are in; 1: some were refused, the report says which; 2: the file cannot be read."""

    help = "Take in what came of the credits that were sent."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("file", metavar="FILE", type=Path)
        parser.add_argument("--report", metavar="FILE", type=Path, help="where refused lines are listed")

    def handle(self, *_: Any, file: Path, report: Path | None = None, **options: Any) -> None:
        try:
            summary = import_confirmations(file, report, by=Actor.system("import_credit_confirmations"))
        except FileError as error:
            raise CommandError(f"{error.ja} {error.en}", returncode=2) from error
        self.stdout.write(json.dumps(summary._asdict()))
        if summary.refused:
            raise SystemExit(1)
