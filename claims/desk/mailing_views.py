"""Mailings: prepared by one supervisor, released by another, watched on their way, stopped by either."""

from __future__ import annotations

from typing import Any, Final, NamedTuple

from django.conf import settings
from django.contrib import messages
from django.db.models import Count, Max, QuerySet, Sum
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.http import require_http_methods, require_safe

from claims import state_words
from claims.desk.access import actor_of, at_the_desk, for_leaders, is_leader, my_programmes, user_of
from claims.desk.decision_words import ROUTES
from claims.desk.forms import OptionalReasonForm, ReasonForm, unsaved
from claims.desk.history_words import actor_words, cause_words
from claims.desk.mailing_steps import STEPS, acts_of, open_to, stage_plan
from claims.desk.mailing_words import AS_SOON_AS_RELEASED, purpose_words, what_next
from claims.desk.parts import masked_address
from compensation.models import Programme
from foundation.japan.bilingual import Both, choose
from foundation.trail.clock import now
from notifications import mailings
from notifications.canary import heard, silent_channels
from notifications.costs import cost
from notifications.envelope import open_envelope
from notifications.holding import held
from notifications.mailings import MailingError
from notifications.models import Mailing, Message
from notifications.progress import Progress, progress_of
from notifications.reports import unmatched
from notifications.states import Channel, MailingStage, MailingState
from notifications.stops import standing

SHOWN: Final = 100
COUNTED_TO: Final = 1_000
_REASONS: Final[dict[str, type[ReasonForm]]] = {"optional": OptionalReasonForm, "required": ReasonForm}


class Sample(NamedTuple):
    """One message of the list: its masked address, its text with the link cut out, and the parts it is billed as."""

    channel: Both
    address: str
    title: str
    body: str
    parts: int


@require_safe
@at_the_desk
def mailing_list(request: HttpRequest) -> HttpResponse:
    """The mailings of my programmes, the newest first."""
    names = {programme.slug: programme for programme in my_programmes(request)}
    rows = [
        (row, state_words.MAILING[row.state], state_words.STAGE[row.stage], _route(row), names[row.scope])
        for row in _mine(request).order_by("-pk")[:SHOWN]
    ]
    context = {
        "rows": [(*each, purpose_words(each[0].purpose)) for each in rows],
        "soon": AS_SOON_AS_RELEASED,
        "stops": [stop for stop in standing() if stop.scope in ("", *names)],
        "programmes": list(names.values()),
        "is_leader": is_leader(request),
        "held": held(names)[:COUNTED_TO].count(),
        "unmatched": unmatched()[:COUNTED_TO].count() if is_leader(request) else 0,
        "at": "mailings",
    }
    return render(request, "desk/mailings.html", context)


@require_safe
@at_the_desk
def mailing(request: HttpRequest, pk: int) -> HttpResponse:
    """What would go out, or how far it has gone."""
    found = get_object_or_404(_mine(request), pk=pk)
    mine = found.prepared_by == user_of(request).username
    steps = [(name, STEPS[name]) for name in open_to(found) if not (name == "release" and mine)]
    on_its_way = _on_its_way(found)
    gone: Progress | None = on_its_way.get("gone")
    is_over = gone is not None and gone.is_over
    context = {
        **_preview(found),
        **on_its_way,
        "steps": steps if is_leader(request) else [],
        "next": what_next(found, is_leader=is_leader(request), own=mine, is_over=is_over),
        "is_leader": is_leader(request),
        "waits_for_another": found.state == MailingState.PREPARED and mine,
        "at": "mailings",
    }
    return render(request, "desk/mailing.html", context)


