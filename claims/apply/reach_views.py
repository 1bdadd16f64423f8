"""The step that proves that messages arrive: choose the contact, send a code, type it in; or go on without."""

from __future__ import annotations

from typing import Final

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import get_language
from django.views.decorators.http import require_http_methods

from claims import answers as claim_answers
from claims import contact_codes, intake
from claims.answers import Answers
from claims.apply.keeping import Draft, on_a_draft
from claims.apply.reach_forms import ChannelForm, CodeForm, told
from claims.apply.resume_views import network_of
from claims.apply.steps import next_step, progress
from claims.contacts import contacts, reachable
from foundation.japan.bilingual import choose
from foundation.trail.actor import Actor

_MINUTES: Final = int(contact_codes.VALID.total_seconds() // 60)


@require_http_methods(["GET", "HEAD", "POST"])
@on_a_draft
def reach(request: HttpRequest, draft: Draft) -> HttpResponse:
    """One page whatever stands: nothing sent yet, a code on its way, none that could be sent, or all settled."""
    answers = claim_answers.of(draft.claim)
    if not answers.given:
        return draft.redirect("answer")
    if request.method == "POST" and "keep" not in request.POST:
        act = next((act for name, act in _ACTS.items() if name in request.POST), _send)
        return act(request, draft, answers)
    return _page(request, draft, answers)


def _send(request: HttpRequest, draft: Draft, answers: Answers) -> HttpResponse:
    """Send a code to the contact that was chosen, which is kept as the one to write to."""
    offered = reachable(answers.given)
    form = ChannelForm(offered, "", request.POST) if len(offered) > 1 else None
    if form is not None and not form.is_valid():
        return _page(request, draft, answers, choosing=form)
    if form is not None:
        answers = Answers(answers.typed, {**answers.given, "delivery": form.cleaned_data["channel"]})
        intake.save_draft(draft.claim, answers, language=get_language() or "ja")
    chosen = contacts(answers.given)
    # Chosen again after another one was tried: what was proved stays proved.
    if contact_codes.standing(draft.claim, chosen) == "proved":
        return draft.redirect(next_step(draft.page, draft.claim, answers))
    _tell(request, contact_codes.send(draft.claim, chosen, network_of(request), by=_by(draft)))
    return draft.redirect("reach")


def _prove(request: HttpRequest, draft: Draft, answers: Answers) -> HttpResponse:
    form = CodeForm(request.POST)
    if not form.is_valid():
        return _page(request, draft, answers, typing=form)
    if contact_codes.prove(draft.claim, contacts(answers.given), form.cleaned_data["code"], by=_by(draft)):
        return draft.redirect(next_step(draft.page, draft.claim, answers))
    form.add_error(
        "code",
        choose(
            "コードが違うか、期限が切れています。確かめるか、新しいコードを送ってください。",
            "This is not the code, or it has expired. Check it, or have a new one sent.",
        ),
    )
    return _page(request, draft, answers, typing=form)


def _go_on(request: HttpRequest, draft: Draft, answers: Answers) -> HttpResponse:
    contact_codes.give_up(draft.claim, contacts(answers.given), by=_by(draft))
    return draft.redirect(next_step(draft.page, draft.claim, answers))


# By what the browser sent: the key Enter sends a field, and no button's name.
_ACTS: Final = {"without": _go_on, "code": _prove}


def _page(
    request: HttpRequest,
    draft: Draft,
    answers: Answers,
    *,
    choosing: ChannelForm | None = None,
    typing: CodeForm | None = None,
) -> HttpResponse:
    chosen, offered = contacts(answers.given), reachable(answers.given)
    stands = contact_codes.standing(draft.claim, chosen)
    code_form = typing or CodeForm(initial={"code": request.POST.get("code", "")})
    channels = choosing or ChannelForm(offered, request.POST.get("channel", chosen.channel))
    context = {
        "page": draft.page,
        "rules": draft.page.rules,
        "form": typing if typing is not None else channels,
        "code_form": code_form,
        "channels": channels if len(offered) > 1 else None,
        "told": told(chosen),
        "reach": chosen,
        "stands": stands,
        "minutes": _MINUTES,
        "next_address": draft.address(next_step(draft.page, draft.claim, answers)),
        "claim": draft.claim,
        "keeps_form": "code" if stands == "sent" else "",
        **progress(draft.page, answers, "reach"),
    }
    return render(request, "apply/reach.html", context)


def _tell(request: HttpRequest, sent: contact_codes.Sent) -> None:
    """What became of the wish to be sent a code; the page itself tells of the one that is on its way."""
    if sent == "wait":
        messages.warning(
            request,
            choose("送り直しは、前の送信から1分たってからお願いします。", "Please wait a minute before another code."),
        )


def _by(draft: Draft) -> Actor:
    return Actor.person(f"claim:{draft.claim.pk}")
