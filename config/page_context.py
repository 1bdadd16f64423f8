"""What every page knows: the portal's date in demonstration mode."""

from __future__ import annotations

from typing import Any

from django.conf import settings
from django.http import HttpRequest

from foundation.trail import clock


def site(request: HttpRequest) -> dict[str, Any]:
    """`demo` and `portal_now` (an instant) for the banner and the footer."""
    return {"demo": settings.DEMO, "portal_now": clock.now()}
