"""What exists in demonstration mode only: elsewhere it is not found."""

from __future__ import annotations

from collections.abc import Callable
from functools import wraps

from django.conf import settings
from django.http import Http404, HttpRequest, HttpResponse

View = Callable[[HttpRequest], HttpResponse]


def demonstration_only(view: View) -> View:
    """Answer 404 outside demonstration mode, as if the page had never been written."""

    @wraps(view)
    def inner(request: HttpRequest) -> HttpResponse:
        if not settings.DEMO:
            raise Http404
        return view(request)

    return inner
