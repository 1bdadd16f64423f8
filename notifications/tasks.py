"""Celery rings the bell: each task looks what is due, works less than a minute and ends; the rows remember the rest."""

from __future__ import annotations

import asyncio
from pathlib import Path
from typing import Final

from celery import shared_task
from django.conf import settings

from foundation.trail.actor import Actor
from notifications import bounces, sweep
from notifications.canary import advance
from notifications.channels.chosen import carriers
from notifications.dispatch import Dispatcher
from notifications.gates import hold_over_night
from notifications.leases import waiting
from notifications.origin import usual_mark
from notifications.pace import usual
from notifications.purging import purge_addresses, purge_returned_mail
from notifications.reports import fold_waiting
from notifications.seals import seal_days
from notifications.states import Channel

SECONDS: Final = 4.0
"""A worker that is told to end waits for its task: short turns let it end soon."""
READ_SECONDS: Final = 20.0
PURGE_SECONDS: Final = 30.0
"""Addresses of a large mailing end on one day: what is left waits for the next ring."""


@shared_task(name="notifications.dispatch")
def dispatch() -> None:
    """Send what is due; ring again where work is left after one turn."""
    if not waiting(Channel.values).exists():
        return
    asyncio.run(Dispatcher(carriers(), usual(), mark=usual_mark()).run(until_empty=True, seconds=SECONDS))
    if waiting(Channel.values).exists():
        dispatch.delay()


@shared_task(name="notifications.sweep")
def sweep_up() -> None:
    """Leases that ran out, what the night holds, texts past their time, reports to hear, mailings on their way."""
    sweep.reap(settle=usual().settle)
    hold_over_night()
    sweep.expire()
    sweep.hold_keyless()
    fold_waiting()
    advance(by=sweep.SWEEP)


@shared_task(name="notifications.seal")
def seal() -> None:
    """Seal the days that are over."""
    seal_days()


@shared_task(name="notifications.close_unknown")
def close_unknown() -> None:
    """Unknowns that can be asked about: a bell of its own, as a provider's silence may take all of its time."""
    sweep.close_unknown(carriers(), settle=usual().settle)


@shared_task(name="notifications.import_bounces")
def import_bounces() -> None:
    """Read the mails that came back."""
    bounces.read_in(Path(settings.BOUNCE_MAILDIR), seconds=READ_SECONDS)


@shared_task(name="notifications.purge")
def purge() -> None:
    """Erase the addresses whose retention class says that they are over."""
    by = Actor.system("purge")
    purge_addresses(by=by, seconds=PURGE_SECONDS)
    purge_returned_mail(by=by)
