"""What a form is answered that comes without its cookie."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import Resolver404, resolve

from claims.apply.carried import ask_for_code
from claims.apply.programme_pages import programme_page

_ANSWERS = "apply:answer"


def not_trusted(request: HttpRequest, reason: str = "") -> HttpResponse:
    """Nothing is written; but what was typed into an application stays on the page, until its code is entered."""
    try:
        asked = resolve(request.path_info)
    except Resolver404:
        asked = None
    if asked is None or asked.view_name != _ANSWERS:
        return render(request, "403_csrf.html", status=403)
    response = ask_for_code(request, programme_page(asked.kwargs["programme"]))
    response.status_code = 403
    return response
