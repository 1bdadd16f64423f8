"""Single values out of JSON, each checked: a wrong one is an error that names its path and what was expected."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime
from typing import Any, TypeVar

from compensation.policy.errors import FactError
from compensation.policy.periods import JST

T = TypeVar("T")
Check = Callable[[Any, str], T]

# Before 1952 Japan kept summer time, and a fixed offset would be wrong; no claim is that old.
EARLIEST_YEAR, LATEST_YEAR = 1952, 2999


def yes_or_no(value: Any, path: str) -> bool:
    """True or false, nothing that merely counts as one."""
    if value is True or value is False:
        return value
    raise FactError(path, "expected true or false")


def whole_yen(value: Any, path: str) -> int:
    """A whole number of yen, 0 or more."""
    if type(value) is int and value >= 0:
        return value
    raise FactError(path, "expected a whole number of yen, 0 or more")


def instant(value: Any, path: str) -> datetime:
    """An ISO 8601 instant with its offset, given back in Japan's time."""
    if type(value) is not str:
        raise FactError(path, "expected an instant as text, like 2024-06-03T14:00:00+09:00")
    try:
        moment = datetime.fromisoformat(value)
    except ValueError:
        raise FactError(path, "expected an ISO 8601 instant, like 2024-06-03T14:00:00+09:00") from None
    if moment.tzinfo is None:
        raise FactError(path, "expected an instant with its offset from UTC, like +09:00")
    if not EARLIEST_YEAR <= moment.year < LATEST_YEAR:
        raise FactError(path, f"expected an instant of the years {EARLIEST_YEAR} to {LATEST_YEAR - 1}")
    return moment.astimezone(JST)


def word_of(*words: T) -> Check[T]:
    """A check that lets one of these words through."""
    known = {word: word for word in words}
    expected = "expected one of " + ", ".join(map(str, words))

    def check(value: Any, path: str) -> T:
        if type(value) is str and value in known:
            return known[value]
        raise FactError(path, expected)

    return check


def texts(value: Any, path: str) -> tuple[str, ...]:
    """A list of texts."""
    for place, text in enumerate(listed(value, path)):
        if type(text) is not str:
            raise FactError(f"{path}[{place}]", "expected text")
    return tuple(value)


def listed(value: Any, path: str) -> list[Any]:
    """A list, of anything."""
    if type(value) is list:
        return value
    raise FactError(path, "expected a list")


def or_null(check: Check[T]) -> Check[T | None]:
    """The same check, where null says that the fact is not known or does not exist."""

    def checked(value: Any, path: str) -> T | None:
        return None if value is None else check(value, path)

    return checked
