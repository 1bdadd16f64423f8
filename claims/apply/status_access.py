"""Who may see a claim on the status page: whoever showed its number and a contact, for half an hour after each page."""

from __future__ import annotations

from typing import Final

from django.conf import settings
from django.http import HttpRequest, HttpResponse

from claims.models import Claim

COOKIE: Final = "status"
SHOWN_SECONDS: Final = 1800


def let_see(response: HttpResponse, claim: Claim) -> HttpResponse:
    """Let this browser see the claim from now on for half an hour."""
    response.set_signed_cookie(
        COOKIE,
        str(claim.pk),
        max_age=SHOWN_SECONDS,
        httponly=True,
        samesite="Strict",
        path="/status/",
        secure=bool(settings.SESSION_COOKIE_SECURE),
    )
    return response


def claim_shown(request: HttpRequest) -> Claim | None:
    """The claim that this browser may see; None once the half hour is over."""
    known = request.get_signed_cookie(COOKIE, default="", max_age=SHOWN_SECONDS)
    return Claim.objects.select_related("programme", "bulletin").filter(pk=int(known)).first() if known else None
