"""Pages for what is refused: an address that leads nowhere, and a form whose cookie is gone."""

from __future__ import annotations

from typing import Final

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import Resolver404, resolve

from claims.apply.carried import ask_for_code
from claims.apply.programme_pages import programme_page

_CONSOLE: Final = ("/console/", "/reports/", "/admin/")


def page_not_found(request: HttpRequest, exception: Exception) -> HttpResponse:
    """A page of another programme, or of none: both look like this."""
    template = "desk/not_found.html" if request.path.startswith(_CONSOLE) else "404.html"
    return render(request, template, status=404)


def not_trusted(request: HttpRequest, reason: str = "") -> HttpResponse:
    """A form without its cookie. Of an application nothing is written, but what was typed stays on the page."""
    try:
        asked = resolve(request.path_info)
    except Resolver404:
        asked = None
    if asked is None or asked.view_name != "apply:answer":
        return render(request, "403_csrf.html", status=403)
    response = ask_for_code(request, programme_page(asked.kwargs["programme"]))
    response.status_code = 403
    return response
