"""Messages that wait for a person: why, since when, and what may be done with each."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from datetime import datetime
from typing import Final, NamedTuple

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.http import require_http_methods, require_safe

from claims import state_words
from claims.desk.access import actor_of, at_the_desk, for_leaders, is_leader, my_programmes
from claims.desk.forms import ReasonForm, unsaved
from claims.desk.history_words import cause_words
from claims.desk.mailing_words import purpose_words
from claims.desk.paging import number_after
from claims.desk.parts import masked_address
from compensation.models import Programme
from foundation.japan.bilingual import Both, choose
from foundation.vault.sealing import SealError
from notifications import holding
from notifications.envelope import open_envelope
from notifications.holding import HoldError
from notifications.models import Attempt, Message, Transition
from notifications.states import MessageState

A_PAGE: Final = 20


class Act(NamedTuple):
    """Something a person may do with a held message: its name, what follows, what is said then, the service."""

    title: Both
    follows: Both
    done: Both
    run: Callable[..., object]


ACTS: Final = {
    "sent": Act(
        Both("送信済みとして記録する", "Record that it was sent"),
        Both(
            "配信事業者に問い合わせて、受け付けられていたと分かったときに選びます。もう送られません。",
            "For when the provider, asked by you, says that it took the message. Nothing more is sent.",
        ),
        Both("送信済みとして記録しました。", "Recorded as sent."),
        holding.was_sent,
    ),
    "again": Act(
        Both("もう一度送る", "Send it again"),
        Both(
            "同じ文面を同じ宛先へ、新しい通知として送ります。先の通知も届いていると、二通になります。"
            "受け付けられていないことを、先に配信事業者に確かめてください。",
            "The same text goes to the same address as a new message. Whoever has the first one gets it twice: ask the "
            "provider first, and send it only where it was not taken.",
        ),
        Both("新しい通知として送ります。", "It goes out as a new message."),
        holding.send_again,
    ),
    "end": Act(
        Both("送らずに終える", "End it unsent"),
        Both(
            "この通知はもう送られません。必要なことは、電話など別の方法で伝えてください。",
            "This message is not sent any more. Tell its recipient another way, such as by telephone.",
        ),
        Both("送らずに終えました。", "Ended, nothing is sent."),
        holding.end,
    ),
}


class HeldShown(NamedTuple):
    """One held message: what it is for, to whom (masked), why and since when it waits, who may have it."""

    row: Message
    programme: Programme
    purpose: Both
    channel: Both
    address: str
    why: Both
    since: datetime
    provider: str


@require_safe
@at_the_desk
def held_list(request: HttpRequest) -> HttpResponse:
    """What waits in my programmes, the oldest first, of one programme where asked."""
    programmes = {programme.slug: programme for programme in my_programmes(request)}
    chosen = request.GET.get("programme", "")
    wanted = [slug for slug in programmes if chosen in ("", slug)]
    found = list(holding.held(wanted).filter(pk__gt=number_after(request))[: A_PAGE + 1])
    context = {
        "programmes": list(programmes.values()),
        "chosen": chosen,
        "rows": _shown(found[:A_PAGE], programmes),
        "after": found[A_PAGE - 1].pk if len(found) > A_PAGE else None,
        "a_page": A_PAGE,
        "acts": list(ACTS.items()) if is_leader(request) else [],
        "is_leader": is_leader(request),
        "at": "mailings",
    }
    return render(request, "desk/held.html", context)


@require_http_methods(["GET", "HEAD", "POST"])
@for_leaders
def act(request: HttpRequest, pk: int, name: str) -> HttpResponse:
    """Say what follows, ask for the reason, do it. What the service refuses is said."""
    programmes = {programme.slug: programme for programme in my_programmes(request)}
    row = get_object_or_404(Message.objects.filter(scope__in=list(programmes)), pk=pk)
    if name not in ACTS:
        raise Http404
    if row.state != MessageState.HELD:
        messages.error(request, choose("すでに保留ではなくなっています。", "It is not held any more."))
        return redirect("desk:held")
    form = ReasonForm(request.POST) if request.method == "POST" else unsaved(request, ReasonForm)
    if not form.is_valid():
        [shown] = _shown([row], programmes)
        context = {"act": ACTS[name], "shown": shown, "form": form, "at": "mailings"}
        return render(request, "desk/held_act.html", context, status=422 if form.is_bound else 200)
    try:
        ACTS[name].run(row, form.cleaned_data["because"], by=actor_of(request))
    except HoldError as refused:
        messages.error(request, choose(refused.ja, refused.en))
    else:
        messages.success(request, choose(*ACTS[name].done))
    return redirect("desk:held")


def _shown(found: Sequence[Message], programmes: Mapping[str, Programme]) -> list[HeldShown]:
    """In words; however many there are, two questions more."""
    steps = {step.message_id: step for step in Transition.objects.filter(message__in=found, to_state=MessageState.HELD)}
    tried = Attempt.objects.filter(message__in=found).order_by("number")
    providers = dict(tried.values_list("message_id", "provider"))
    return [_in_words(row, programmes[row.scope], steps.get(row.pk), providers.get(row.pk, "")) for row in found]


def _in_words(row: Message, programme: Programme, step: Transition | None, provider: str) -> HeldShown:
    return HeldShown(
        row=row,
        programme=programme,
        purpose=purpose_words(row.purpose),
        channel=state_words.CHANNEL[row.channel],
        address=_address(row),
        why=cause_words(step.cause if step else ""),
        since=step.at if step else row.recorded_at,
        provider=provider,
    )


def _address(row: Message) -> str:
    try:
        return row.address_masked or masked_address(row.channel, open_envelope(row).address)
    except SealError:
        return choose("開けません", "does not open")
