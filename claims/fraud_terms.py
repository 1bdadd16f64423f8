"""The days within which the centre means to act on a claim for misuse, and asks to be answered.

The policy names none of them: they are the centre's own, said as such, and an office may set others in
`settings.MISUSE_DAYS`. No claim fails on one.
"""

from __future__ import annotations

from datetime import date, datetime, timedelta
from typing import Final

from django.conf import settings

from foundation.japan.dates import day_in_japan

ANSWER: Final = "answer"
EXAMINE: Final = "examine"
APPROVE: Final = "approve"
CREDIT: Final = "credit"
_DAYS: Final = {ANSWER: 14, EXAMINE: 14, APPROVE: 3, CREDIT: 7}


def days(of: str) -> int:
    """How many days there are for one of the steps above."""
    overrides: dict[str, int] = getattr(settings, "MISUSE_DAYS", {})
    return overrides.get(of, _DAYS[of])


def due(of: str, since: datetime) -> date:
    """The last day (Japan) for a step that began at an instant."""
    return day_in_japan(since) + timedelta(days=days(of))
