"""What time the portal says it is.

Outside demonstration mode that is the real time. In demonstration mode (`settings.DEMO`) time starts at
`settings.DEMO_CLOCK`, runs on at its natural speed, and may be moved forward (`clock_control`), never back.
Leases, time-outs and whatever else measures a span between machines use the database's clock instead.
"""

from __future__ import annotations

import time
from datetime import UTC, date, datetime, timedelta
from typing import Final
from zoneinfo import ZoneInfo

from django.conf import settings

from foundation.trail.models import ClockSetting

JST: Final = ZoneInfo("Asia/Tokyo")

_FRESH_SECONDS: Final = 1.0
_cache: Final[dict[str, tuple[float, timedelta]]] = {}
"""By "portal": when the stored time was read, and how far it is ahead."""


def now() -> datetime:
    """The portal's instant, in UTC."""
    real = datetime.now(UTC)
    return real + _ahead() if settings.DEMO else real


def today() -> date:
    """The portal's day in Japan."""
    return now().astimezone(JST).date()


def forget() -> None:
    """Read the stored time again at the next question, instead of within a second."""
    _cache.clear()


def begin() -> ClockSetting:
    """The stored time of the demonstration, begun at its first use."""
    row = ClockSetting.objects.first()
    if row is None:
        begun = ClockSetting(pk=1, portal_at=settings.DEMO_CLOCK, real_at=datetime.now(UTC))
        # Two processes may begin at once: the first one's row stands.
        ClockSetting.objects.bulk_create([begun], ignore_conflicts=True)
        row = ClockSetting.objects.get()
    return row


def _ahead() -> timedelta:
    """How far the portal's time is from the real one; asked of the database once a second at most."""
    read_at, ahead = _cache.get("portal", (-_FRESH_SECONDS, timedelta()))
    moment = time.monotonic()
    if not 0 <= moment - read_at < _FRESH_SECONDS:
        ahead = begin().ahead
        _cache["portal"] = (moment, ahead)
    return ahead
