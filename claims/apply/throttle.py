"""How often somebody may guess: a count of misses per key, in a window that begins with the first of them."""

from __future__ import annotations

from hashlib import sha256

from django.core.cache import cache
from django.http import HttpRequest

WINDOW_SECONDS = 600
MOST_FROM_ONE_ADDRESS = 20
MOST_ON_ONE_NUMBER = 5


def too_many(request: HttpRequest, number: str) -> bool:
    """Did this network address, or did anybody on this number, miss too often?"""
    counts: dict[str, int] = cache.get_many([_address(request), _number(number)])
    return (
        counts.get(_address(request), 0) >= MOST_FROM_ONE_ADDRESS
        or counts.get(_number(number), 0) >= MOST_ON_ONE_NUMBER
    )


def missed(request: HttpRequest, number: str) -> None:
    """Count one miss."""
    for key in (_address(request), _number(number)):
        cache.add(key, 0, WINDOW_SECONDS)
        cache.incr(key)


def _address(request: HttpRequest) -> str:
    return _key("address", str(request.META.get("REMOTE_ADDR", "")))


def _number(number: str) -> str:
    return _key("number", number)


def _key(kind: str, value: str) -> str:
    # Hashed: a cache key is no place for what somebody typed.
    return f"status:{kind}:{sha256(value.encode()).hexdigest()}"