@require_http_methods(["GET", "HEAD", "POST"])
@for_leaders
def step(request: HttpRequest, pk: int, name: str) -> HttpResponse:
    """Ask whether it is meant, and why where a reason is asked for; then do it. What the services refuse is said."""
    found = get_object_or_404(_mine(request), pk=pk)
    if name not in STEPS:
        raise Http404
    kind = _REASONS.get(STEPS[name].reason)
    form = (kind(request.POST) if request.method == "POST" else unsaved(request, kind)) if kind else None
    if request.method != "POST" or (form is not None and not form.is_valid()):
        context = {**_preview(found), "step": STEPS[name], "form": form, "at": "mailings"}
        return render(request, "desk/mailing_step.html", context, status=422 if form and form.is_bound else 200)
    because = {"because": form.cleaned_data["because"]} if form is not None else {}
    try:
        STEPS[name].run(found, by=actor_of(request), **because)
    except MailingError as refused:
        messages.error(request, choose(refused.ja, refused.en))
    else:
        messages.success(request, choose(*STEPS[name].done))
    return redirect("desk:mailing", pk)


def _preview(found: Mailing) -> dict[str, Any]:
    listed = Message.objects.filter(mailing=found)
    billed = listed.filter(channel=Channel.SMS)
    sums = listed.aggregate(count=Count("pk"), yen=Sum("yen"))
    sms = billed.aggregate(number=Count("pk"), billed=Sum("parts"), most=Max("parts"))
    return {
        "mailing": found,
        "state": state_words.MAILING[found.state],
        "route": _route(found),
        "purpose": purpose_words(found.purpose),
        "programme": Programme.objects.get(slug=found.scope),
        "count": sums["count"],
        "yen": sums["yen"] or 0,
        "sms": sms["number"],
        "emails": sums["count"] - sms["number"],
        "parts": sms["billed"] or 0,
        "most_parts": sms["most"],
        "cost": cost(sms["billed"] or 0),
        "plan": stage_plan(sums["count"]) if found.released_at is None else None,
        "due_from": mailings.due_from(found) if found.released_at is None else None,
        "soon": AS_SOON_AS_RELEASED,
        "samples": _samples(listed),
        "stops": [stop for stop in standing() if stop.scope in ("", found.scope)],
    }


def _on_its_way(found: Mailing) -> dict[str, Any]:
    """What is shown once a mailing was released: how far it has come, its stage, and who did what."""
    if found.released_at is None:
        return {}
    gone = progress_of(found)
    return {
        "gone": gone,
        "share": gone.done * 100 // gone.total if gone.total else 0,
        "failures": [(state_words.MESSAGE[state], number) for state, number in gone.failures],
        "stage": state_words.STAGE[found.stage],
        "heard": heard(found) if found.stage == MailingStage.CANARY else None,
        "silent": bool(silent_channels()),
        "wanted_share": settings.CANARY_SHARE,
        "wanted_minutes": settings.CANARY_MINUTES,
        "troubles": [(cause_words(trouble.outcome), trouble) for trouble in gone.troubles],
        "halted": cause_words(found.halted_because) if found.state == MailingState.PAUSED else None,
        "halted_by": actor_words(found.halted_by) if found.halted_by else None,
        "acts": acts_of(found),
        "at_now": now(),
    }


def _route(found: Mailing) -> Both:
    return ROUTES.get(found.route, Both(found.route, found.route))


def _samples(listed: QuerySet[Message]) -> list[Sample]:
    """The first text of each channel, and the dearest text message where it costs more than that."""
    first = {channel: listed.filter(channel=channel).order_by("pk").first() for channel in Channel.values}
    shown = [message for message in first.values() if message is not None]
    least = shown[0].parts if shown else 0
    dearest = listed.filter(channel=Channel.SMS, parts__gt=least).order_by("-parts", "pk").first()
    return [_sample(message) for message in (*shown, dearest) if message is not None]


def _sample(message: Message) -> Sample:
    said = open_envelope(message)
    address = message.address_masked or masked_address(message.channel, said.address)
    channel = state_words.CHANNEL[message.channel]
    return Sample(channel, address, said.title, without_links(said.body), message.parts)


def without_links(body: str) -> str:
    """The text as it reads, with every payout link cut short: whoever sees a sample cannot open it."""
    lines = body.splitlines()
    return "\n".join(line.partition("/r/")[0] + "/r/…" if "/r/" in line else line for line in lines)


def _mine(request: HttpRequest) -> QuerySet[Mailing]:
    return Mailing.objects.filter(scope__in=my_programmes(request).values("slug"))
