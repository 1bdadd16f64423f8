"""How often somebody may guess: a count of misses per key, in a window that begins with the first of them.

Misses on one number count for the network address they came from, so that a stranger does not lock its owner out;
a number that many addresses guess at together is closed to all of them.
"""

from __future__ import annotations

from hashlib import sha256

from django.core.cache import cache
from django.http import HttpRequest

WINDOW_SECONDS = 600
MOST_FROM_ONE_ADDRESS = 20
MOST_ON_ONE_NUMBER = 5
MOST_ON_ONE_NUMBER_FROM_ANYWHERE = 200


def too_many(request: HttpRequest, number: str) -> bool:
    """Did this network address miss too often, on this number or on any, or did too many addresses on this number?"""
    limits = _limits(request, number)
    counts: dict[str, int] = cache.get_many(limits)
    return any(counts.get(key, 0) >= most for key, most in limits.items())


def missed(request: HttpRequest, number: str) -> None:
    """Count one miss."""
    for key in _limits(request, number):
        cache.add(key, 0, WINDOW_SECONDS)
        cache.incr(key)


def _limits(request: HttpRequest, number: str) -> dict[str, int]:
    address = str(request.META.get("REMOTE_ADDR", ""))
    return {
        _key("address", address): MOST_FROM_ONE_ADDRESS,
        _key("number-from", f"{address} {number}"): MOST_ON_ONE_NUMBER,
        _key("number", number): MOST_ON_ONE_NUMBER_FROM_ANYWHERE,
    }


def _key(kind: str, value: str) -> str:
    # Hashed: a cache key is no place for what somebody typed.
    return f"status:{kind}:{sha256(value.encode()).hexdigest()}"
