"""A bank transfer taken down at the desk: the same form, for a payout, a claim, or what was agreed individually."""

from __future__ import annotations

from typing import Any, Final

from django.db.models import Q
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.http import require_http_methods

from claims import transfer_claims
from claims.desk.access import actor_of, at_the_desk, is_leader, mine, my_programmes, user_of
from claims.desk.forms import ReasonForm
from claims.models import Claim
from compensation import collection, programmes
from compensation.credits.models import Arrangement
from compensation.models import Payout
from compensation.states import PayoutState
from compensation.transfers import requests, step_views
from compensation.transfers.accounts import Details
from compensation.transfers.drafts import Subject
from compensation.transfers.forms import Given
from compensation.transfers.models import TransferRequest
from compensation.transfers.offers import AGREED_ITEMS, Offer, offer_of
from compensation.transfers.queries import live, live_of_arrangement, live_of_payout
from compensation.transfers.reaching import reach_of_payout
from compensation.transfers.requests import Wanted
from compensation.transfers.states import AskedAt
from compensation.transfers.step_views import Door, Send
from foundation.trail import clock

_OPEN: Final = (PayoutState.PLANNED, PayoutState.RELEASED, PayoutState.OPENED)
_LATE: Final = "transfer_late"
steps = require_http_methods(["GET", "HEAD", "POST"])


@steps
@at_the_desk
def ask(request: HttpRequest, kind: str, ref: str) -> HttpResponse:
    """The form; after the deadline a supervisor says first why it is taken in all the same."""
    found = _found(request, kind, ref)
    late = _lateness(request, found)
    return late if late is not None else step_views.enter(request, _door(request, found))


@steps
@at_the_desk
def confirm(request: HttpRequest, kind: str, ref: str) -> HttpResponse:
    """Read back to the caller, and sent; pressed again, the request that stands is shown."""
    standing = _standing(request, kind, ref) if request.method == "POST" else None
    if standing is not None:
        return redirect("desk:transfer", standing.pk)
    found = _found(request, kind, ref)
    if _is_late(found) and not _late_because(request, found):
        return redirect("desk:transfer-new", kind, ref)
    return step_views.confirm(request, _door(request, found))


class _Found:
    """What a transfer is taken down for: `offer` is None for what was agreed individually."""

    def __init__(self, kind: str, ref: str, row: Payout | Claim | Arrangement, offer: Offer | None, back: str) -> None:
        self.kind, self.ref, self.row, self.offer, self.back = kind, ref, row, offer, back


def _found(request: HttpRequest, kind: str, ref: str) -> _Found:
    """Raises Http404 for what is not mine, was taken otherwise, or has no offer."""
    finders = {"payout": _payout, "claim": _claim, "agreement": _agreement}
    if kind not in finders:
        raise Http404
    found = finders[kind](request, ref)
    if found.offer is not None and found.offer.stage in ("none", "before"):
        raise Http404
    return found


def _standing(request: HttpRequest, kind: str, ref: str) -> TransferRequest | None:
    """The request that was taken down here already; None for what is not mine, which looks like none at all."""
    if kind == "payout":
        of = Q(payout__number=ref)
    elif kind == "claim":
        of = Q(claim_number=ref)
    else:
        of = Q(arrangement=int(ref) if ref.isdigit() else 0)
    return live().filter(of, programme__in=my_programmes(request)).order_by("pk").last()


def _payout(request: HttpRequest, ref: str) -> _Found:
    row = mine(request, Payout.objects.select_related("programme", "payee", "bulletin__programme"), number=ref)
    if row.programme.kind != "coupon" or row.state not in _OPEN or live_of_payout(row):
        raise Http404
    if collection.is_over(row, clock.now()):
        raise Http404
    now = clock.now()
    offer = offer_of(programmes.in_force(row.programme.slug, now).rules, row.route, now)
    return _Found("payout", ref, row, offer, reverse("desk:payout", args=[ref]))


def _claim(request: HttpRequest, ref: str) -> _Found:
    row = mine(request, Claim.objects.select_related("programme", "bulletin__programme"), number=ref)
    offer = transfer_claims.offer_for(row)
    if offer is None:
        raise Http404
    return _Found("claim", ref, row, offer, reverse("desk:claim", args=[ref]))


def _agreement(request: HttpRequest, ref: str) -> _Found:
    rows = Arrangement.objects.select_related("programme", "decision__bulletin__programme")
    row = mine(request, rows.filter(kind="consultation", noted_at__isnull=False), pk=int(ref) if ref.isdigit() else 0)
    if live_of_arrangement(row):
        raise Http404
    return _Found("agreement", ref, row, None, reverse("desk:fraud-claim", args=[row.claim_number]))


def _door(request: HttpRequest, found: _Found) -> Door:
    offer = found.offer
    return Door(
        # One's own draft: a colleague does not read an account that was never sent.
        subject=Subject(f"desk-{found.kind}"[:12], f"{found.ref}/{user_of(request).username}"),
        items=offer.items if offer else AGREED_ITEMS,
        here=reverse("desk:transfer-new", args=[found.kind, found.ref]),
        confirm=reverse("desk:transfer-new-confirm", args=[found.kind, found.ref]),
        back=found.back,
        done=reverse("desk:transfers"),
        send=_send(request, found),
        base="desk_base.html",
        planned=offer.planned if offer else None,
    )


def _send(request: HttpRequest, found: _Found) -> Send:
    by, because = actor_of(request), _late_because(request, found)

    def send(given: Given) -> None:
        row = found.row
        if isinstance(row, Claim):
            transfer_claims.ask(row, given, AskedAt.DESK, late_because=because, by=by)
        elif isinstance(row, Payout):
            details = Details(given, reach_of_payout(row, "ja"))
            requests.ask_for_payout(row, Wanted(details, AskedAt.DESK, because), by=by)
        else:
            claim = Claim.objects.select_related("programme").get(programme=row.programme, number=row.claim_number)
            details = Details(given, transfer_claims.reach_of(claim))
            requests.ask_as_agreed(row, Wanted(details, AskedAt.DESK), by=by)
        request.session.pop(_LATE, None)

    return send


def _is_late(found: _Found) -> bool:
    return found.offer is not None and found.offer.stage == "closed"


def _late_because(request: HttpRequest, found: _Found) -> str:
    kept: dict[str, Any] = request.session.get(_LATE, {})
    return str(kept.get("because", "")) if kept.get("for") == f"{found.kind}/{found.ref}" else ""


def _lateness(request: HttpRequest, found: _Found) -> HttpResponse | None:
    """After the deadline: the page that says so, and takes a supervisor's reason; None where the form may follow."""
    if not _is_late(found) or _late_because(request, found):
        return None
    form = ReasonForm(request.POST if request.method == "POST" and is_leader(request) else None)
    if form.is_valid():
        request.session[_LATE] = {"for": f"{found.kind}/{found.ref}", "because": form.cleaned_data["because"]}
        return redirect("desk:transfer-new", found.kind, found.ref)
    context = {"found": found, "form": form, "is_leader": is_leader(request), "at": "transfers"}
    return render(request, "desk/transfer_late.html", context, status=422 if form.is_bound else 200)
