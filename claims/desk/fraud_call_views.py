"""A call about misuse at the desk: it begins a draft, which is completed from the form that arrives, or ended."""

from __future__ import annotations

from typing import Any, Final

from django.contrib import messages
from django.db.models import QuerySet
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.http import require_http_methods, require_safe

from claims import answers as claim_answers
from claims import fraud_intake
from claims.answers import Typed
from claims.desk.access import actor_of, at_the_desk, my_programmes
from claims.desk.forms import ReasonForm
from claims.desk.fraud_call_forms import FirstContactForm
from claims.desk.fraud_forms import TakenInForm, today
from claims.fraud_calls import begin_by_call, save_told
from claims.fraud_forms import acts_typed
from claims.fraud_withdrawal import end_draft
from claims.fraud_words import CLAIMANTS
from claims.models import FraudContact
from claims.states import ClaimState
from compensation.programmes import fraud_policy, policy_of
from foundation.japan.bilingual import Both, choose
from foundation.staff.addresses import only_by_post
from foundation.trail import audit
from foundation.vault import masking

CONTACTS: Final = FraudContact.objects.select_related("claim__programme", "claim__bulletin", "call")
_OF_THE_ARRIVAL: Final = frozenset({"entrance", "received_at", "phrase"})
_OWN: Final = frozenset({"csrfmiddlewaretoken", "keep", "add", "take"})


@require_http_methods(["GET", "HEAD", "POST"])
@at_the_desk
def new(request: HttpRequest, programme: str) -> HttpResponse:
    """Log the call. The claim itself is made by the form."""
    get_object_or_404(my_programmes(request), slug=programme)
    form, policy = FirstContactForm(request.POST or None), fraud_policy(programme)
    if form.is_valid():
        contact = begin_by_call(policy, form.cleaned_data["key"], form.told(), by=actor_of(request))
        messages.success(request, choose("お電話を記録しました。", "The call was written down."))
        return redirect("desk:fraud-draft", contact.number)
    status = 422 if form.is_bound else 200
    return render(request, "desk/fraud_call.html", {"form": form, "rules": policy.rules, "at": "fraud"}, status=status)


@require_safe
@at_the_desk
def draft(request: HttpRequest, number: str) -> HttpResponse:
    """What a call began: masked, with who must act next and by when."""
    contact = _mine(request, number)
    if contact.claim.state != ClaimState.DRAFT:
        return redirect("desk:fraud-claim", number)
    typed = claim_answers.of(contact.claim).typed
    claimant = CLAIMANTS.get(_first(typed, "claimant"))
    told = {
        Both("電話番号", "Telephone"): masking.phone(_first(typed, "contact")),
        Both("メールアドレス", "E-mail"): masking.email(_first(typed, "email")),
        Both("お名前", "Name"): masking.name(_first(typed, "name")),
    }
    context = {"contact": contact, "claimant": claimant, "told": told.items(), "at": "fraud"}
    return render(request, "desk/fraud_draft.html", context)


@only_by_post("desk:fraud-draft", "number")
@at_the_desk
def complete(request: HttpRequest, number: str) -> HttpResponse:
    """The form of the draft: what is added is kept, and what has arrived is taken in with the call as first contact."""
    contact = _open(request, number)
    claim, rules = contact.claim, policy_of(contact.claim.bulletin)
    posted = {name: values for name, values in request.POST.lists() if name not in _OWN}
    if not posted:
        scope = claim.programme.slug
        audit.viewed(by=actor_of(request), kind="claim", refs=[number], fields=["answers"], scope=scope)
        typed = {**claim_answers.of(claim).typed, "received_at": [today()], "phrase": ["on"]}
        return _ask(request, contact, TakenInForm(rules, typed))
    if "take" not in request.POST:
        told = {name: values for name, values in posted.items() if name not in _OF_THE_ARRIVAL}
        save_told(claim, told, by=actor_of(request))
        return _ask(request, contact, TakenInForm(rules, posted, rows=acts_typed(posted) + ("add" in request.POST)))
    form = TakenInForm(rules, posted, check=True)
    answers = form.answers()
    if not answers.given:
        return _ask(request, contact, form, status=422)
    given = form.cleaned_data
    arrival = fraud_intake.Arrival(given["entrance"], fraud_intake.instant(given["received_at"]), given["phrase"])
    fraud_intake.take_in(claim.bulletin, answers, arrival, by=actor_of(request), draft=claim)
    messages.success(request, choose("受け付けました。", "Taken in."))
    return redirect("desk:fraud-claim", number)


@require_http_methods(["GET", "HEAD", "POST"])
@at_the_desk
def end(request: HttpRequest, number: str) -> HttpResponse:
    """Whoever called does not claim after all."""
    contact, form = _open(request, number), ReasonForm(request.POST or None)
    if form.is_valid():
        end_draft(contact, form.cleaned_data["because"], by=actor_of(request))
        messages.success(request, choose("下書きを終了しました。", "The draft was ended."))
        return redirect("desk:fraud")
    context = {"contact": contact, "form": form, "at": "fraud"}
    return render(request, "desk/fraud_draft_end.html", context, status=422 if form.is_bound else 200)


def open_drafts(request: HttpRequest) -> QuerySet[FraudContact]:
    """The calls of my programmes whose form has not come, the first to be called back first."""
    mine = CONTACTS.filter(claim__programme__in=my_programmes(request), claim__state=ClaimState.DRAFT)
    return mine.filter(ended_at__isnull=True).order_by("call__due_on", "pk")


def _mine(request: HttpRequest, number: str) -> FraudContact:
    return get_object_or_404(CONTACTS.filter(claim__programme__in=my_programmes(request)), number=number)


def _open(request: HttpRequest, number: str) -> FraudContact:
    contact = _mine(request, number)
    if contact.claim.state != ClaimState.DRAFT or contact.ended_at:
        raise Http404
    return contact


def _ask(request: HttpRequest, contact: FraudContact, form: TakenInForm, status: int = 200) -> HttpResponse:
    context: dict[str, Any] = {"form": form, "contact": contact, "at": "fraud"}
    return render(request, "desk/fraud_take_in.html", context, status=status)


def _first(typed: Typed, name: str) -> str:
    return (typed.get(name) or [""])[0]
