"""`manage.py export_credits --programme SLUG --out FILE [--again NUMBER]`."""

from __future__ import annotations

import json
from argparse import ArgumentParser
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError

from compensation.credits.exports import content, send_ready
from compensation.credits.models import CreditFile
from compensation.models import Programme
from foundation.trail.actor import Actor


class Command(BaseCommand):
    """Exit code 0: written; 2: nothing was ready, or there is no such programme or file."""

    help = "Write the credits that are ready into one file; with --again the same file as before."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("--programme", metavar="SLUG", required=True)
        parser.add_argument("--out", metavar="FILE", type=Path, required=True)
        parser.add_argument("--again", metavar="NUMBER", type=int, help="a file that was written before")

    def handle(self, *_: Any, programme: str, out: Path, again: int | None = None, **options: Any) -> None:
        found = Programme.objects.filter(slug=programme).first()
        if found is None:
            raise CommandError(f"there is no programme {programme}", returncode=2)
        by = Actor.system("export_credits")
        file = CreditFile.objects.filter(programme=found, pk=again).first() if again else send_ready(found, by=by)
        if file is None:
            raise CommandError("there is no such file" if again else "no credit is ready", returncode=2)
        out.write_bytes(content(file))
        self.stdout.write(json.dumps({"file": file.pk, "credits": file.instructions.count()}))
