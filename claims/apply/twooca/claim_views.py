"""The claim for misuse on a draft whose key stands in the address: begin, answer, confirm, done."""

from __future__ import annotations

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import get_language
from django.views.decorators.http import require_http_methods, require_safe

from claims import answers as claim_answers
from claims import fraud_consent, fraud_intake, intake
from claims.answers import Answers
from claims.apply.carried import typed_now
from claims.apply.keeping import MisuseDraft, in_its_misuse_browser, on_a_misuse_draft
from claims.apply.programme_pages import MisusePage, misuse_page
from claims.apply.resume_views import begin_draft
from claims.apply.steps import STEPS
from claims.apply.twooca import draft_forms
from claims.apply.twooca.consent_forms import ConsentForm
from claims.fraud_forms import FraudForm, acts_typed, read_back
from claims.fraud_questions import missing_of
from claims.states import ClaimState
from foundation.trail.actor import Actor

get_or_post = require_http_methods(["GET", "HEAD", "POST"])


@require_safe
def notice(request: HttpRequest, programme: str) -> HttpResponse:
    """What the policy makes good, on which conditions, and how to claim; its clauses in our own words."""
    page = misuse_page(programme)
    rules = page.rules
    clauses = list(rules.clauses.values())
    context = {
        "rules": rules,
        "events": _under(rules.programme, clauses, "1."),
        "duties": _under(rules.programme, clauses, "2"),
        "grounds": _under(rules.programme, clauses, "4."),
        "sums": _under(rules.programme, clauses, "5."),
        "clauses": clauses,
        "entrance": _entrance(page, request.GET.get(draft_forms.ENTRANCE, "")),
    }
    return render(request, "twooca/notice.html", context)


@get_or_post
def begin(request: HttpRequest, programme: str) -> HttpResponse:
    """What the form asks and why. Pressing the button opens a draft; reading the page makes nothing."""
    page = misuse_page(programme)
    if request.method == "POST":
        return begin_draft(page, {draft_forms.ENTRANCE: [_entrance(page, request.POST.get(draft_forms.ENTRANCE, ""))]})
    entrance = _entrance(page, request.GET.get(draft_forms.ENTRANCE, ""))
    context = {"page": page, "rules": page.rules, "consent": fraud_consent, "entrance": entrance}
    return render(request, "twooca/begin.html", context)


@get_or_post
@on_a_misuse_draft
def answer(request: HttpRequest, draft: MisuseDraft) -> HttpResponse:
    """The form. Whatever was typed is kept, also when it cannot be read yet."""
    if request.method != "POST":
        return _ask(request, draft, FraudForm(draft_forms.without_entrance(claim_answers.of(draft.claim).typed)))
    typed = typed_now(request)
    answers = draft_forms.keep(draft.claim, typed, language=get_language() or "ja")
    if request.POST.get("keep") == "later":
        return draft.redirect("save")
    if "keep" in request.POST or "add" in request.POST:
        return _ask(request, draft, FraudForm(typed, rows=acts_typed(typed) + ("add" in request.POST)))
    return draft.redirect("confirm") if answers.given else _ask(request, draft, FraudForm(typed, check=True))


@get_or_post
@on_a_misuse_draft
def confirm(request: HttpRequest, draft: MisuseDraft) -> HttpResponse:
    """Everything read back, with a way to each answer; sending it makes the claim, once."""
    answers = claim_answers.of(draft.claim)
    if not answers.given:
        return draft.redirect("answer")
    form = ConsentForm(request.POST if request.method == "POST" and "keep" not in request.POST else None)
    if not form.is_valid():
        return _read_back(request, draft, answers, form)
    entrance = _entrance(draft.page, (answers.typed.get(draft_forms.ENTRANCE) or [""])[0])
    by = Actor.person(f"claim:{draft.claim.pk}")
    try:
        fraud_intake.receive(draft.claim, shown=form.cleaned_data["shown"], entrance=entrance, by=by)
    except (intake.ChangedSinceShownError, intake.IncompleteError):
        return _read_back(request, draft, answers, ConsentForm(), changed=True)
    return draft.redirect("done")


@require_safe
@in_its_misuse_browser
def done(request: HttpRequest, draft: MisuseDraft) -> HttpResponse:
    """The claim number, and what is still missing."""
    claim = draft.claim
    if claim.state == ClaimState.DRAFT:
        return draft.redirect("answer")
    context = {
        "rules": draft.page.rules,
        "claim": claim,
        "is_user": claim.fraud.is_user,
        "missing": missing_of(claim),
        "steps": STEPS,
        "step": 3,
    }
    return render(request, "twooca/done.html", context)


def _under(programme: str, clauses: list[Any], head: str) -> list[Any]:
    return [clause for clause in clauses if clause.id.startswith(f"{programme}.{head}")]


def _entrance(page: MisusePage, named: str) -> str:
    """One of the policy's entrances; the first one where none of them is named."""
    known = [entrance.id for entrance in page.rules.application.entrances]
    return named if named in known else known[0]


def _ask(request: HttpRequest, draft: MisuseDraft, form: FraudForm) -> HttpResponse:
    context = {
        "page": draft.page,
        "rules": draft.page.rules,
        "form": form,
        "code": draft.code,
        "keeps_form": "application",
        "steps": STEPS,
        "step": 1,
    }
    return render(request, "twooca/answer.html", context)


def _read_back(
    request: HttpRequest, draft: MisuseDraft, answers: Answers, form: ConsentForm, *, changed: bool = False
) -> HttpResponse:
    rules = draft.page.rules
    context = {
        "rules": rules,
        "form": form,
        "rows": read_back(FraudForm(draft_forms.without_entrance(answers.typed)), answers, rules),
        "shown": answers.digest,
        "changed": changed,
        "consent": fraud_consent,
        "steps": STEPS,
        "step": 2,
    }
    return render(request, "twooca/confirm.html", context)
