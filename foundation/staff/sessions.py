"""Signing out whoever left the desk."""

from __future__ import annotations

import time
from collections.abc import Callable
from typing import Final

from django.conf import settings
from django.contrib.auth import SESSION_KEY, logout
from django.http import HttpRequest, HttpResponse

_LAST_SEEN: Final = "staff_last_seen"
_WRITE_EVERY_SECONDS: Final = 60


class IdleTimeoutMiddleware:
    """Ends the session of a member of staff after `settings.STAFF_IDLE_SECONDS` without a request.

    Measured on the machine's clock: moving the portal's time in a demonstration signs nobody out. A visitor without a
    session cookie is not looked at, so that public pages need no session.
    """

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        if settings.SESSION_COOKIE_NAME in request.COOKIES and SESSION_KEY in request.session:
            _note_visit(request)
        return self.get_response(request)


def _note_visit(request: HttpRequest) -> None:
    """Sign out after too long a pause, else keep the moment, written once a minute."""
    seen = time.time()
    last: float = request.session.get(_LAST_SEEN, seen)
    if seen - last > settings.STAFF_IDLE_SECONDS:
        logout(request)
    elif _LAST_SEEN not in request.session or seen - last >= _WRITE_EVERY_SECONDS:
        request.session[_LAST_SEEN] = seen
