"""What every page knows: the portal's date in demonstration mode, and in which role somebody is signed in."""

from __future__ import annotations

from functools import partial
from typing import Any

from django.conf import settings
from django.http import HttpRequest

from claims.state_words import ROLE
from foundation.japan.bilingual import Both
from foundation.staff.models import User
from foundation.trail import clock


def site(request: HttpRequest) -> dict[str, Any]:
    """`demo` and `portal_now` (an instant) for the banner and the footer; `my_role` in words, asked for where shown."""
    return {"demo": settings.DEMO, "portal_now": clock.now(), "my_role": partial(_my_role, request)}


def _my_role(request: HttpRequest) -> Both | None:
    return ROLE[request.user.role] if isinstance(request.user, User) else None
