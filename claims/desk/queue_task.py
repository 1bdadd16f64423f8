"""One row of the desk's queue."""

from __future__ import annotations

from datetime import date
from typing import NamedTuple

from compensation.models import Programme
from foundation.japan.bilingual import Both


class Task(NamedTuple):
    """Something to do: for which programme, what, by which day (None: now), who was to act, and on which page."""

    programme: Programme
    what: Both
    due_on: date | None
    who: Both
    address: str
