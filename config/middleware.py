"""Headers that every answer carries, and the language that it speaks."""

from __future__ import annotations

from collections.abc import Callable

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.middleware.gzip import GZipMiddleware
from django.utils import translation

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
