"""On the payout page: asking for a bank transfer, where it stands, answering a question, withdrawing."""

from __future__ import annotations

from typing import Final

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import get_language
from django.views.decorators.http import require_http_methods, require_safe

from compensation.collection import is_over
from compensation.models import PayoutLink
from compensation.policy.bulletin import Item
from compensation.receive import holder
from compensation.receive.pages import PayoutPage, page_of
from compensation.states import PayoutState
from compensation.transfers import checking, step_views
from compensation.transfers.accounts import Details
from compensation.transfers.drafts import Subject
from compensation.transfers.forms import Given
from compensation.transfers.holder_words import planned_words, told
from compensation.transfers.models import TransferRequest
from compensation.transfers.moves import TransferError
from compensation.transfers.queries import latest_of_payout, live_of_payout
from compensation.transfers.reaching import reach_of_payout
from compensation.transfers.requests import Wanted, ask_for_payout
from compensation.transfers.states import AskedAt, TransferState
from compensation.transfers.step_views import Door
from foundation.japan.bilingual import choose
from foundation.trail import clock
from foundation.trail.actor import Actor

_BASE: Final = "receive_base.html"
steps = require_http_methods(["GET", "HEAD", "POST"])


@require_safe
def shown(request: HttpRequest, number: str) -> HttpResponse:
    """Where the request stands."""
    link = _answered(request, number)
    found = latest_of_payout(link.payout) if link else None
    if link is None or found is None:
        return redirect("receive:payout", number)
    return _shown(request, link, found)


@steps
def ask(request: HttpRequest, number: str) -> HttpResponse:
    """The form; after a question only what was asked for."""
    door = _door(request, number)
    return step_views.enter(request, door) if door else redirect("receive:payout", number)


@steps
def confirm(request: HttpRequest, number: str) -> HttpResponse:
    """Read back and sent."""
    door = _door(request, number)
    return step_views.confirm(request, door) if door else redirect("receive:payout", number)


@steps
def withdraw(request: HttpRequest, number: str) -> HttpResponse:
    """Asked once more, then the request ends and points can be chosen again."""
    link = _answered(request, number)
    found = live_of_payout(link.payout) if link else None
    if link is None or found is None:
        return redirect("receive:payout", number)
    context = {"page": page_of(link), "transfer": told(found)}
    if request.method != "POST":
        return render(request, "receive/transfer_withdraw.html", context)
    try:
        checking.withdraw(found, "withdrawn by its holder", by=_by(link))
    except TransferError as error:
        return _shown(request, link, found, problem=choose(error.ja, error.en))
    return redirect("receive:payout", number)


def _shown(request: HttpRequest, link: PayoutLink, found: TransferRequest, problem: str = "") -> HttpResponse:
    link.payout.refresh_from_db(fields=["state", "method"])
    context = {
        "page": page_of(link),
        "transfer": told(found),
        "problem": problem,
        "can_choose": link.payout.state == PayoutState.OPENED and not is_over(link.payout, clock.now()),
    }
    return render(request, "receive/transfer.html", context, status=409 if problem else 200)


def _answered(request: HttpRequest, number: str) -> PayoutLink | None:
    """The link that this browser followed and answered the question of; its further look-ups are of the page."""
    link = holder.link_of(request, number)
    return link if link is not None and holder.has_answered(request, link) else None


def _door(request: HttpRequest, number: str) -> Door | None:
    """Where this payout's holder may ask, or answer; None where there is nothing to ask for."""
    link = _answered(request, number)
    if link is None:
        return None
    live, page = live_of_payout(link.payout), page_of(link)
    if live is not None:
        return _answering(link, page, live) if live.state == TransferState.INCOMPLETE else None
    return _asking(link, page) if page.stage == "choose" and page.transfer.stage == "open" else None


def _asking(link: PayoutLink, page: PayoutPage) -> Door:
    def send(given: Given) -> None:
        details = Details(given, reach_of_payout(link.payout, get_language() or "ja"))
        ask_for_payout(link.payout, Wanted(details, AskedAt.PAYOUT_PAGE), by=_by(link))

    offer = page.transfer
    return _made(page, offer.items, send, planned=True)


def _answering(link: PayoutLink, page: PayoutPage, live: TransferRequest) -> Door:
    def send(given: Given) -> None:
        checking.supply(live, given, by=_by(link))

    asked = tuple(item for item in step_views.items_of(live) if item.id in live.lacking)
    return _made(page, asked, send, question=live.question, planned=planned_words(live) is not None)


def _made(
    page: PayoutPage, items: tuple[Item, ...], send: step_views.Send, *, planned: bool, question: str = ""
) -> Door:
    return Door(
        subject=Subject("payout", page.number),
        items=items,
        here=reverse("receive:transfer-ask", args=[page.number]),
        confirm=reverse("receive:transfer-confirm", args=[page.number]),
        back=reverse("receive:payout", args=[page.number]),
        done=reverse("receive:transfer", args=[page.number]),
        send=send,
        base=_BASE,
        planned=page.transfer.planned if planned else None,
        question=question,
        around={"desks": page.desks},
    )


def _by(link: PayoutLink) -> Actor:
    return Actor.person(f"payout:{link.payout.number}")
