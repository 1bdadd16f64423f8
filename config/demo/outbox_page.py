"""The page of the messages that a demonstration sent."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from config.demo.only import demonstration_only
from config.demo.outbox import read_outbox


@demonstration_only
@require_safe
def outbox_page(request: HttpRequest) -> HttpResponse:
    """Newest first; `number` searches, `before` goes on to older ones."""
    typed, before = request.GET.get("number", "")[:60].replace("\0", ""), request.GET.get("before", "")
    outbox = read_outbox(typed, int(before) if before.isascii() and before.isdigit() and len(before) < 19 else None)
    return render(request, "demo/outbox.html", {"outbox": outbox, "typed": typed})
