"""`manage.py settle --programme SLUG --as-of INSTANT [--dry-run]`."""

from __future__ import annotations

import json
from argparse import ArgumentParser
from datetime import datetime
from typing import Any

from django.core.management.base import BaseCommand, CommandError

from compensation.awards.writing import OvertakenError
from compensation.models import Programme
from compensation.settlement import settle
from foundation.japan.errors import UnreadableError
from foundation.tables.exclusive import BusyError
from foundation.trail.actor import Actor
from foundation.trail.as_of import parse_as_of


class Command(BaseCommand):
    """Exit code 0: done; 2: nothing done, or broken off between whole accounts; running it again goes on."""

    help = "Decide every coupon charged to an app account and make entitlements, payouts and messages from it."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("--programme", metavar="SLUG", required=True)
        parser.add_argument("--as-of", metavar="INSTANT", required=True, help="e.g. 2031-04-01T00:00:00+09:00")
        parser.add_argument("--dry-run", action="store_true", help="decide and count, and write nothing")

    def handle(self, *_: Any, programme: str, as_of: str, dry_run: bool, **__: Any) -> None:
        by = Actor.system("settle")
        try:
            summary = settle(programme, _instant(as_of), by=by, dry_run=dry_run, progress=self._progress)
        except Programme.DoesNotExist as error:
            raise CommandError(
                f"No coupon programme {programme!r} is loaded. See load_bulletins.", returncode=2
            ) from error
        except BusyError as error:
            raise CommandError(f"{programme} is being settled already. Wait for that run.", returncode=2) from error
        except OvertakenError as error:
            raise CommandError(
                f"Some accounts were changed meanwhile ({error}). Run it again.", returncode=2
            ) from error
        self.stdout.write(json.dumps(summary.as_json(), ensure_ascii=False))

    def _progress(self, coupons: int) -> None:
        if self.stderr.isatty():
            self.stderr.write(f"\r{coupons:,} coupons", ending="")


def _instant(text: str) -> datetime:
    try:
        return parse_as_of(text)
    except UnreadableError as error:
        raise CommandError(f"--as-of {text!r}: {error}", returncode=2) from error
