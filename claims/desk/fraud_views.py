"""Claims for misuse at the desk: the list, one claim, its letter, and taking one in from another entrance."""

from __future__ import annotations

from typing import Final

from django.contrib import messages
from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.http import require_http_methods, require_safe

from claims import fraud_intake, state_words
from claims.desk.access import actor_of, at_the_desk, is_leader, mine, my_programmes, user_of
from claims.desk.fraud_call_views import open_drafts
from claims.desk.fraud_forms import TakenInForm, today
from claims.desk.fraud_page import fraud_page
from claims.fraud_forms import acts_typed
from claims.fraud_notices import letter_text
from claims.fraud_questions import is_asked
from claims.fraud_turns import turns_by_claim
from claims.fraud_withdrawal import may_withdraw
from claims.models import Claim
from claims.states import ClaimState
from compensation.models import Decision
from compensation.programmes import fraud_policy
from foundation.japan.bilingual import choose, in_english
from foundation.staff.addresses import only_by_post
from foundation.trail import audit

A_PAGE: Final = 100
CLAIMS: Final = Claim.objects.filter(programme__kind="fraud", number__isnull=False).select_related(
    "programme", "bulletin__programme"
)
_OWN: Final = frozenset({"csrfmiddlewaretoken", "keep", "add"})


@require_safe
@at_the_desk
def fraud_list(request: HttpRequest) -> HttpResponse:
    """Claims that are not over, the oldest first, or those of one state."""
    chosen = request.GET.get("state", "")
    found: QuerySet[Claim] = CLAIMS.filter(programme__in=my_programmes(request))
    found = found.filter(state=chosen) if chosen else found.exclude(state=ClaimState.CLOSED)
    shown = list(found.order_by("received_at", "pk")[:A_PAGE])
    turns = turns_by_claim(shown)
    rows = [(claim, state_words.CLAIM[claim.state], turns.get(claim.pk)) for claim in shown]
    states = [(value, state_words.CLAIM[value]) for value in ClaimState.values if value != "draft"]
    drafts = open_drafts(request)[:A_PAGE]
    context = {"rows": rows, "states": states, "chosen": chosen, "drafts": drafts, "at": "fraud"}
    return render(request, "desk/fraud_list.html", context)


@require_safe
@at_the_desk
def claim(request: HttpRequest, number: str) -> HttpResponse:
    """One claim, masked, with its examination."""
    return _page(request, mine(request, CLAIMS.all(), number=number))


@only_by_post("desk:fraud-claim", "number")
@at_the_desk
def show(request: HttpRequest, number: str) -> HttpResponse:
    """One claim with personal data in full."""
    found = mine(request, CLAIMS.all(), number=number)
    scope = found.programme.slug
    audit.viewed(by=actor_of(request), kind="claim", refs=[number], fields=["answers"], scope=scope)
    return _page(request, found, revealed=True)


@require_safe
@at_the_desk
def letter(request: HttpRequest, number: str, pk: int) -> HttpResponse:
    """The letter of a decision, as the claimant reads it."""
    found = mine(request, CLAIMS.all(), number=number)
    decision = mine(request, Decision.objects.select_related("bulletin__programme"), pk=pk, subject_id=found.pk)
    text = letter_text(decision, "en" if in_english() else "ja")
    return render(request, "desk/fraud_letter.html", {"claim": found, "text": text, "at": "fraud"})


@require_http_methods(["GET", "HEAD", "POST"])
@at_the_desk
def take_in(request: HttpRequest, programme: str) -> HttpResponse:
    """A form that came by the app or by hand: it counts from its arrival."""
    get_object_or_404(my_programmes(request), slug=programme)
    force = fraud_policy(programme)
    if request.method != "POST":
        return _ask(request, TakenInForm(force.rules, {"received_at": [today()], "phrase": ["on"]}))
    typed = {name: values for name, values in request.POST.lists() if name not in _OWN}
    if "add" in request.POST or "keep" in request.POST:
        return _ask(request, TakenInForm(force.rules, typed, rows=acts_typed(typed) + ("add" in request.POST)))
    form = TakenInForm(force.rules, typed, check=True)
    answers = form.answers()
    if not answers.given:
        return _ask(request, form, status=422)
    given = form.cleaned_data
    arrival = fraud_intake.Arrival(given["entrance"], fraud_intake.instant(given["received_at"]), given["phrase"])
    received = fraud_intake.take_in(force.row, answers, arrival, by=actor_of(request))
    messages.success(request, choose("受け付けました。", "Taken in."))
    return redirect("desk:fraud-claim", received.number)


def _ask(request: HttpRequest, form: TakenInForm, status: int = 200) -> HttpResponse:
    context = {"form": form, "keeps_form": "application", "at": "fraud"}
    return render(request, "desk/fraud_take_in.html", context, status=status)


def _page(request: HttpRequest, found: Claim, *, revealed: bool = False) -> HttpResponse:
    page = fraud_page(found, revealed=revealed)
    me = user_of(request).username
    context = {
        "page": page,
        "is_leader": is_leader(request),
        "prepared_by_me": page.proposal is not None and page.proposal.prepared_by == me,
        "decided_by_me_before": me in page.first_two,
        "may_withdraw": may_withdraw(found),
        "is_asked": is_asked(found),
        "at": "fraud",
    }
    return render(request, "desk/fraud_claim.html", context)
