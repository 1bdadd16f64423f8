"""`manage.py purge_addresses`."""

from __future__ import annotations

from typing import Any

import orjson
from django.core.management.base import BaseCommand

from foundation.trail.actor import Actor
from notifications.purging import ADDRESSES, purge_addresses, purge_returned_mail


class Command(BaseCommand):
    """Exit code 0: what was over is gone."""

    help = "Erase addresses of messages whose time is over; the proof of the sending stays."

    def handle(self, *_: Any, **__: Any) -> None:
        by = Actor.system("purge_addresses")
        purged, mails = purge_addresses(by=by), purge_returned_mail(by=by)
        self.stdout.write(orjson.dumps({"purged": purged, "mails": mails, "kept_days": ADDRESSES.days}).decode())
