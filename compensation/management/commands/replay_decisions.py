"""`manage.py replay_decisions [--programme SLUG]`."""

from __future__ import annotations

import sys
from argparse import ArgumentParser
from typing import Any

import orjson
from django.core.management.base import BaseCommand, CommandError

from compensation.models import Programme
from compensation.replaying import Difference, replay


class Command(BaseCommand):
    """Exit code 0: every decision comes out as it is stored; 1: one does not; 2: nothing was looked at."""

    help = "Derive every stored decision again from its stored facts and bulletin, and name each difference."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("--programme", metavar="SLUG", help="only this programme's decisions")

    def handle(self, *_: Any, programme: str | None, **__: Any) -> None:
        try:
            done = replay(programme, tell=self._tell, progress=self._progress)
        except Programme.DoesNotExist as error:
            raise CommandError(f"No programme {programme!r} is loaded. See load_bulletins.", returncode=2) from error
        summary = {"programme": programme, **done._asdict(), "holds": not done.differing}
        self.stdout.write(orjson.dumps(summary).decode())
        if done.differing:
            sys.exit(1)

    def _tell(self, found: Difference) -> None:
        stored, derived = orjson.dumps(found.stored).decode(), orjson.dumps(found.derived).decode()
        self.stdout.write(f"decision {found.decision}: {found.field}: stored {stored}, derived {derived}")

    def _progress(self, decisions: int) -> None:
        if self.stderr.isatty():
            self.stderr.write(f"\r{decisions:,} decisions", ending="")
