"""What time the portal says it is.

Outside demonstration mode that is the real time. In demonstration mode (`settings.DEMO`) time starts at
`settings.DEMO_CLOCK`, runs on at its natural speed, and may be moved forward (`clock_control`), never back.
Leases, time-outs and whatever else measures a span between machines use the database's clock instead.
"""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta
from typing import Final
from zoneinfo import ZoneInfo

from django.conf import settings

from foundation.trail.models import ClockSetting

JST: Final = ZoneInfo("Asia/Tokyo")

_FRESH: Final = timedelta(seconds=1)
_cache: Final[dict[str, tuple[datetime, timedelta]]] = {}
"""By "portal": the real instant at which the stored time was read, and how far ahead of it the portal was."""


def now() -> datetime:
    """The portal's instant, in UTC."""
    real = datetime.now(UTC)
    return real + _ahead(real) if settings.DEMO else real


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


def _ahead(real: datetime) -> timedelta:
    """How far the portal's time is from the real one; asked of the database once a second at most."""
    known = _cache.get("portal")
    # A machine's clock that was set back makes what is known too old as well.
    if known is None or not timedelta() <= real - known[0] < _FRESH:
        known = _cache["portal"] = (real, begin().ahead)
    return known[1]
