"""Writes a report of a programme into a file; asked again for the same instant, the same bytes."""

from __future__ import annotations

import json
from datetime import datetime
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser

from claims.models import ReportSnapshot
from claims.report_rows import DoesNotTieError
from claims.report_snapshots import FORMATS, NAMES, hand_out, usual_instant
from compensation.models import Programme
from foundation.japan.errors import UnreadableError
from foundation.trail.actor import Actor
from foundation.trail.as_of import parse_as_of


class Command(BaseCommand):
    help = "Writes the report NAME of a programme as of an instant (default: the beginning of this minute) to a file."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("name", choices=NAMES)
        parser.add_argument("--programme", required=True, metavar="SLUG")
        parser.add_argument("--as-of", default="", metavar="INSTANT")
        parser.add_argument("--format", choices=FORMATS, help="where the name of FILE has no ending (default: xlsx)")
        parser.add_argument("--out", required=True, type=Path, metavar="FILE")

    def handle(self, *_: Any, name: str, programme: str, out: Path, **options: Any) -> None:
        found = Programme.objects.filter(slug=programme).first()
        if found is None:
            raise CommandError(f"There is no programme {programme}.", returncode=2)
        file_format = _format(out, options["format"])
        snapshot = _ask(name, found, _instant(options["as_of"]), file_format)
        content = bytes(snapshot.content)
        try:
            out.write_bytes(content)
        except OSError as refused:
            raise CommandError(f"{out} cannot be written: {refused.strerror}", returncode=2) from refused
        said = {"report": name, "programme": programme, "as_of": snapshot.as_of.isoformat()}
        self.stdout.write(json.dumps({**said, "bytes": len(content), "sha256": snapshot.sha256}))


def _format(out: Path, asked: str | None) -> str:
    """What the file's name says it is, which --format may not contradict."""
    ending = out.suffix.removeprefix(".").lower()
    if not ending:
        return asked or next(iter(FORMATS))
    if ending not in FORMATS or asked not in (None, ending):
        wanted = f"a file for --format {asked}" if asked else "a report"
        raise CommandError(f"{out} is no name for {wanted}. Write .{' or .'.join(FORMATS)}.", returncode=2)
    return ending


def _ask(name: str, programme: Programme, as_of: datetime, file_format: str) -> ReportSnapshot:
    try:
        return hand_out(name, programme, as_of, file_format, by=Actor.system("export_report"))
    except DoesNotTieError as wrong:
        raise CommandError(f"The report does not tie and is not handed out. {wrong}", returncode=2) from wrong


def _instant(text: str) -> datetime:
    try:
        return parse_as_of(text) if text else usual_instant()
    except UnreadableError as unreadable:
        raise CommandError(f"--as-of {text}: {unreadable}", returncode=2) from unreadable
