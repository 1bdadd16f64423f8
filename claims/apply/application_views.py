"""The application, step by step on a draft whose key stands in the address: begin, answer, confirm, done."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import get_language
from django.views.decorators.http import require_http_methods, require_safe

from claims import answers as claim_answers
from claims import consent, intake
from claims.answers import Answers, Typed
from claims.apply.fields import MORE_BOXES
from claims.apply.forms import ApplicationForm, ConsentForm
from claims.apply.items import asked_items
from claims.apply.programme_pages import ProgrammePage, programme_page
from claims.apply.status_page import chosen_here, lies_ahead
from claims.apply.transfer_offers import transfer_context
from claims.contacts import contacts
from claims.models import Claim
from claims.states import ClaimState
from foundation.japan.bilingual import Both
from foundation.trail.actor import Actor

STEPS = (Both("入力", "Your details"), Both("確認", "Check"), Both("完了", "Done"))

get_or_post = require_http_methods(["GET", "HEAD", "POST"])


@get_or_post
def begin(request: HttpRequest, programme: str) -> HttpResponse:
    """What the application asks and why. Pressing the button opens a draft; reading the page makes nothing."""
    page = programme_page(programme)
    if page.stage != "open":
        return _not_open(request, page)
    if request.method == "POST":
        claim = intake.start_draft(page.bulletin.row, language=_language())
        return redirect("apply:answer", programme, claim.draft_key)
    context = {"page": page, "rules": page.rules, "items": asked_items(page.rules), "consent": consent}
    return render(request, "apply/begin.html", context)


@get_or_post
def answer(request: HttpRequest, programme: str, key: UUID) -> HttpResponse:
    """The form. Whatever was typed is kept, also when it cannot be read yet."""
    page, claim = _open_draft(programme, key)
    if claim.state != ClaimState.DRAFT:
        return redirect("apply:done", programme, key)
    if page.stage != "open":
        return _not_open(request, page)
    if request.method != "POST":
        return _ask(request, page, ApplicationForm(page.rules, claim_answers.of(claim).typed))
    typed = _typed(request)
    if "keep" in request.POST or "add" in request.POST:
        return _keep(request, page, claim, typed)
    form = ApplicationForm(page.rules, typed, check=True)
    answers = form.answers()
    intake.save_draft(claim, answers, language=_language())
    if not answers.given:
        return _ask(request, page, form)
    return redirect("apply:confirm", programme, key)


@get_or_post
def confirm(request: HttpRequest, programme: str, key: UUID) -> HttpResponse:
    """Everything read back, with a way to each answer; sending it makes the claim, once."""
    page, claim = _open_draft(programme, key)
    if claim.state != ClaimState.DRAFT:
        return redirect("apply:done", programme, key)
    if page.stage != "open":
        return _not_open(request, page)
    answers = claim_answers.of(claim)
    if not answers.given:
        return redirect("apply:answer", programme, key)
    form = ConsentForm(request.POST if request.method == "POST" and "keep" not in request.POST else None)
    if not form.is_valid():
        return _read_back(request, page, answers, form)
    try:
        intake.receive(
            claim,
            shown=form.cleaned_data["shown"],
            consent=consent.VERSION,
            is_traveller=form.cleaned_data["traveller"] == "yes",
            by=Actor.person(f"claim:{claim.pk}"),
        )
    except (intake.ChangedSinceShownError, intake.IncompleteError):
        return _read_back(request, page, answers, ConsentForm(), changed=True)
    return redirect("apply:done", programme, key)


@require_safe
def done(request: HttpRequest, programme: str, key: UUID) -> HttpResponse:
    """The claim number, what happens next, and when."""
    page, claim = _open_draft(programme, key)
    if claim.state == ClaimState.DRAFT:
        return redirect("apply:answer", programme, key)
    paper = page.rules.paper
    context = {
        "page": page,
        "rules": page.rules,
        "claim": claim,
        "plan": paper.sending if paper and lies_ahead(paper.sending, page) else None,
        "plan_is_over": paper is not None and paper.sending is not None and not lies_ahead(paper.sending, page),
        "on_site": chosen_here(page),
        "reach": contacts(claim_answers.of(claim).given),
        "steps": STEPS,
        "step": 3,
        **transfer_context(claim),
    }
    return render(request, "apply/done.html", context)


def _open_draft(programme: str, key: UUID) -> tuple[ProgrammePage, Claim]:
    page = programme_page(programme)
    claim = intake.find_draft(programme, key)
    if claim is None:
        raise Http404
    return page, claim


def _keep(request: HttpRequest, page: ProgrammePage, claim: Claim, typed: Typed) -> HttpResponse:
    """Show what was typed again: in the other language, or with more boxes. Nothing is checked yet."""
    intake.save_draft(claim, Answers(typed, {}), language=_language())
    filled = sum(bool(text.strip()) for text in typed.get("coupon_number", []))
    if "add" not in request.POST:
        return _ask(request, page, ApplicationForm(page.rules, typed, boxes=max(1, filled)))
    return _ask(request, page, ApplicationForm(page.rules, typed, boxes=filled + MORE_BOXES, begins_at=filled + 1))


def _ask(request: HttpRequest, page: ProgrammePage, form: ApplicationForm) -> HttpResponse:
    context = {
        "page": page,
        "rules": page.rules,
        "form": form,
        "keeps_form": "application",
        "steps": STEPS,
        "step": 1,
    }
    return render(request, "apply/answer.html", context)


def _read_back(
    request: HttpRequest, page: ProgrammePage, answers: Answers, form: ConsentForm, *, changed: bool = False
) -> HttpResponse:
    context: dict[str, Any] = {
        "page": page,
        "rules": page.rules,
        "form": form,
        "rows": ApplicationForm(page.rules, answers.typed).rows(answers),
        "shown": answers.digest,
        "changed": changed,
        "consent": consent,
        "steps": STEPS,
        "step": 2,
    }
    return render(request, "apply/confirm.html", context)


def _not_open(request: HttpRequest, page: ProgrammePage) -> HttpResponse:
    return render(request, "apply/not_open.html", {"page": page, "rules": page.rules})


def _typed(request: HttpRequest) -> Typed:
    """What the browser sent, without what belongs to the page itself."""
    own = {"csrfmiddlewaretoken", "keep", "add"}
    return {name: values for name, values in request.POST.lists() if name not in own}


def _language() -> str:
    return get_language() or "ja"
