"""`manage.py reconcile [--as-of INSTANT]`."""

from __future__ import annotations

import json
import sys
from argparse import ArgumentParser
from typing import Any

from django.core.management.base import BaseCommand, CommandError

from compensation.reconciling import reconcile
from foundation.japan.errors import UnreadableError
from foundation.trail.as_of import parse_as_of


class Command(BaseCommand):
    """Exit code 0: every programme's books agree; 1: one does not; 2: nothing was looked at."""

    help = "Prove that what is owed equals what is paid, in flight, unclaimed, lapsed or returned, to the yen."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("--as-of", metavar="INSTANT", help="as the books stood then; without it, as they stand")

    def handle(self, *_: Any, as_of: str | None, **__: Any) -> None:
        try:
            balances = reconcile(parse_as_of(as_of) if as_of else None)
        except UnreadableError as error:
            raise CommandError(f"--as-of {as_of!r}: {error}", returncode=2) from error
        holds = all(balance.holds for balance in balances)
        found = [{**balance._asdict(), "holds": balance.holds} for balance in balances]
        self.stdout.write(json.dumps({"as_of": as_of, "holds": holds, "programmes": found}, ensure_ascii=False))
        if not holds:
            sys.exit(1)
