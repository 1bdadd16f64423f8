"""Whose draft it is: the browser that began it, or that entered its code, holds the code in a signed cookie.

The cookie is named after the draft and goes with its address alone, so that two drafts in two tabs never meet.
"""

from __future__ import annotations

import hmac
from collections.abc import Callable
from dataclasses import dataclass
from functools import wraps
from typing import Final, Generic, TypeVar
from uuid import UUID

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse

from claims import intake
from claims.apply.carried import ask_for_code
from claims.apply.programme_pages import MisusePage, ProgrammePage, misuse_page, programme_page
from claims.drafts import is_over, kept_for, resume_hash
from claims.models import Claim
from claims.states import ClaimState

_DAY_SECONDS: Final = 86_400
P = TypeVar("P", bound=ProgrammePage | MisusePage)
Routed = Callable[[HttpRequest, str, UUID], HttpResponse]


@dataclass(frozen=True)
class Held(Generic[P]):
    """A draft, or the claim that it became, in the hands of whoever holds its code."""

    page: P
    claim: Claim
    code: str

    def address(self, step: str) -> str:
        """Where a step of this draft is, by its name."""
        return self.page.address(step, self.claim.draft_key)

    def redirect(self, step: str) -> HttpResponse:
        """To a step of this draft, by its name."""
        return redirect(self.address(step))


Draft = Held[ProgrammePage]
MisuseDraft = Held[MisusePage]


class Drafts(Generic[P]):
    """The drafts of one kind of programme; `page_of` finds what their pages stand on."""

    def __init__(self, page_of: Callable[[str], P]) -> None:
        self._page_of = page_of

    def on_a_draft(self, view: Callable[[HttpRequest, Held[P]], HttpResponse]) -> Routed:
        """A step that is taken before the draft was sent. Elsewhere than in its browser the page asks for its code.

        The same is asked for a key that opens nothing.
        """

        def step(request: HttpRequest, draft: Held[P]) -> HttpResponse:
            if draft.claim.state != ClaimState.DRAFT:
                return draft.redirect("done")
            if draft.page.stage != "open":
                return not_open(request, draft.page)
            return view(request, draft)

        return self.in_its_browser(wraps(view)(step))

    def in_its_browser(self, view: Callable[[HttpRequest, Held[P]], HttpResponse]) -> Routed:
        """A page of a draft, or of the claim that it became, for whoever holds its code."""

        @wraps(view)
        def routed(request: HttpRequest, programme: str, key: UUID) -> HttpResponse:
            page, claim = self._page_of(programme), intake.find_draft(programme, key)
            code = held_code(request, claim) if claim is not None else ""
            if claim is None or not code:
                return ask_for_code(request, page)
            return view(request, Held(page, claim, code))

        return routed


_coupons, _misuse = Drafts(programme_page), Drafts(misuse_page)
on_a_draft, in_its_browser = _coupons.on_a_draft, _coupons.in_its_browser
on_a_misuse_draft, in_its_misuse_browser = _misuse.on_a_draft, _misuse.in_its_browser


def hold(response: HttpResponse, claim: Claim, code: str) -> None:
    """Let this browser open the draft until the draft's last day."""
    response.set_signed_cookie(
        _cookie(claim),
        code,
        salt=str(claim.draft_key),
        max_age=kept_for(claim).days * _DAY_SECONDS,
        path=_path(claim),
        httponly=True,
        samesite="Lax",
        secure=bool(settings.SESSION_COOKIE_SECURE),
    )


def held_code(request: HttpRequest, claim: Claim) -> str:
    """The draft's code as this browser holds it; "" where it holds none, or one that has ended."""
    code = str(request.get_signed_cookie(_cookie(claim), default="", salt=str(claim.draft_key)) or "")
    ended = claim.state == ClaimState.DRAFT and is_over(claim)
    known = bytes(claim.resume_hash or b"")
    return code if code and not ended and hmac.compare_digest(resume_hash(code), known) else ""


def _path(claim: Claim) -> str:
    if claim.programme.kind == "fraud":
        return reverse("apply:fraud-answer", args=[claim.draft_key])
    return reverse("apply:answer", args=[claim.programme.slug, claim.draft_key])


def _cookie(claim: Claim) -> str:
    return f"draft-{claim.draft_key.hex[:12]}"


def not_open(request: HttpRequest, page: ProgrammePage | MisusePage) -> HttpResponse:
    """The page of an application that is not open: yet, or any more."""
    return render(request, "apply/not_open.html", {"page": page, "rules": page.rules})
