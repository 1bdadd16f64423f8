"""Brings the products that gift codes are stocked of up to what their file says."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser

from compensation.gifts.products import FILE, ProductFileError, load_products
from foundation.trail.actor import Actor


class Command(BaseCommand):
    """Exit code 0: loaded, or nothing new; 2: nothing loaded, the fault on standard error."""

    help = "Loads the gift products; a product that changed is renewed, none is removed."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("file", nargs="?", type=Path, default=FILE)

    def handle(self, *_: Any, file: Path, **options: Any) -> None:
        try:
            loaded = load_products(file, by=Actor.system("load_gift_products"))
        except ProductFileError as error:
            raise CommandError(str(error), returncode=2) from error
        self.stdout.write(json.dumps(loaded._asdict()))
