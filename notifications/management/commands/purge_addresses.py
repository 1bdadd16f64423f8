"""`manage.py purge_addresses`."""

from __future__ import annotations

from typing import Any

import orjson
from django.core.management.base import BaseCommand

from foundation.trail.actor import Actor
from notifications.purging import ADDRESSES, purge_addresses


class Command(BaseCommand):
    """Exit code 0: what was over is gone."""

    help = "Erase addresses of messages whose time is over; the proof of the sending stays."

    def handle(self, *_: Any, **__: Any) -> None:
        purged = purge_addresses(by=Actor.system("purge_addresses"))
        self.stdout.write(orjson.dumps({"purged": purged, "kept_days": ADDRESSES.days}).decode())
