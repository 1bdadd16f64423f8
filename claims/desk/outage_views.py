"""The hours of the outage: stated with their source by one person, released by another; and who waits for a date."""

from __future__ import annotations

from datetime import date
from typing import Final, NamedTuple

from django.contrib import messages
from django.db.models import Q, QuerySet
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from claims.desk.access import actor_of, at_the_desk, for_leaders, is_leader, mine, my_programmes
from claims.desk.enquiry_forms import HoursForm
from claims.enquiry_turns import WAITS_FOR, restoring_ends, turns_of
from claims.models import Claim
from claims.outage_release import release_hours
from claims.states import CALL, ClaimState
from compensation import outages
from compensation.models import OutageHours, Programme
from compensation.outages import SamePersonError, hours_in_force
from foundation.japan.bilingual import Both, choose

A_PAGE: Final = 50


class HoursOf(NamedTuple):
    """A programme, the hours in force there (None: nobody has set any), and those that wait for a second person.

    `until` is the last day on which balances are put back by them; None where none are, or no longer.
    """

    programme: Programme
    in_force: OutageHours | None
    prepared: list[OutageHours]
    until: date | None


@require_safe
@at_the_desk
def hours(request: HttpRequest) -> HttpResponse:
    """My programmes with their hours."""
    rows = [_hours_of(programme) for programme in my_programmes(request).filter(kind="coupon")]
    mine_to = is_leader(request)
    context = {"rows": rows, "is_leader": mine_to, "me": actor_of(request).ref, "at": "hours"}
    return render(request, "desk/hours.html", context)


@require_http_methods(["GET", "HEAD", "POST"])
@for_leaders
def state_hours(request: HttpRequest, slug: str) -> HttpResponse:
    """State the hours of one programme; another person releases them."""
    programme = get_object_or_404(my_programmes(request), slug=slug, kind="coupon")
    form = HoursForm(request.POST or None)
    if form.is_valid():
        given = form.cleaned_data
        outages.prepare(programme, given["starts_at"], given["ends_at"], given["source"], by=actor_of(request))
        text = choose(
            "記録しました。ほかの責任者が承認すると有効になります。",
            "Stated: in force once another releases them.",
        )
        messages.success(request, text)
        return redirect("desk:hours")
    title = Both("障害の時間帯を設定する", "State the hours of the outage")
    follows = Both(
        "お知らせには「夕刻」とだけ書かれています。出典のある時刻だけを設定してください。",
        "The notices say no more than early evening: state only hours that have a source.",
    )
    context = {"form": form, "title": title, "follows": follows, "back": reverse("desk:hours")}
    return render(request, "desk/act.html", context, status=422 if form.is_bound else 200)


@require_POST
@for_leaders
def release(request: HttpRequest, pk: int) -> HttpResponse:
    """Put hours in force that somebody else stated."""
    stated = mine(request, OutageHours.objects.select_related("programme"), pk=pk)
    try:
        again = release_hours(stated, by=actor_of(request))
    except SamePersonError:
        text = choose("設定した本人は承認できません。", "Whoever stated them does not release them.")
        messages.error(request, text)
    else:
        done = choose(f"承認しました。{again}件を判定し直します。", f"Released. {again} enquiries are decided anew.")
        already = choose("すでに承認されていました。", "They were released before.")
        messages.success(request, already if again is None else done)
    return redirect("desk:hours")


@require_safe
@at_the_desk
def waiting_list(request: HttpRequest) -> HttpResponse:
    """Enquiries that wait: for whom, since when, the oldest first; of one programme where asked."""
    programmes = list(my_programmes(request).filter(kind="coupon"))
    chosen = request.GET.get("programme", "")
    waiting = Claim.objects.filter(channel=CALL, state=ClaimState.WAITING, programme__in=programmes)
    if chosen:
        waiting = waiting.filter(programme__slug=chosen)
    found = list(_after(request, waiting).select_related("programme").order_by("received_at", "pk")[: A_PAGE + 1])
    shown = found[:A_PAGE]
    turns = turns_of(shown)
    context = {
        "programmes": programmes,
        "chosen": chosen,
        "rows": [(claim, WAITS_FOR[claim.waiting_for], turns[claim.pk]) for claim in shown],
        "after": shown[-1].number if len(found) > A_PAGE else None,
        "a_page": A_PAGE,
        "at": "waiting",
    }
    return render(request, "desk/waiting.html", context)


def _after(request: HttpRequest, waiting: QuerySet[Claim]) -> QuerySet[Claim]:
    """Those that came later than the claim of the number in the address, whatever became of that one meanwhile."""
    last = Claim.objects.filter(number=request.GET.get("after", ""), programme__in=my_programmes(request)).first()
    if last is None:
        return waiting
    return waiting.filter(Q(received_at__gt=last.received_at) | Q(received_at=last.received_at, pk__gt=last.pk))


def _hours_of(programme: Programme) -> HoursOf:
    prepared = OutageHours.objects.filter(programme=programme, released_at__isnull=True).order_by("pk")
    return HoursOf(programme, hours_in_force(programme.pk), list(prepared), restoring_ends(programme))
