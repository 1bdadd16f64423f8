"""The stop of all sending: of one's own programmes by a supervisor, of everything by an administrator."""

from __future__ import annotations

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_http_methods

from claims.desk.access import actor_of, for_leaders, my_programmes, user_of
from claims.desk.forms import ReasonForm, unsaved
from compensation.models import Programme
from foundation.japan.bilingual import choose
from foundation.staff.roles import Role
from notifications import stops
from notifications.models import SendingStop
from notifications.stops import StopError

EVERYTHING = "everything"
"""How an address names the stop of everything."""


@require_http_methods(["GET", "HEAD", "POST"])
@for_leaders
def stop(request: HttpRequest, name: str) -> HttpResponse:
    """Ask for the reason, then stop."""
    scope, programme = _scope(request, name)
    form = ReasonForm(request.POST) if request.method == "POST" else unsaved(request, ReasonForm)
    if not form.is_valid():
        context = {"form": form, "programme": programme, "at": "mailings"}
        return render(request, "desk/stop.html", context, status=422 if form.is_bound else 200)
    try:
        stops.stop(scope, form.cleaned_data["because"], by=actor_of(request))
    except StopError as refused:
        messages.error(request, choose(refused.ja, refused.en))
    else:
        messages.success(request, choose("送信を停止しました。", "Sending is stopped."))
    return redirect("desk:mailings")


@require_http_methods(["GET", "HEAD", "POST"])
@for_leaders
def lift(request: HttpRequest, name: str) -> HttpResponse:
    """Show why it was stopped and by whom, then let it go on."""
    scope, programme = _scope(request, name)
    if request.method != "POST":
        standing = SendingStop.objects.filter(scope=scope, lifted_at=None).first()
        context = {"stop": standing, "programme": programme, "at": "mailings"}
        return render(request, "desk/stop_lift.html", context)
    try:
        stops.lift(scope, by=actor_of(request))
    except StopError as refused:
        messages.error(request, choose(refused.ja, refused.en))
    else:
        messages.success(request, choose("送信の停止を解除しました。", "Sending goes on."))
    return redirect("desk:mailings")


def _scope(request: HttpRequest, name: str) -> tuple[str, Programme | None]:
    """What is to be stopped, "" for everything; raises Http404 for what is not this person's to stop."""
    if name == EVERYTHING:
        if user_of(request).role != Role.ADMINISTRATOR:
            raise Http404
        return "", None
    programme = my_programmes(request).filter(slug=name).first()
    if programme is None:
        raise Http404
    return programme.slug, programme
