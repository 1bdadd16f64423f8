"""Signing out whoever left the desk, without losing the reason they were typing."""

from __future__ import annotations

import time
from collections.abc import Callable
from typing import Any, Final

from django.conf import settings
from django.contrib.auth import SESSION_KEY, logout
from django.http import HttpRequest, HttpResponse

_LAST_SEEN: Final = "staff_last_seen"
_ENDED: Final = "staff_session_ended"
_WRITE_EVERY_SECONDS: Final = 60
_KEPT_SIGNS: Final = 2_000


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
        _end(request)
    elif _LAST_SEEN not in request.session or seen - last >= _WRITE_EVERY_SECONDS:
        request.session[_LAST_SEEN] = seen


def _end(request: HttpRequest) -> None:
    """Sign out; a new session, of nobody yet, remembers that it ended and what was typed as a reason."""
    kept = {"by": request.session[SESSION_KEY], "path": request.path, "because": ""}
    if request.method == "POST":
        kept["because"] = request.POST.get("because", "")[:_KEPT_SIGNS]
    logout(request)
    request.session[_ENDED] = kept


def has_ended(request: HttpRequest) -> bool:
    """Did a session end here for want of use, since when nobody signed in or out by hand?"""
    return _ENDED in request.session


def typed_before(request: HttpRequest) -> str:
    """The reason that the same person typed at this address before the session ended; given back once."""
    kept: dict[str, Any] | None = request.session.get(_ENDED)
    if kept is None or (kept["by"], kept["path"]) != (request.session.get(SESSION_KEY), request.path):
        return ""
    del request.session[_ENDED]
    return str(kept["because"])
