"""A policy on misuse as the engine and the pages use it: typed and frozen, made from a bulletin file by `read_policy`.

What the document does not say is None; nothing is filled in from another programme.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from typing import NamedTuple

from compensation.policy.bulletin import Clause, Words

CITED = (
    *("1", "1.1", "1.2", "1.3"),
    *("2", "2.30days", "2.police", "2.1", "2.2", "2.3"),
    "3",
    *("4", *(f"4.{number}" for number in range(1, 16))),
    *("5.1", "5.2", "5.3", "5.4"),
    *("application.form", "application.items"),
)
"""The clauses that the engine cites, without the programme's name before them; a policy must declare them all."""


class Periods(NamedTuple):
    """The periods of the policy, in days, and in years for the repeated claim; the first day is never counted.

    `contact_days` is how long a contact still passes for one made at once without an examiner's look.
    """

    contact_days: int
    claim_days: int
    damage_days: int
    repeat_years: int


class Item(NamedTuple):
    """Something that a claim must tell; `user_only` where only a user of an account has it."""

    id: str
    name: Words
    group: str
    user_only: bool = False


class Named(NamedTuple):
    """An entrance, a group of items or a criterion, under its name."""

    id: str
    name: Words


class Application(NamedTuple):
    """How a claim is made: the words it must hold, the channels that are the set form, its entrances and items."""

    phrase: str
    form_channels: frozenset[str]
    entrances: tuple[Named, ...]
    groups: tuple[Named, ...]
    items: tuple[Item, ...]


class YearEndClosing(NamedTuple):
    """The closed days around New Year with the source that dates them; each end a closed (month, day)."""

    first: tuple[int, int]
    last: tuple[int, int]
    source: str

    def covers(self, day: date) -> bool:
        """Whether the closing, which may run over New Year, holds that day."""
        month_and_day = (day.month, day.day)
        if self.first <= self.last:
            return self.first <= month_and_day <= self.last
        return month_and_day >= self.first or month_and_day <= self.last


class Contact(NamedTuple):
    """The desk: its hours on working days as HH:MM, `closes` excluded, and the year-end closing where it is dated."""

    name: Words
    telephone: str
    opens: str
    closes: str
    hours: Words
    year_end: YearEndClosing | None


@dataclass(frozen=True, slots=True)
class FraudPolicy:
    """One version of a programme's policy on misuse. `ids` and `order` are keyed by a clause without the programme."""

    id: str
    programme: str
    stage: int
    stage_label: Words
    name: Words
    office: Words
    title: Words
    issued: date | None
    periods: Periods
    application: Application
    contact: Contact
    disclosure: tuple[Named, ...]
    clauses: Mapping[str, Clause]
    clause_order: Mapping[str, int] = field(repr=False)
    ids: Mapping[str, str] = field(repr=False)
    order: Mapping[str, int] = field(repr=False)
