"""`manage.py compare_after_restore`: what was sent since the backup was made, and then sending goes on."""

from __future__ import annotations

import json
import sys
from argparse import ArgumentParser
from collections import Counter
from pathlib import Path
from typing import Any
from uuid import UUID

from django.core.management.base import BaseCommand, CommandError

from foundation.trail.actor import Actor
from notifications import origin, sweep
from notifications.channels.chosen import carriers
from notifications.comparison import by_asking, by_list
from notifications.pace import usual

OPERATOR = Actor.system("compare_after_restore")


class Command(BaseCommand):
    """Exit code 0: compared, and sending goes on. 1: compared, and sending stays held. 2: nothing done."""

    help = "Compares a restored database with what the providers accepted, and lets it send again."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("--hold", action="store_true", help="only hold all sending from now on")
        parser.add_argument(
            "--accepted", type=Path, metavar="FILE", help="references of all that was accepted since, one a line"
        )
        parser.add_argument(
            "--despite-missing", action="store_true", help="go on although the list names messages not known here"
        )

    def handle(self, *args: Any, hold: bool, accepted: Path | None, despite_missing: bool, **options: Any) -> None:
        if hold:
            origin.may_send(None)
            origin.hold("held by hand", by=OPERATOR)
            return
        if origin.may_send(origin.usual_mark()):
            remedy = "Where a backup was restored all the same, give --hold first."
            raise CommandError(f"Sending is not held. {remedy}", returncode=2)
        done = self._compare(accepted)
        goes_on = not done["unclear"] and (despite_missing or not done["missing"])
        if goes_on:
            origin.confirm(by=OPERATOR)
        self.stdout.write(json.dumps({**done, "sending": "goes on" if goes_on else "held"}))
        if not goes_on:
            sys.exit(1)

    def _compare(self, accepted: Path | None) -> Counter[str]:
        settle = usual().settle
        references = _read(accepted) if accepted else None
        sweep.reap(settle=settle)
        if references is not None:
            return by_list(references, by=OPERATOR)
        return by_asking(carriers(), settle=settle, by=OPERATOR)


def _read(path: Path) -> set[UUID]:
    try:
        return {UUID(line) for line in path.read_text(encoding="utf-8").split()}
    except (OSError, ValueError) as error:
        raise CommandError(f"{path} is no list of references, one a line: {error}", returncode=2) from error
