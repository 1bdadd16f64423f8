"""`manage.py verify_chain`."""

from __future__ import annotations

import sys
from typing import Any

import orjson
from django.core.management.base import BaseCommand

from notifications.proving import prove


class Command(BaseCommand):
    """Exit code 0: everything stands as it was written; 1: something was removed or altered, and is named."""

    help = "Prove every message's chain of steps, its attempts, and the daily seals over all of them."

    def handle(self, *_: Any, **__: Any) -> None:
        proved = prove(tell=self.stdout.write, progress=self._progress)
        self.stdout.write(orjson.dumps({**proved._asdict(), "holds": not proved.breaks}).decode())
        if proved.breaks:
            sys.exit(1)

    def _progress(self, messages: int) -> None:
        if self.stderr.isatty():
            self.stderr.write(f"\r{messages:,} messages", ending="")
