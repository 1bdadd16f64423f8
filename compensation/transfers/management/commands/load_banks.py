"""Brings the tables of banks and branches up to what the installed source says."""

from __future__ import annotations

import json
from typing import Any

from django.core.management.base import BaseCommand

from compensation.transfers.banks import load
from foundation.trail import clock


class Command(BaseCommand):
    """Exit code 0: loaded, or nothing new."""

    help = "Loads banks and branches; one that the source no longer names ends and stays readable."

    def handle(self, *_: Any, **options: Any) -> None:
        self.stdout.write(json.dumps(load(clock.today())._asdict()))
