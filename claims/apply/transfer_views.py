"""On the special site: a bank transfer asked for after the application, or from the status page."""

from __future__ import annotations

from typing import Any, Final

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.http import require_http_methods

from claims import transfer_claims
from claims.apply.keeping import Draft, in_its_browser
from claims.apply.status_access import claim_shown
from claims.models import Claim
from claims.states import ClaimState
from compensation.explanations import desk_of
from compensation.opening_hours import desks
from compensation.policy.bulletin import Item, Words
from compensation.transfers import checking, step_views
from compensation.transfers.drafts import Subject
from compensation.transfers.forms import Given
from compensation.transfers.holder_words import planned_words, told
from compensation.transfers.models import TransferRequest
from compensation.transfers.moves import TransferError
from compensation.transfers.offers import AGREED_ITEMS
from compensation.transfers.states import AskedAt, TransferState
from compensation.transfers.step_views import Door
from foundation.japan.bilingual import choose
from foundation.trail import clock
from foundation.trail.actor import Actor

_BASE: Final = "base.html"
steps = require_http_methods(["GET", "HEAD", "POST"])


@steps
@in_its_browser
def ask_after_applying(request: HttpRequest, draft: Draft) -> HttpResponse:
    """The form, from the page that confirms an application."""
    door = _door_of(draft)
    return step_views.enter(request, door) if door else draft.redirect("done")


@steps
@in_its_browser
def confirm_after_applying(request: HttpRequest, draft: Draft) -> HttpResponse:
    """Read back and sent."""
    door = _door_of(draft)
    return step_views.confirm(request, door) if door else draft.redirect("done")


@steps
def ask(request: HttpRequest) -> HttpResponse:
    """The form, from the status page; after a question only what was asked for."""
    door = _door_by_status(request)
    return step_views.enter(request, door) if door else redirect("apply:status-shown")


@steps
def confirm(request: HttpRequest) -> HttpResponse:
    """Read back and sent."""
    door = _door_by_status(request)
    return step_views.confirm(request, door) if door else redirect("apply:status-shown")


@steps
def withdraw(request: HttpRequest) -> HttpResponse:
    """Asked once more, then the request ends."""
    claim = claim_shown(request)
    found = transfer_claims.request_of(claim) if claim else None
    if claim is None or found is None or found.ended_at is not None:
        return redirect("apply:status-shown")
    problem = ""
    if request.method == "POST":
        try:
            transfer_claims.withdraw(found, "withdrawn by its holder", by=_by(claim))
        except TransferError as error:
            problem = choose(error.ja, error.en)
        else:
            return redirect("apply:status-shown")
    context = {"claim": claim, "transfer": told(found), "problem": problem, "desks": _desks(claim)}
    return render(request, "apply/transfer_withdraw.html", context, status=409 if problem else 200)


def _door_of(draft: Draft) -> Door | None:
    if draft.claim.state == ClaimState.DRAFT:
        return None
    here, confirm, done = (draft.address(name) for name in ("transfer-after", "transfer-after-confirm", "done"))
    return _door(draft.claim, here, confirm, done)


def _door_by_status(request: HttpRequest) -> Door | None:
    claim = claim_shown(request)
    if claim is None:
        return None
    names = ("apply:transfer", "apply:transfer-confirm", "apply:status-shown")
    return _door(claim, *(reverse(name) for name in names))


def _door(claim: Claim, here: str, confirm: str, back: str) -> Door | None:
    """Where a claimant may ask, or answer; None where there is nothing to ask for."""
    found = transfer_claims.request_of(claim)
    if found is not None and found.state == TransferState.INCOMPLETE:
        items = tuple(item for item in step_views.items_of(found) if item.id in found.lacking)
        planned, question, send = planned_words(found), found.question, _answer(claim, found)
    else:
        offered = _offered(claim)
        if offered is None:
            return None
        (items, planned), question, send = offered, "", _ask(claim)
    return Door(
        subject=Subject("claim", str(claim.number)),
        items=items,
        here=here,
        confirm=confirm,
        back=back,
        done=back,
        send=send,
        base=_BASE,
        planned=planned,
        question=question,
        around={"desks": _desks(claim)},
    )


def _offered(claim: Claim) -> tuple[tuple[Item, ...], Words | None] | None:
    if transfer_claims.agreement_of(claim) is not None:
        return AGREED_ITEMS, None
    offer = transfer_claims.offer_for(claim)
    return (offer.items, offer.planned) if offer is not None and offer.stage == "open" else None


def _ask(claim: Claim) -> step_views.Send:
    def send(given: Given) -> None:
        transfer_claims.ask(claim, given, AskedAt.SITE, by=_by(claim))

    return send


def _answer(claim: Claim, found: TransferRequest) -> step_views.Send:
    def send(given: Given) -> None:
        checking.supply(found, given, by=_by(claim))

    return send


def _desks(claim: Claim) -> list[Any]:
    return list(desks([desk_of(claim.bulletin)], clock.now()))


def _by(claim: Claim) -> Actor:
    return Actor.person(f"claim:{claim.pk}")
