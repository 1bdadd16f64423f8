"""The pages that ask nothing: the start with a door for each situation, and what the site says about itself."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe


@require_safe
def start(request: HttpRequest) -> HttpResponse:
    """What happened, who is covered, and a door for each situation."""
    return render(request, "apply/start.html")


@require_safe
def contact(request: HttpRequest) -> HttpResponse:
    """Whom to call, when, and what to have at hand."""
    return render(request, "apply/contact.html")


@require_safe
def privacy(request: HttpRequest) -> HttpResponse:
    """What is kept of whom, for what, how long."""
    return render(request, "apply/privacy.html")


@require_safe
def accessibility(request: HttpRequest) -> HttpResponse:
    """What the site aims at, what does not hold yet, and whom to tell."""
    return render(request, "apply/accessibility.html")
