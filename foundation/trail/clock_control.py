"""Moving the portal's time forward, in demonstration mode."""

from __future__ import annotations

from datetime import UTC, datetime

from django.conf import settings
from django.db import transaction

from foundation.trail import clock
from foundation.trail.actor import Actor
from foundation.trail.audit import record
from foundation.trail.models import ClockSetting


class ClockError(Exception):
    """The portal's time is not to be moved: outside demonstration mode, or backwards."""


def move_forward(to: datetime, *, by: Actor) -> None:
    """Set the portal's time to the later instant `to`; other processes follow within a second.

    Raises ClockError outside demonstration mode and for an instant that is already past.
    """
    if not settings.DEMO:
        raise ClockError("the clock moves in demonstration mode only")
    clock.begin()
    with transaction.atomic():
        row = ClockSetting.objects.select_for_update().get()
        real = datetime.now(UTC)
        before = real + row.ahead
        if to < before:
            raise ClockError(f"the clock stands at {before.isoformat()} and does not go back")
        detail = {"from": before.isoformat(), "to": to.isoformat()}
        record("clock_moved", by=by, kind="clock", refs=["portal"], detail=detail)
        ClockSetting.objects.filter(pk=row.pk).update(portal_at=to, real_at=real)
    clock.forget()
