"""Single values out of JSON, each checked: a wrong one is a FactError with its path and what was expected."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from datetime import datetime
from functools import lru_cache
from typing import Any, TypeVar

from compensation.policy.errors import FactError
from compensation.policy.periods import JST

T = TypeVar("T")
Check = Callable[[Any, str], T]
Fields = Mapping[str, Check[Any]]
Places = tuple[tuple[str, Check[Any], str], ...]

# Japan has kept one offset since then, and no claim is older or lies so far ahead.
EARLIEST_YEAR, LATEST_YEAR = 1952, 2999
# Far above any coupon; keeps every product and sum inside the whole numbers that JSON readers carry.
LARGEST = 1_000_000_000
MOST = 1_000_000

# Tables of checks are constants of their modules, so their identity names them.
PLACES: dict[tuple[str, int], Places] = {}
MOST_PLACES = 1000


def yes_or_no(value: Any, path: str) -> bool:
    """True or false, and nothing that merely counts as one."""
    if value is True or value is False:
        return value
    raise FactError(path, "expected true or false")


def whole(value: Any, path: str) -> int:
    """A whole number, negative too."""
    if type(value) is int and -LARGEST <= value <= LARGEST:
        return value
    raise FactError(path, f"expected a whole number, at most {LARGEST:,}")


def whole_not_negative(value: Any, path: str) -> int:
    """A whole number, 0 or more."""
    if type(value) is int and 0 <= value <= LARGEST:
        return value
    raise FactError(path, f"expected a whole number from 0 to {LARGEST:,}")


def count(value: Any, path: str) -> int:
    """How many times something happened."""
    if type(value) is int and 0 <= value <= MOST:
        return value
    raise FactError(path, f"expected a whole number from 0 to {MOST:,}")


def text(value: Any, path: str) -> str:
    """A text that is not empty."""
    if type(value) is str and value:
        return value
    raise FactError(path, "expected a text that is not empty")


def instant(value: Any, path: str) -> datetime:
    """An ISO 8601 instant with its offset, given back in Japan's time."""
    if type(value) is not str:
        raise FactError(path, "expected an instant as text, like 2030-04-28T12:00:00+09:00")
    found = _instant(value)
    if isinstance(found, datetime):
        return found
    raise FactError(path, found)


@lru_cache(maxsize=4096)
def _instant(value: str) -> datetime | str:
    """The instant, or what is wrong with it: most claims of a programme name the same few."""
    try:
        moment = datetime.fromisoformat(value)
    except ValueError:
        return "expected an ISO 8601 instant, like 2030-04-28T12:00:00+09:00"
    if moment.tzinfo is None:
        return "expected an instant with its offset from UTC, like +09:00"
    if not EARLIEST_YEAR <= moment.year <= LATEST_YEAR:
        return f"expected an instant of the years {EARLIEST_YEAR} to {LATEST_YEAR}"
    return moment.astimezone(JST)


def one_of(*words: str) -> Check[Any]:
    """A check that lets one of these words through."""
    known = frozenset(words)
    expected = "expected one of " + ", ".join(words)

    def check(value: Any, path: str) -> Any:
        if type(value) is str and value in known:
            return value
        raise FactError(path, expected)

    return check


def listed(value: Any, path: str) -> list[Any]:
    """A list, of anything."""
    if type(value) is list:
        return value
    raise FactError(path, "expected a list")


def names(value: Any, path: str) -> frozenset[str]:
    """A list of names, whose order says nothing."""
    for place, name in enumerate(listed(value, path)):
        text(name, f"{path}[{place}]")
    return frozenset(value)


def or_null(check: Check[T]) -> Check[T | None]:
    """The same check, where null says that the fact is not known or did not happen."""

    def checked(value: Any, path: str) -> T | None:
        return None if value is None else check(value, path)

    return checked


def fields(value: Any, path: str, checks: Fields) -> list[Any]:
    """The checked values of an object that has exactly these fields, in their order."""
    if type(value) is not dict:
        raise FactError(path, "expected an object")
    try:
        checked = [check(value[name], place) for name, check, place in _places(path, checks)]
    except KeyError as missing:
        raise FactError(f"{path}.{missing.args[0]}", "missing") from None
    if len(value) != len(checks):
        unknown = next(name for name in value if name not in checks)
        raise FactError(f"{path}.{unknown}", "not a fact of this contract; expected only " + ", ".join(checks))
    return checked


def _places(path: str, checks: Fields) -> Places:
    """The fields with their paths written out: once for the first objects of a list, and not once a claim."""
    places = PLACES.get((path, id(checks)))
    if places is None:
        places = tuple([(name, check, f"{path}.{name}") for name, check in checks.items()])
        if len(PLACES) < MOST_PLACES:
            PLACES[path, id(checks)] = places
    return places


def sequence_of(checks: Fields, make: Callable[..., T]) -> Check[tuple[T, ...]]:
    """A list of objects with these fields, each made into a fact."""

    def check(value: Any, path: str) -> tuple[T, ...]:
        return tuple([make(*fields(part, f"{path}[{n}]", checks)) for n, part in enumerate(listed(value, path))])

    return check


def object_of(checks: Fields, make: Callable[..., T]) -> Check[T]:
    """An object with these fields, made into a fact."""

    def check(value: Any, path: str) -> T:
        return make(*fields(value, path, checks))

    return check


def as_json(value: Any) -> Any:
    """The same value as the contract writes it: instants as text in Japan's time, names in alphabetical order."""
    if isinstance(value, datetime):
        return value.astimezone(JST).isoformat()
    if isinstance(value, frozenset):
        return sorted(value)
    if hasattr(value, "_asdict"):
        return {name: as_json(part) for name, part in value._asdict().items()}
    return [as_json(part) for part in value] if isinstance(value, Sequence) and not isinstance(value, str) else value
