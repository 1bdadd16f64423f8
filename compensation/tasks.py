"""What Celery rings the bell for: reminders, last days to collect that come to be known, and those that have ended."""

from __future__ import annotations

from celery import shared_task

from compensation import collection, later_receipts, receipt_periods
from compensation.reminders import plan_reminders
from foundation.trail import clock
from foundation.trail.actor import Actor


@shared_task(name="compensation.close_collection")
def close_collection() -> None:
    """Follow a bulletin that gives more time, count the periods that a link begins, end what is over."""
    by = Actor.system("collection")
    later_receipts.follow(clock.now(), by=by)
    receipt_periods.count_from_sending(by=by)
    collection.lapse(clock.now(), by=by)


@shared_task(name="compensation.remind")
def remind() -> None:
    """Gather the reminders whose time it is; people release them."""
    plan_reminders(by=Actor.system("remind"))
