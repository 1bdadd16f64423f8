"""The first page of the console: what needs me, and a field to find a case."""

from __future__ import annotations

from typing import NamedTuple

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.http import require_http_methods, require_safe

from claims.desk.access import at_the_desk, my_programmes, user_of
from claims.desk.claim_turns import turn_of_claim, turn_of_coupon
from claims.desk.forms import SearchForm
from claims.desk.fraud_queue import fraud_figures
from claims.desk.payout_turns import turn_of_payout
from claims.desk.queue import tasks_for
from claims.desk.search import find
from claims.models import Claim
from compensation.models import Coupon, Payout, Programme
from compensation.referrals import open_referrals
from foundation.staff.models import User
from foundation.staff.roles import Role
from foundation.trail import clock
from notifications.models import Mailing
from notifications.states import MailingState

_COUNTED_TO = 1_000


class Needs(NamedTuple):
    """What waits in one programme. `referrals` stops at a thousand; `stopped` are mailings that stand still."""

    programme: Programme
    referrals: int
    to_prepare: int
    to_release: int
    stopped: int


@require_safe
@at_the_desk
def home(request: HttpRequest) -> HttpResponse:
    """My programmes, and what waits in each of them for somebody of my role."""
    user = user_of(request)
    programmes = list(my_programmes(request))
    needs = [_needs(programme, user) for programme in programmes]
    context = {
        "needs": needs,
        "referrals": sum(need.referrals for need in needs),
        "to_prepare": sum(need.to_prepare for need in needs),
        "to_release": sum(need.to_release for need in needs),
        "stopped": sum(need.stopped for need in needs),
        "misuse": fraud_figures(programmes, user.username, clock.today(), leader=user.role != Role.OPERATOR),
        "tasks": tasks_for(programmes, user.username, leader=user.role != Role.OPERATOR),
        "is_leader": user.role != Role.OPERATOR,
        "form": SearchForm(),
        "at": "home",
    }
    return render(request, "desk/home.html", context)


@require_http_methods(["GET", "HEAD", "POST"])
@at_the_desk
def search(request: HttpRequest) -> HttpResponse:
    """What was typed stands in no address, so that no contact of anybody gets into a log."""
    if request.method != "POST":
        return render(request, "desk/search.html", {"form": SearchForm(), "at": "search"})
    form = SearchForm(request.POST)
    if not form.is_valid():
        return render(request, "desk/search.html", {"form": form, "at": "search"}, status=422)
    hits = find(form.cleaned_data["text"], my_programmes(request))
    if hits.only is not None:
        return redirect(address_of(hits.only))
    rows = {
        "coupons": [(row, turn_of_coupon(row)) for row in hits.coupons],
        "claims": [(row, turn_of_claim(row)) for row in hits.claims],
        "payouts": [(row, turn_of_payout(row)) for row in hits.payouts],
    }
    return render(request, "desk/search.html", {"form": form, "hits": hits, "at": "search", **rows})


def address_of(found: Coupon | Claim | Payout) -> str:
    """The page of a case."""
    match found:
        case Coupon():
            return reverse("desk:coupon", args=[found.pk])
        case Claim():
            number = found.number or found.fraud_contact.number
            return reverse("desk:claim" if found.number else "desk:fraud-draft", args=[number])
    return reverse("desk:payout", args=[found.number])


def _needs(programme: Programme, user: User) -> Needs:
    waiting = Mailing.objects.filter(scope=programme.slug)
    mine = waiting.filter(state=MailingState.PREPARED).exclude(prepared_by=user.username)
    return Needs(
        programme,
        open_referrals([programme.pk])[:_COUNTED_TO].count(),
        waiting.filter(state=MailingState.OPEN).count(),
        mine.count(),
        waiting.filter(state=MailingState.PAUSED).count(),
    )
