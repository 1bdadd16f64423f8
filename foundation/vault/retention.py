"""Classes of personal data and the day each of them is erased.

An application registers its classes; how many days they last is set in `settings.RETENTION_DAYS`, because the
offices that own the data decide it.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta

from django.conf import settings


@dataclass(frozen=True, slots=True)
class RetentionClass:
    """Data that ends `default_days` after the day `starts` describes, unless a setting says otherwise."""

    name: str
    ja: str
    en: str
    starts: str
    default_days: int
    starts_ja: str = ""

    @property
    def days(self) -> int:
        overrides: dict[str, int] = getattr(settings, "RETENTION_DAYS", {})
        return overrides.get(self.name, self.default_days)

    def ends_on(self, started: date) -> date:
        """The first day on which the data is to be gone."""
        return started + timedelta(days=self.days)

    def is_over(self, started: date, *, today: date) -> bool:
        return today >= self.ends_on(started)

    def started_by(self, today: date) -> date:
        """The latest start whose data is over today: what a purge selects by."""
        return today - timedelta(days=self.days)


_classes: dict[str, RetentionClass] = {}


def register(retention: RetentionClass) -> RetentionClass:
    """Make a class known to the purge; raises ValueError for a name that is taken by another."""
    if _classes.setdefault(retention.name, retention) != retention:
        raise ValueError(f"the retention class {retention.name} is registered with another meaning")
    return retention


def all_classes() -> tuple[RetentionClass, ...]:
    """Every registered class, by name."""
    return tuple(_classes[name] for name in sorted(_classes))
