"""The hours of the outage as a setting: stated by one person with its source, in force once another released it."""

from __future__ import annotations

from datetime import datetime

from django.db import transaction

from compensation.models import OutageHours, Programme
from compensation.policy.coupons.facts import Outage
from compensation.policy.periods import JST
from foundation.trail import audit, clock
from foundation.trail.actor import Actor


class SamePersonError(Exception):
    """Whoever prepared the hours may not release them."""


def prepare(programme: Programme, starts_at: datetime, ends_at: datetime, source: str, *, by: Actor) -> OutageHours:
    """State hours (the end excluded) with their source; nothing is judged by them before they are released.

    Stated again while they wait for their release, they are the same ones. Raises ValueError for hours that end before
    they start, and without a source.
    """
    if starts_at >= ends_at or not source.strip():
        raise ValueError("hours start before they end, and have a source")
    with transaction.atomic():
        stated, is_new = OutageHours.objects.get_or_create(
            programme=programme,
            starts_at=starts_at,
            ends_at=ends_at,
            source=source.strip(),
            released_at=None,
            defaults={"prepared_at": clock.now(), "prepared_by": by.ref},
        )
        if is_new:
            audit.record("outage.prepared", by=by, kind="outage_hours", refs=[str(stated.pk)], scope=programme.slug)
    return stated


def release(hours: OutageHours, *, by: Actor) -> bool:
    """Put hours in force; False where they were already. Raises SamePersonError."""
    with transaction.atomic():
        held = OutageHours.objects.select_for_update(of=("self",)).select_related("programme").get(pk=hours.pk)
        if held.released_at is not None:
            return False
        if held.prepared_by == by.ref:
            raise SamePersonError
        OutageHours.objects.filter(pk=held.pk).update(released_at=clock.now(), released_by=by.ref)
        audit.record("outage.released", by=by, kind="outage_hours", refs=[str(held.pk)], scope=held.programme.slug)
    return True


def hours_in_force(programme_id: int) -> OutageHours | None:
    """The hours that payments of a programme are judged by; None where nobody has released any."""
    released = OutageHours.objects.filter(programme_id=programme_id, released_at__isnull=False)
    return released.order_by("-released_at", "-pk").first()


def outage_of(programme_id: int) -> Outage | None:
    """The same, as a fact for the policy."""
    hours = hours_in_force(programme_id)
    return Outage(hours.starts_at.astimezone(JST), hours.ends_at.astimezone(JST)) if hours else None
