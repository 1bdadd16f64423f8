"""The page for an address that leads nowhere, in the house that was asked: the console's or the public site's."""

from __future__ import annotations

from typing import Final

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

_CONSOLE: Final = ("/console/", "/reports/", "/admin/")


def page_not_found(request: HttpRequest, exception: Exception) -> HttpResponse:
    """A page of another programme, or of none: both look like this."""
    template = "desk/not_found.html" if request.path.startswith(_CONSOLE) else "404.html"
    return render(request, template, status=404)
