"""What Celery rings the bell for."""

from __future__ import annotations

from celery import shared_task

from compensation.reminders import plan_reminders
from foundation.trail.actor import Actor


@shared_task(name="compensation.remind")
def remind() -> None:
    """Gather the reminders whose time it is; people release them."""
    plan_reminders(by=Actor.system("remind"))
