"""The pages that ask nothing: the start with a door for each situation, and what the site says about itself."""

from __future__ import annotations

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from claims import consent
from claims.apply.programme_pages import ProgrammePage, programme_page
from compensation.opening_hours import every_desk
from compensation.programmes import programme_list
from foundation.trail import clock


@require_safe
def start(request: HttpRequest) -> HttpResponse:
    """What happened, who is covered, and a door for each situation."""
    return render(request, "apply/start.html", _with_desks({"pages": _programme_pages()}))


@require_safe
def contact(request: HttpRequest) -> HttpResponse:
    """Whom to call, when, and what to have at hand."""
    return render(request, "apply/contact.html", _with_desks({"pages": _programme_pages()}))


@require_safe
def privacy(request: HttpRequest) -> HttpResponse:
    """What is kept of whom, and for what."""
    return render(request, "apply/privacy.html", _with_desks({"consent": consent}))


@require_safe
def accessibility(request: HttpRequest) -> HttpResponse:
    """What the site aims at, what does not hold yet, and whom to tell."""
    return render(request, "apply/accessibility.html", _with_desks({}))


def _with_desks(context: dict[str, Any]) -> dict[str, Any]:
    return {**context, "desks": every_desk(clock.now())}


def _programme_pages() -> list[ProgrammePage]:
    return [programme_page(row.slug) for row in programme_list() if row.kind == "coupon"]
