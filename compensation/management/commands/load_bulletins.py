"""`manage.py load_bulletins [DIR]`."""

from __future__ import annotations

import json
from argparse import ArgumentParser
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError

from compensation.bulletin_files import FOLDER
from compensation.bulletin_loading import LoadError, load_bulletins
from foundation.trail.actor import Actor


class Command(BaseCommand):
    """Exit code 0: loaded, or nothing new; 2: nothing loaded, every fault on standard error."""

    help = "Check bulletin files and load them: all of the folder, or none."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("folder", metavar="DIR", nargs="?", type=Path, default=FOLDER)

    def handle(self, *_: Any, folder: Path, **__: Any) -> None:
        try:
            rows = load_bulletins(folder, by=Actor.system("load_bulletins"))
        except LoadError as error:
            raise CommandError(str(error), returncode=2) from error
        self.stdout.write(json.dumps({"loaded": [row.key for row in rows]}))
