"""Whose draft of a claim for misuse it is: the browser that began it, or that a caller opened it in, holds a cookie.

The address alone opens nothing: it stays in histories, and what the draft tells is about the victim of a crime.
"""

from __future__ import annotations

from typing import Final

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.urls import reverse

from claims.drafts import DRAFTS
from claims.models import Claim

_DAY_SECONDS: Final = 86_400
_HELD: Final = "held"


def hold(response: HttpResponse, claim: Claim) -> HttpResponse:
    """Let this browser open the draft, and the claim that it becomes, as long as drafts are kept."""
    response.set_signed_cookie(
        _cookie(claim),
        _HELD,
        salt=str(claim.draft_key),
        max_age=DRAFTS.days * _DAY_SECONDS,
        path=reverse("apply:fraud-answer", args=[claim.draft_key]),
        httponly=True,
        samesite="Lax",
        secure=bool(settings.SESSION_COOKIE_SECURE),
    )
    return response


def is_held(request: HttpRequest, claim: Claim) -> bool:
    """Whether this browser may open it."""
    return request.get_signed_cookie(_cookie(claim), default="", salt=str(claim.draft_key)) == _HELD


def _cookie(claim: Claim) -> str:
    return f"misuse-{claim.draft_key.hex[:12]}"
