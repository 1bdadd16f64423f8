"""The pages that ask nothing: the start with a door for each situation, and what the site says about itself."""

from __future__ import annotations

from typing import Any, Final

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from claims import consent
from claims.apply.doors import door_links, misuse_door
from claims.apply.programme_pages import coupon_pages, misuse_is_covered
from compensation.opening_hours import every_desk
from foundation.japan.bilingual import Both
from foundation.trail import clock
from foundation.vault.retention import all_classes

_DAYS_OF_A_YEAR: Final = 365


@require_safe
def start(request: HttpRequest) -> HttpResponse:
    """What happened, who is covered, and a door for each situation."""
    pages = coupon_pages()
    doors = door_links(pages) + ([misuse_door()] if misuse_is_covered() else [])
    return render(request, "apply/start.html", _with_desks({"pages": pages, "doors": doors}))


@require_safe
def contact(request: HttpRequest) -> HttpResponse:
    """Whom to call, when, and what to have at hand."""
    return render(request, "apply/contact.html", _with_desks({"pages": coupon_pages(), "misuse": misuse_is_covered()}))


@require_safe
def privacy(request: HttpRequest) -> HttpResponse:
    """What is kept of whom, and for what."""
    return render(request, "apply/privacy.html", _with_desks({"consent": consent, "kept": _kept()}))


@require_safe
def accessibility(request: HttpRequest) -> HttpResponse:
    """What the site aims at, what does not hold yet, and whom to tell."""
    return render(request, "apply/accessibility.html", _with_desks({}))


def _kept() -> list[tuple[Both, Both, Both]]:
    """What is erased of itself: which data, counted from what, after how long."""
    return [
        (Both(one.ja, one.en), Both(one.starts_ja or one.starts, one.starts), _long(one.days)) for one in all_classes()
    ]


def _long(days: int) -> Both:
    """A number of days, with the years that they make about, where they do."""
    years, rest = divmod(days, _DAYS_OF_A_YEAR)
    about = Both(f"（約{years}年）", f" (about {years} years)") if years > 1 and not rest else Both("", "")
    return Both(f"{days:,}日{about.ja}", f"{days:,} days{about.en}")


def _with_desks(context: dict[str, Any]) -> dict[str, Any]:
    return {**context, "desks": every_desk(clock.now())}
