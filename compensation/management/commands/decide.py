"""`manage.py decide`: facts on standard input, decisions on standard output."""

from __future__ import annotations

import sys
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandParser

from compensation import decide_lines
from compensation.bulletin_files import FOLDER


class Command(BaseCommand):
    help = "Decides cases, one JSON object a line, by the bulletin files; needs no database."
    requires_system_checks = []

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("--bulletins", metavar="DIR", type=Path, default=FOLDER, help="folder of bulletin files")

    def handle(self, *args: Any, **options: Any) -> None:
        code = decide_lines.run(options["bulletins"], sys.stdin.buffer, sys.stdout.buffer)
        if code:
            sys.exit(code)
