"""What both import commands have in common: their options, progress, summary and exit codes."""

from __future__ import annotations

import json
from argparse import ArgumentParser
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError

from compensation.imports.runs import Options, Summary
from foundation.tables.rejects import FileError


class ImportCommand(BaseCommand):
    """Exit code 0: all rows are in; 1: some were refused, the report says which; 2: nothing was done."""

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("file", metavar="FILE", type=Path)
        parser.add_argument("--dry-run", action="store_true", help="check everything, write nothing")
        parser.add_argument("--all-or-nothing", action="store_true", help="write nothing where a row is refused")
        parser.add_argument("--report", metavar="FILE", type=Path, help="where refused rows are listed")

    def run_import(self, options: Options, programme: str) -> Summary:
        """The import itself."""
        raise NotImplementedError

    def handle(self, *_: Any, file: Path, programme: str = "", **given: Any) -> None:
        options = Options(file, given["report"], given["dry_run"], given["all_or_nothing"], self._progress)
        try:
            summary = self.run_import(options, programme)
        except FileError as error:
            raise CommandError(f"{error.ja} {error.en}", returncode=2) from error
        self._clear_progress()
        self.stdout.write(json.dumps(summary.facts, ensure_ascii=False))
        self._leave(options, summary)

    def _leave(self, options: Options, summary: Summary) -> None:
        if options.all_or_nothing and summary.refused:
            raise CommandError(
                f"{summary.refused}行が取り込めないため、何も取り込みませんでした。"
                f" {summary.refused} rows were refused, so nothing was taken in.",
                returncode=2,
            )
        if summary.refused:
            raise SystemExit(1)

    def _progress(self, rows: int) -> None:
        if self.stderr.isatty():
            self.stderr.write(f"\r{rows:,} rows", ending="")

    def _clear_progress(self) -> None:
        if self.stderr.isatty():
            self.stderr.write("\r", ending="")
