"""Whose draft it is: the browser that began it, or that entered its code, holds the code in a signed cookie.

The cookie is named after the draft and goes with its address alone, so that two drafts in two tabs never meet.
"""

from __future__ import annotations

import hmac
from collections.abc import Callable
from functools import wraps
from typing import Final, NamedTuple
from uuid import UUID

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse

from claims import intake
from claims.apply.carried import ask_for_code
from claims.apply.programme_pages import ProgrammePage, programme_page
from claims.drafts import DRAFTS, is_over, resume_hash
from claims.models import Claim
from claims.states import ClaimState

_DAY_SECONDS: Final = 86_400


class Draft(NamedTuple):
    """A draft, or the claim that it became, in the hands of whoever holds its code."""

    page: ProgrammePage
    claim: Claim
    code: str

    def address(self, step: str) -> str:
        """Where a step of this draft is, by its name."""
        return reverse(f"apply:{step}", args=[self.page.slug, self.claim.draft_key])

    def redirect(self, step: str) -> HttpResponse:
        """To a step of this draft, by its name."""
        return redirect(self.address(step))


View = Callable[[HttpRequest, Draft], HttpResponse]
Routed = Callable[[HttpRequest, str, UUID], HttpResponse]


def hold(response: HttpResponse, claim: Claim, code: str) -> None:
    """Let this browser open the draft until the draft's last day."""
    response.set_signed_cookie(
        _cookie(claim),
        code,
        salt=str(claim.draft_key),
        max_age=DRAFTS.days * _DAY_SECONDS,
        path=reverse("apply:answer", args=[claim.programme.slug, claim.draft_key]),
        httponly=True,
        samesite="Lax",
        secure=bool(settings.SESSION_COOKIE_SECURE),
    )


def on_a_draft(view: View) -> Routed:
    """A step that is taken before the draft was sent. Elsewhere than in its browser the page asks for its code.

    The same is asked for a key that opens nothing.
    """

    def step(request: HttpRequest, draft: Draft) -> HttpResponse:
        if draft.claim.state != ClaimState.DRAFT:
            return draft.redirect("done")
        if draft.page.stage != "open":
            return not_open(request, draft.page)
        return view(request, draft)

    return in_its_browser(wraps(view)(step))


def in_its_browser(view: View) -> Routed:
    """A page of a draft, or of the claim that it became, for whoever holds its code."""

    @wraps(view)
    def routed(request: HttpRequest, programme: str, key: UUID) -> HttpResponse:
        page, claim = programme_page(programme), intake.find_draft(programme, key)
        code = held_code(request, claim) if claim is not None else ""
        if claim is None or not code:
            return ask_for_code(request, page)
        return view(request, Draft(page, claim, code))

    return routed


def held_code(request: HttpRequest, claim: Claim) -> str:
    """The draft's code as this browser holds it; "" where it holds none, or one that has ended."""
    code = str(request.get_signed_cookie(_cookie(claim), default="", salt=str(claim.draft_key)) or "")
    ended = claim.state == ClaimState.DRAFT and is_over(claim)
    known = bytes(claim.resume_hash or b"")
    return code if code and not ended and hmac.compare_digest(resume_hash(code), known) else ""


def _cookie(claim: Claim) -> str:
    return f"draft-{claim.draft_key.hex[:12]}"


def not_open(request: HttpRequest, page: ProgrammePage) -> HttpResponse:
    """The page of an application that is not open: yet, or any more."""
    return render(request, "apply/not_open.html", {"page": page, "rules": page.rules})
