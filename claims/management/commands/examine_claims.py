"""Examine every claim that waits for nobody but time or the records."""

from __future__ import annotations

import json
from typing import Any

from django.core.management.base import BaseCommand

from claims.examination import claims_to_examine, examine
from claims.fraud_closing import close_credited
from claims.payouts_of_claims import close_finished
from foundation.trail import clock
from foundation.trail.actor import Actor


class Command(BaseCommand):
    help = __doc__

    def handle(self, *args: Any, **options: Any) -> None:
        by = Actor.system("examine")
        results = examine(claims_to_examine(), clock.now(), by=by)
        results["closed"] = close_finished(by=by) + close_credited(by=by)
        self.stdout.write(json.dumps(dict(sorted(results.items()))))
