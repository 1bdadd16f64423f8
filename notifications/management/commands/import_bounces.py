"""`manage.py import_bounces [PATH]`."""

from __future__ import annotations

from argparse import ArgumentParser
from pathlib import Path
from typing import Any

import orjson
from django.conf import settings
from django.core.management.base import BaseCommand, CommandError

from notifications.bounces import NoMailboxError, read_in

KINDS = ("matched", "unmatched", "unreadable", "known")


class Command(BaseCommand):
    """Exit code 0: every mail is kept, and the last line counts them. 2: nothing done."""

    help = "Reads mails that came back (a Maildir or an mbox file) into the inbox of delivery reports."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("path", nargs="?", type=Path, metavar="PATH", help="without it BOUNCE_MAILDIR")

    def handle(self, *_: Any, path: Path | None, **__: Any) -> None:
        given = path or (Path(settings.BOUNCE_MAILDIR) if settings.BOUNCE_MAILDIR else None)
        if given is None:
            raise CommandError("Name a Maildir or an mbox file, or set BOUNCE_MAILDIR.", returncode=2)
        try:
            read = read_in(given)
        except (NoMailboxError, OSError) as error:
            raise CommandError(str(error), returncode=2) from error
        self.stdout.write(orjson.dumps({kind: read[kind] for kind in KINDS}).decode())
