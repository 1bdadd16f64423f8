"""A turn: who acts next, to do what, and by which day; shown in the same words on every page of the desk."""

from __future__ import annotations

from datetime import date, datetime, timedelta
from typing import Final, NamedTuple

from foundation.japan.bilingual import Both
from foundation.japan.dates import day_in_japan

WITHIN: Final = timedelta(days=7)
"""Where no notice names a day, the centre means to look at a matter within so many."""
SUPERVISOR: Final = Both("責任者", "Supervisor")
OPERATOR: Final = Both("コールセンター担当", "Operator")
ANYBODY: Final = Both("コールセンター担当または責任者", "Operator or supervisor")
APPLICANT: Final = Both("申請者", "The applicant")
PORTAL: Final = Both("このポータル（自動）", "This portal, by itself")
NOBODY: Final = Both("なし", "Nobody")


class Turn(NamedTuple):
    """Who is to do what, by `due_on`, or until a time that only words tell; neither where nothing is open.

    `is_own`: the day is the centre's own aim, and no deadline of a notice. `who` is None where `what` names them.
    """

    who: Both | None
    what: Both
    due_on: date | None = None
    is_own: bool = True
    until: Both | None = None


def own_day(since: datetime) -> date:
    """The centre's own day for a matter that stands as it does since an instant."""
    return day_in_japan(since) + WITHIN


def over(what: Both) -> Turn:
    """Nothing is open any more; `what` says why."""
    return Turn(NOBODY, what)
