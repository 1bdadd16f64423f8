"""The data files of the demonstration's world, typed."""

from __future__ import annotations

import tomllib
from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import date, datetime
from pathlib import Path
from random import Random
from typing import Any, Protocol, TypeVar

FOLDER = Path(__file__).parent


class Weighted(Protocol):
    """Something that chance picks the more often, the heavier it is."""

    @property
    def weight(self) -> float: ...


Choice = TypeVar("Choice", bound=Weighted)


@dataclass(frozen=True)
class Place:
    """A programme's prefecture; `share` of the coupons are issued there."""

    programme: str
    code: str
    share: float
    landline: str
    lodgings: list[str]
    shops: list[str]

    @property
    def weight(self) -> float:
        """How often a party goes there."""
        return self.share


@dataclass(frozen=True)
class Stay:
    """Nights from `first` on, with the yen of each night's coupon; 0 nights is a day trip."""

    first: date
    nights: int
    yen: list[int]
    valid_until: date
    weight: float


@dataclass(frozen=True)
class Party:
    """Travellers who share a stay and an account."""

    persons: int
    weight: float


@dataclass(frozen=True)
class Life:
    """What became of a party's coupons; the words are explained in travel.toml."""

    charged: str
    spent: str
    weight: float
    spent_in_march: str = "none"
    withdrawn: bool = False
    fault: str = ""


@dataclass(frozen=True)
class Contact:
    """What an account has registered."""

    phone: str
    email: bool
    weight: float


@dataclass(frozen=True)
class Extension:
    """A new validity that was recorded at `at` for coupons valid until `of` that still held something."""

    of: date
    at: datetime
    until: date


@dataclass(frozen=True)
class Plan:
    """Everything that chance chooses from."""

    seed: int
    odd_sums: float
    other_scheme: float
    own_names: float
    second_phone: float
    spent_before: datetime
    march: tuple[datetime, datetime]
    extensions: list[Extension]
    stays: list[Stay]
    parties: list[Party]
    lives: list[Life]
    contacts: list[Contact]
    numbers: dict[str, str]
    places: list[Place]
    people: dict[str, Any]
    walk: list[dict[str, Any]] = field(default_factory=list)


def read_plan() -> Plan:
    """The plan as its four files state it."""
    travel = _read("travel")
    plain = {
        name: travel[name] for name in ("seed", "odd_sums", "other_scheme", "own_names", "second_phone", "numbers")
    }
    return Plan(
        **plain,
        spent_before=travel["spent_before"],
        march=(travel["march"]["from"], travel["march"]["to"]),
        extensions=[Extension(**row) for row in travel["extension"]],
        stays=[Stay(**row) for row in travel["stay"]],
        parties=[Party(**row) for row in travel["party"]],
        lives=[Life(**row) for row in travel["life"]],
        contacts=[Contact(**row) for row in travel["contact"]],
        places=[Place(**row) for row in _read("places")["place"]],
        people=_read("people"),
        walk=_read("walk")["coupon"],
    )


def pick(chance: Random, choices: Sequence[Choice]) -> Choice:
    """One of them, by weight."""
    return chance.choices(choices, weights=[choice.weight for choice in choices])[0]


def _read(name: str) -> dict[str, Any]:
    return tomllib.loads((FOLDER / f"{name}.toml").read_text(encoding="utf-8"))
