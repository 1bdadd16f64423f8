"""The page behind each door: the answer for every campaign, or for the one that somebody came from."""

from __future__ import annotations

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from claims.apply.doors import DOORS, answer_for, room
from claims.apply.programme_pages import coupon_pages, programme_page
from compensation.opening_hours import desks


@require_safe
def door(request: HttpRequest, door: str, programme: str | None = None) -> HttpResponse:
    """What to do in this situation, and a way back."""
    if door not in DOORS:
        raise Http404
    pages = [programme_page(programme)] if programme else coupon_pages()
    context = {
        "door": DOORS[door],
        "answer": answer_for(DOORS[door], pages),
        "inside": f"apply/doors/{door}.html",
        "rooms": [room(page) for page in pages],
        "rules": pages[0].rules if programme else None,
        "desks": desks([page.rules.contact for page in pages], pages[0].now) if pages else [],
    }
    return render(request, "apply/door.html", context)
