"""The page of one payout, and what a supervisor may do to it. Each act is confirmed first."""

from __future__ import annotations

from typing import Final

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_http_methods, require_safe

from claims.desk import payout_acts
from claims.desk.access import actor_of, at_the_desk, for_leaders, is_leader, mine
from claims.desk.forms import IdentityForm, ReasonForm, unsaved
from claims.desk.parts import messages_about, payout_shown
from claims.desk.payout_turns import turn_of_payout
from claims.models import Claim
from compensation import claw_backs
from compensation.models import Payout
from compensation.policy.bulletin import Words
from compensation.programmes import in_force, rules_of
from compensation.reissue import CannotReissueError
from compensation.states import PayeeKind, PayoutState
from compensation.transfers.offers import offer_of
from compensation.transfers.queries import latest_of_payout
from compensation.transfers.states import BANK_TRANSFER
from foundation.japan.bilingual import Both, choose
from foundation.trail import clock

PAYOUTS: Final = Payout.objects.select_related("programme", "payee", "bulletin__programme")
TRANSFERABLE: Final = (PayoutState.PLANNED, PayoutState.RELEASED, PayoutState.OPENED)
TOO_LATE: Final = Both(
    "支払の状態が変わっていたため、何も変更しませんでした。", "The payout had moved on, so nothing was changed."
)


@require_safe
@at_the_desk
def payout(request: HttpRequest, number: str) -> HttpResponse:
    """One payout: its coupons, its link, how it moved, what was sent."""
    found = mine(request, PAYOUTS.all(), number=number)
    possible = payout_acts.open_to(found)
    context = {
        "payout": found,
        "shown": payout_shown(found),
        "turn": turn_of_payout(found),
        "method": _method(found),
        "too_much": claw_backs.of_payout(found),
        "claim": _claim(found),
        "transfer": latest_of_payout(found),
        "transfer_door": _takes_transfers(found),
        "messages_sent": messages_about("payout", [found.number]),
        "acts": [(name, payout_acts.ACTS[name]) for name in possible] if is_leader(request) else [],
        "needs_leader": bool(possible) and not is_leader(request),
    }
    return render(request, "desk/payout.html", context)


@require_http_methods(["GET", "HEAD", "POST"])
@for_leaders
def act(request: HttpRequest, number: str, name: str) -> HttpResponse:
    """Ask whether it is meant and why, then do it."""
    found = mine(request, PAYOUTS.all(), number=number)
    if name not in payout_acts.ACTS:
        raise Http404
    kind = IdentityForm if payout_acts.ACTS[name].identified else ReasonForm
    form = kind(request.POST) if request.method == "POST" else unsaved(request, kind)
    if not form.is_valid():
        return _confirm(request, found, name, form)
    return _carry_out(request, found, name, form.cleaned_data["because"])


def _carry_out(request: HttpRequest, found: Payout, name: str, because: str) -> HttpResponse:
    try:
        done = payout_acts.carry_out(name, found, because=because, by=actor_of(request))
    except CannotReissueError as refused:
        messages.error(request, choose(refused.ja, refused.en))
    else:
        said = payout_acts.ACTS[name].done if done else TOO_LATE
        (messages.success if done else messages.error)(request, choose(*said))
    return redirect("desk:payout", found.number)


def _confirm(request: HttpRequest, found: Payout, name: str, form: ReasonForm) -> HttpResponse:
    act = payout_acts.ACTS[name]
    context = {"payout": found, "shown": payout_shown(found), "act": act, "form": form}
    return render(request, "desk/payout_act.html", context, status=422 if form.is_bound else 200)


def _method(found: Payout) -> Words | None:
    """The method under the label of the document, where one was chosen."""
    if found.method == BANK_TRANSFER:
        return Words("銀行振込", "bank transfer")
    if found.programme.kind != "coupon":
        return None
    methods = rules_of(found.bulletin).points.methods
    return next((method.name for method in methods if method.id == found.method), None)


def _takes_transfers(found: Payout) -> bool:
    """Whether the bulletin in force offers a transfer for a payout that nobody has taken yet."""
    if found.programme.kind != "coupon" or found.state not in TRANSFERABLE:
        return False
    now = clock.now()
    return offer_of(in_force(found.programme.slug, now).rules, found.route, now).stage in ("open", "closed")


def _claim(found: Payout) -> Claim | None:
    if found.payee.kind != PayeeKind.APPLICANT:
        return None
    return Claim.objects.filter(programme=found.programme, number=found.payee.key).first()
