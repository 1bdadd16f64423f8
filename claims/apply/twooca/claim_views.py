"""The claim for misuse on a draft whose key stands in the address: begin, answer, confirm, done."""

from __future__ import annotations

from collections.abc import Callable
from functools import wraps
from typing import Any
from uuid import UUID

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import get_language
from django.views.decorators.http import require_http_methods, require_safe

from claims import answers as claim_answers
from claims import fraud_consent, fraud_intake, intake
from claims.answers import Answers, Typed
from claims.apply.steps import STEPS
from claims.apply.twooca.consent_forms import ConsentForm
from claims.apply.twooca.keeping import hold, is_held
from claims.fraud_forms import FraudForm, acts_typed, read_back
from claims.fraud_questions import missing_of
from claims.models import Claim
from claims.states import ClaimState
from compensation.models import Programme
from compensation.programmes import PolicyInForce, fraud_policy
from foundation.trail.actor import Actor

View = Callable[[HttpRequest, PolicyInForce, Claim], HttpResponse]
Routed = Callable[[HttpRequest, str, UUID], HttpResponse]
get_or_post = require_http_methods(["GET", "HEAD", "POST"])
_OWN = frozenset({"csrfmiddlewaretoken", "keep", "add"})


def policy_or_404(programme: str) -> PolicyInForce:
    """The policy of the programme; raises Http404 where none is loaded."""
    try:
        return fraud_policy(programme)
    except Programme.DoesNotExist:
        raise Http404 from None


def in_its_browser(view: View) -> Routed:
    """A step of the draft, or of the claim that it became, in the browser that holds it.

    Elsewhere a key that opens nothing and one that another browser holds get the same answer.
    """

    @wraps(view)
    def routed(request: HttpRequest, programme: str, key: UUID) -> HttpResponse:
        policy, claim = policy_or_404(programme), intake.find_draft(programme, key)
        if claim is None or not is_held(request, claim):
            return render(request, "twooca/elsewhere.html", {"rules": policy.rules}, status=404)
        return view(request, policy, claim)

    return routed


@require_safe
def notice(request: HttpRequest, programme: str) -> HttpResponse:
    """What the policy makes good, on which conditions, and how to claim; its clauses in our own words."""
    policy = policy_or_404(programme)
    rules = policy.rules
    clauses = list(rules.clauses.values())
    context = {
        "rules": rules,
        "events": _under(rules.programme, clauses, "1."),
        "duties": _under(rules.programme, clauses, "2"),
        "grounds": _under(rules.programme, clauses, "4."),
        "sums": _under(rules.programme, clauses, "5."),
        "clauses": clauses,
        "entrance": _entrance(policy, request.GET.get("entrance", "")),
    }
    return render(request, "twooca/notice.html", context)


@get_or_post
def begin(request: HttpRequest, programme: str) -> HttpResponse:
    """What the form asks and why. Pressing the button opens a draft; reading the page makes nothing."""
    policy = policy_or_404(programme)
    if request.method == "POST":
        claim = intake.start_draft(policy.row, language=_language())
        entrance = _entrance(policy, request.POST.get("entrance", ""))
        intake.save_draft(claim, Answers({"entrance": [entrance]}, {}), language=_language())
        return hold(redirect("apply:fraud-answer", claim.draft_key), claim)
    context = {
        "rules": policy.rules,
        "consent": fraud_consent,
        "entrance": _entrance(policy, request.GET.get("entrance", "")),
    }
    return render(request, "twooca/begin.html", context)


@get_or_post
@in_its_browser
def answer(request: HttpRequest, policy: PolicyInForce, claim: Claim) -> HttpResponse:
    """The form. Whatever was typed is kept, also when it cannot be read yet."""
    if claim.state != ClaimState.DRAFT:
        return redirect("apply:fraud-done", claim.draft_key)
    kept = claim_answers.of(claim).typed
    if request.method != "POST":
        return _ask(request, policy, FraudForm(_without_entrance(kept)))
    typed = {name: values for name, values in request.POST.lists() if name not in _OWN}
    saved = {**typed, "entrance": kept.get("entrance", [])}
    if "keep" in request.POST or "add" in request.POST:
        intake.save_draft(claim, Answers(saved, {}), language=_language())
        return _ask(request, policy, FraudForm(typed, rows=acts_typed(typed) + ("add" in request.POST)))
    form = FraudForm(typed, check=True)
    answers = form.answers()
    intake.save_draft(claim, Answers(saved, answers.given), language=_language())
    return redirect("apply:fraud-confirm", claim.draft_key) if answers.given else _ask(request, policy, form)


@get_or_post
@in_its_browser
def confirm(request: HttpRequest, policy: PolicyInForce, claim: Claim) -> HttpResponse:
    """Everything read back, with a way to each answer; sending it makes the claim, once."""
    if claim.state != ClaimState.DRAFT:
        return redirect("apply:fraud-done", claim.draft_key)
    answers = claim_answers.of(claim)
    if not answers.given:
        return redirect("apply:fraud-answer", claim.draft_key)
    form = ConsentForm(request.POST if request.method == "POST" and "keep" not in request.POST else None)
    if not form.is_valid():
        return _read_back(request, policy, answers, form)
    entrance = _entrance(policy, (answers.typed.get("entrance") or [""])[0])
    by = Actor.person(f"claim:{claim.pk}")
    try:
        fraud_intake.receive(claim, shown=form.cleaned_data["shown"], entrance=entrance, by=by)
    except (intake.ChangedSinceShownError, intake.IncompleteError):
        return _read_back(request, policy, answers, ConsentForm(), changed=True)
    return redirect("apply:fraud-done", claim.draft_key)


@require_safe
@in_its_browser
def done(request: HttpRequest, policy: PolicyInForce, claim: Claim) -> HttpResponse:
    """The claim number, and what is still missing."""
    if claim.state == ClaimState.DRAFT:
        return redirect("apply:fraud-answer", claim.draft_key)
    context = {
        "rules": policy.rules,
        "claim": claim,
        "is_user": claim.fraud.is_user,
        "missing": missing_of(claim),
        "steps": STEPS,
        "step": 3,
    }
    return render(request, "twooca/done.html", context)


def _under(programme: str, clauses: list[Any], head: str) -> list[Any]:
    return [clause for clause in clauses if clause.id.startswith(f"{programme}.{head}")]


def _entrance(policy: PolicyInForce, named: str) -> str:
    """One of the policy's entrances; the first one where none of them is named."""
    known = [entrance.id for entrance in policy.rules.application.entrances]
    return named if named in known else known[0]


def _without_entrance(typed: Typed) -> Typed:
    return {name: values for name, values in typed.items() if name != "entrance"}


def _ask(request: HttpRequest, policy: PolicyInForce, form: FraudForm) -> HttpResponse:
    context = {"rules": policy.rules, "form": form, "keeps_form": "application", "steps": STEPS, "step": 1}
    return render(request, "twooca/answer.html", context)


def _read_back(
    request: HttpRequest, policy: PolicyInForce, answers: Answers, form: ConsentForm, *, changed: bool = False
) -> HttpResponse:
    context = {
        "rules": policy.rules,
        "form": form,
        "rows": read_back(FraudForm(_without_entrance(answers.typed)), answers, policy.rules),
        "shown": answers.digest,
        "changed": changed,
        "consent": fraud_consent,
        "steps": STEPS,
        "step": 2,
    }
    return render(request, "twooca/confirm.html", context)


def _language() -> str:
    return get_language() or "ja"
