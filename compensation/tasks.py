"""What Celery rings the bell for: last days to collect that come to be known, and those that have ended."""

from __future__ import annotations

from celery import shared_task

from compensation import collection, receipt_periods
from foundation.trail import clock
from foundation.trail.actor import Actor


@shared_task(name="compensation.close_collection")
def close_collection() -> None:
    """Count the periods that begin with the sending of a link, then end what nobody collected in time."""
    by = Actor.system("collection")
    receipt_periods.count_from_sending(by=by)
    collection.lapse(clock.now(), by=by)
