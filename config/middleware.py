"""Headers that every answer carries, the language that it speaks, and bodies that are too large."""

from __future__ import annotations

from collections.abc import Callable

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.middleware.gzip import GZipMiddleware
from django.utils import translation

MOST_TAKEN_IN = 32_000_000
"""Bytes of a refused body; whoever sends more has no browser."""
_PIECE = 65_536
_FORM = "application/x-www-form-urlencoded"
POLICY = (
    "default-src 'none'; style-src 'self'; script-src 'self'; img-src 'self' data:; font-src 'self'; "
    "connect-src 'self'; form-action 'self'; base-uri 'none'; frame-ancestors 'none'"
)


class SecurityHeaders:
    """A strict Content-Security-Policy: nothing from another host, no inline script or style."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        response = self.get_response(request)
        response.setdefault("Content-Security-Policy", POLICY)
        response.setdefault("Cache-Control", "no-store")
        return response


class CompressedPages(GZipMiddleware):
    """Pages go compressed; files that are streamed or handed out stay as they are.

    What a page repeats of its reader's own input stands beside no secret of another's: the CSRF token is masked anew
    each time, and the length is blurred by random bytes.
    """

    def process_response(self, request: HttpRequest, response: HttpResponseBase) -> HttpResponseBase:
        """The answer, compressed where it is a page and the browser takes it."""
        is_page = not response.streaming and response.headers.get("Content-Type", "").startswith("text/html")
        return super().process_response(request, response) if is_page else response


class WholeBody:
    """Takes in a form that is too large before it is refused.

    A server that answers in the middle of it closes the line, and a browser then shows its own error, not our page.
    """

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        announced = str(request.META.get("CONTENT_LENGTH", ""))
        left = int(announced) if announced.isascii() and announced.isdigit() else 0
        is_form = str(request.META.get("CONTENT_TYPE", "")).startswith(_FORM)
        if is_form and settings.DATA_UPLOAD_MAX_MEMORY_SIZE < left <= MOST_TAKEN_IN:
            body = request.META["wsgi.input"]
            while left > 0 and (piece := body.read(min(left, _PIECE))):
                left -= len(piece)
        return self.get_response(request)


class ChosenLanguage:
    """Japanese, unless the reader chose otherwise: by `?lang=` now, remembered in a cookie from then on.

    The browser's own preference is not asked: a page shows the same to everyone until somebody presses a button.
    """

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        asked = request.GET.get("lang", "")
        language = _offered(asked) or _offered(request.COOKIES.get(settings.LANGUAGE_COOKIE_NAME, "")) or "ja"
        with translation.override(language):
            request.LANGUAGE_CODE = language
            response = self.get_response(request)
        response.setdefault("Content-Language", language)
        if _offered(asked):
            response.set_cookie(settings.LANGUAGE_COOKIE_NAME, asked, max_age=31_536_000, samesite="Lax", httponly=True)
        return response


def _offered(language: str) -> str:
    return language if language in dict(settings.LANGUAGES) else ""
