"""The pages that ask nothing: the start with a door for each situation, and what the site says about itself."""

from __future__ import annotations

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from claims import consent
from claims.apply.programme_pages import ProgrammePage, programme_page
from claims.opening_hours import DeskToday, desk_today
from compensation.policy.bulletin import Contact
from compensation.programmes import programme_list
from foundation.trail import clock


@require_safe
def start(request: HttpRequest) -> HttpResponse:
    """What happened, who is covered, and a door for each situation."""
    pages = _programme_pages()
    return render(request, "apply/start.html", {"pages": pages, "desks": _desks(pages)})


@require_safe
def contact(request: HttpRequest) -> HttpResponse:
    """Whom to call, when, and what to have at hand."""
    pages = _programme_pages()
    return render(request, "apply/contact.html", {"pages": pages, "desks": _desks(pages)})


@require_safe
def privacy(request: HttpRequest) -> HttpResponse:
    """What is kept of whom, and for what."""
    return render(request, "apply/privacy.html", _with_desks({"consent": consent}))


@require_safe
def accessibility(request: HttpRequest) -> HttpResponse:
    """What the site aims at, what does not hold yet, and whom to tell."""
    return render(request, "apply/accessibility.html", _with_desks({}))


def _with_desks(context: dict[str, Any]) -> dict[str, Any]:
    return {**context, "desks": _desks(_programme_pages())}


def _programme_pages() -> list[ProgrammePage]:
    return [programme_page(row.slug) for row in programme_list() if row.kind == "coupon"]


def _desks(pages: list[ProgrammePage]) -> list[tuple[Contact, DeskToday | None]]:
    """Every call centre that a bulletin names, each once, with its day today."""
    by_telephone = {page.rules.contact.telephone: page.rules.contact for page in pages}
    return [(desk, desk_today(desk.hours, clock.now())) for desk in by_telephone.values()]
