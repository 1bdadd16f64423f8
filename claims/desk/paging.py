"""Lists that are read in steps by the key of their last row."""

from __future__ import annotations

from django.http import HttpRequest


def number_after(request: HttpRequest, name: str = "after") -> int:
    """The key behind which a list goes on, as the address says; 0 where it says none that can be read."""
    given = request.GET.get(name, "")
    return int(given) if given.isascii() and given.isdigit() and len(given) < 18 else 0
