"""`manage.py purge [--dry-run]`: erases what its retention class says is over, and writes down that it did."""

from __future__ import annotations

import json
from typing import Any

from django.core.management.base import BaseCommand, CommandParser

from claims.allowances import forget_old
from claims.purging import ALL
from foundation.trail.actor import Actor


class Command(BaseCommand):
    help = "Erases what its retention class says is over; run again, it finds nothing."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("--dry-run", action="store_true", help="count, and erase nothing")

    def handle(self, *_: Any, dry_run: bool, **options: Any) -> None:
        by = Actor.system("purge")
        erased = {name: erase(by=by, dry_run=dry_run) for name, erase in ALL.items()}
        if not dry_run:
            forget_old()
        self.stdout.write(json.dumps(erased))
