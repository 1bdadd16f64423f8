"""Mailings: prepared by one supervisor, released by another, stopped by either."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any, Final, NamedTuple

from django.contrib import messages
from django.db.models import QuerySet, Sum
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.http import require_http_methods, require_safe

from claims import state_words
from claims.desk.access import actor_of, at_the_desk, for_leaders, is_leader, my_programmes, user_of
from claims.desk.decision_words import ROUTES
from claims.desk.mailing_words import AS_SOON_AS_RELEASED, what_next
from claims.desk.parts import masked_address
from compensation.models import Programme
from compensation.releases import prepare_payout_mailing, release_payout_mailing
from foundation.japan.bilingual import Both, choose
from notifications import mailings
from notifications.envelope import open_envelope
from notifications.mailings import MailingError
from notifications.models import Mailing, Message
from notifications.states import MailingState

SHOWN: Final = 100


class Step(NamedTuple):
    """One step of a mailing: what it is called, what follows, what is said afterwards, and the service."""

    title: Both
    follows: Both
    done: Both
    run: Callable[..., object]


class Sample(NamedTuple):
    """One message of the list: its masked address, and its text with the link cut out."""

    address: str
    title: str
    body: str


STEPS: Final = {
    "prepare": Step(
        Both("内容を確定して承認に回す", "Freeze the list for approval"),
        Both(
            "件数・金額・文面を確定します。まだ送られません。送付には、別の責任者の承認が必要です。",
            "Count, sum and texts are frozen. Nothing is sent yet: another supervisor has to release it.",
        ),
        Both("確定しました。別の責任者に承認を依頼してください。", "Frozen. Ask another supervisor to release it."),
        prepare_payout_mailing,
    ),
    "release": Step(
        Both("承認して送付する", "Approve and release"),
        Both(
            "送付予定日から、確定した内容のとおりに送られます。送付後のメッセージは取り戻せません。",
            "From the planned day on it goes out as it was frozen. What was sent cannot be called back.",
        ),
        Both("承認しました。送付予定日から送られます。", "Released. It goes out from the planned day on."),
        release_payout_mailing,
    ),
    "pause": Step(
        Both("送付を一時停止する", "Pause"),
        Both("これから送る分を止めます。すでに送信中のものは止まりません。", "Stops what has not begun to be sent."),
        Both("一時停止しました。", "Paused."),
        mailings.pause,
    ),
    "resume": Step(
        Both("送付を再開する", "Resume"),
        Both("止めていた分の送付を再開します。", "What was stopped goes out again."),
        Both("再開しました。", "Resumed."),
        mailings.resume,
    ),
}
_OPEN_TO: Final = {
    MailingState.OPEN.value: ("prepare",),
    MailingState.PREPARED.value: ("release", "prepare"),
    MailingState.RELEASED.value: ("pause",),
    MailingState.PAUSED.value: ("resume",),
}


@require_safe
@at_the_desk
def mailing_list(request: HttpRequest) -> HttpResponse:
    """The mailings of my programmes, the newest first."""
    names = {programme.slug: programme for programme in my_programmes(request)}
    rows = [
        (row, state_words.MAILING[row.state], _route(row), names[row.scope])
        for row in _mine(request).order_by("-pk")[:SHOWN]
    ]
    return render(request, "desk/mailings.html", {"rows": rows, "soon": AS_SOON_AS_RELEASED, "at": "mailings"})


@require_safe
@at_the_desk
def mailing(request: HttpRequest, pk: int) -> HttpResponse:
    """What would go out, or how far it has gone."""
    found = get_object_or_404(_mine(request), pk=pk)
    mine = found.prepared_by == user_of(request).username
    steps = [(name, STEPS[name]) for name in _OPEN_TO.get(found.state, ()) if not (name == "release" and mine)]
    context = {
        **_preview(found),
        "steps": steps if is_leader(request) else [],
        "next": what_next(found, is_leader=is_leader(request), own=mine),
        "waits_for_another": found.state == MailingState.PREPARED and mine,
        "at": "mailings",
    }
    return render(request, "desk/mailing.html", context)


@require_http_methods(["GET", "HEAD", "POST"])
@for_leaders
def step(request: HttpRequest, pk: int, name: str) -> HttpResponse:
    """Ask whether it is meant, then do it; what the services refuse is said and changes nothing."""
    found = get_object_or_404(_mine(request), pk=pk)
    if name not in STEPS:
        raise Http404
    if request.method != "POST":
        context = {**_preview(found), "step": STEPS[name], "at": "mailings"}
        return render(request, "desk/mailing_step.html", context)
    try:
        STEPS[name].run(found, by=actor_of(request))
    except MailingError as refused:
        messages.error(request, choose(refused.ja, refused.en))
    else:
        messages.success(request, choose(*STEPS[name].done))
    return redirect("desk:mailing", pk)


def _preview(found: Mailing) -> dict[str, Any]:
    listed = Message.objects.filter(mailing=found)
    counted = mailings.progress(found)
    sums = listed.aggregate(parts=Sum("parts"), yen=Sum("yen"))
    return {
        "mailing": found,
        "state": state_words.MAILING[found.state],
        "route": _route(found),
        "programme": Programme.objects.get(slug=found.scope),
        "count": sum(counted.values()),
        "yen": sums["yen"] or 0,
        "parts": sums["parts"] or 0,
        "progress": [(state_words.MESSAGE[state], number) for state, number in counted.items()],
        "due_from": mailings.due_from(found) if found.released_at is None else None,
        "soon": AS_SOON_AS_RELEASED,
        "sample": _sample(listed),
    }


def _route(found: Mailing) -> Both:
    return ROUTES.get(found.route, Both(found.route, found.route))


def _sample(listed: QuerySet[Message]) -> Sample | None:
    first = listed.order_by("pk").first()
    if first is None:
        return None
    said = open_envelope(first)
    return Sample(masked_address(first.channel, said.address), said.title, without_links(said.body))


def without_links(body: str) -> str:
    """The text as it reads, with every payout link cut short: whoever sees a sample cannot open it."""
    lines = body.splitlines()
    return "\n".join(line.partition("/r/")[0] + "/r/…" if "/r/" in line else line for line in lines)


def _mine(request: HttpRequest) -> QuerySet[Mailing]:
    return Mailing.objects.filter(scope__in=my_programmes(request).values("slug"))
