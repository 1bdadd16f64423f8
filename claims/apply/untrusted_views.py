"""What a form is answered that comes without its cookie."""

from __future__ import annotations

from collections.abc import Callable
from typing import Final

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import Resolver404, resolve

from claims.apply.carried import ask_for_code
from claims.apply.programme_pages import MisusePage, ProgrammePage, misuse_page, programme_page

_ANSWERS: Final[dict[str, Callable[[str], ProgrammePage | MisusePage]]] = {
    "apply:answer": programme_page,
    "apply:fraud-answer": misuse_page,
}


def not_trusted(request: HttpRequest, reason: str = "") -> HttpResponse:
    """Nothing is written; but what was typed into an application stays on the page, until its code is entered."""
    try:
        asked = resolve(request.path_info)
    except Resolver404:
        asked = None
    if asked is None or asked.view_name not in _ANSWERS:
        return render(request, "403_csrf.html", status=403)
    response = ask_for_code(request, _ANSWERS[asked.view_name](asked.kwargs["programme"]))
    response.status_code = 403
    return response
