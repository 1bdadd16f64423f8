"""The application on a draft whose key stands in the address: begin, answer, confirm, done."""

from __future__ import annotations

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import get_language
from django.views.decorators.http import require_http_methods, require_safe

from claims import answers as claim_answers
from claims import consent, intake
from claims.answers import Answers, Typed
from claims.apply.carried import typed_now
from claims.apply.fields import filled_boxes
from claims.apply.forms import ApplicationForm, ConsentForm
from claims.apply.items import asked_items
from claims.apply.keeping import Draft, in_its_browser, not_open, on_a_draft
from claims.apply.programme_pages import programme_page
from claims.apply.resume_views import begin_draft
from claims.apply.status_page import chosen_here, lies_ahead
from claims.apply.steps import next_step, progress
from claims.apply.transfer_offers import transfer_context
from claims.contact_codes import standing
from claims.contacts import contacts
from claims.states import ClaimState
from foundation.japan.places import places_or_none
from foundation.trail.actor import Actor

get_or_post = require_http_methods(["GET", "HEAD", "POST"])
_CHOSEN_BESIDE = ("delivery",)
"""What a later step adds to the answers; it stays when the form is sent again."""


@get_or_post
def begin(request: HttpRequest, programme: str) -> HttpResponse:
    """What the application asks and why. Pressing the button opens a draft; reading the page makes nothing."""
    page = programme_page(programme)
    if page.stage != "open":
        return not_open(request, page)
    if request.method == "POST":
        return begin_draft(page)
    context = {"page": page, "rules": page.rules, "items": asked_items(page.rules), "consent": consent}
    return render(request, "apply/begin.html", context)


@get_or_post
@on_a_draft
def answer(request: HttpRequest, draft: Draft) -> HttpResponse:
    """The form. Whatever was typed is kept, also when it cannot be read yet."""
    if request.method != "POST":
        return _ask(request, draft, ApplicationForm(draft.page.rules, claim_answers.of(draft.claim).typed))
    typed = typed_now(request)
    acted = _acted(request, draft, typed)
    form = ApplicationForm(draft.page.rules, typed, check=True)
    answers = _keep(draft, form)
    if request.POST.get("keep") == "later":
        return draft.redirect("save")
    if acted is not None:
        return _ask(request, draft, acted)
    if not answers.given:
        return _ask(request, draft, form)
    return draft.redirect(next_step(draft.page, draft.claim, answers))


@get_or_post
@on_a_draft
def confirm(request: HttpRequest, draft: Draft) -> HttpResponse:
    """Everything read back, with a way to each section; sending it makes the claim, once."""
    answers = claim_answers.of(draft.claim)
    due = next_step(draft.page, draft.claim, answers)
    if due != "confirm":
        return draft.redirect(due)
    form = ConsentForm(request.POST if request.method == "POST" and "keep" not in request.POST else None)
    if not form.is_valid():
        return _read_back(request, draft, answers, form)
    try:
        intake.receive(
            draft.claim,
            shown=form.cleaned_data["shown"],
            consent=consent.VERSION,
            is_traveller=form.cleaned_data["traveller"] == "yes",
            by=Actor.person(f"claim:{draft.claim.pk}"),
        )
    except (intake.ChangedSinceShownError, intake.IncompleteError):
        return _read_back(request, draft, answers, ConsentForm(), changed=True)
    return draft.redirect("done")


@require_safe
@in_its_browser
def done(request: HttpRequest, draft: Draft) -> HttpResponse:
    """The claim number, what happens next, and when."""
    page, claim = draft.page, draft.claim
    if claim.state == ClaimState.DRAFT:
        return draft.redirect("answer")
    paper, answers = page.rules.paper, claim_answers.of(claim)
    reach = contacts(answers.given)
    context = {
        "page": page,
        "rules": page.rules,
        "claim": claim,
        "plan": paper.sending if paper and lies_ahead(paper.sending, page) else None,
        "plan_is_over": paper is not None and paper.sending is not None and not lies_ahead(paper.sending, page),
        "on_site": chosen_here(page),
        "reach": reach,
        "unproved": standing(claim, reach) == "given_up",
        **progress(page, answers, "done"),
        **transfer_context(claim),
    }
    return render(request, "apply/done.html", context)


def _acted(request: HttpRequest, draft: Draft, typed: Typed) -> ApplicationForm | None:
    """What a button within the form asked for: the form again, unchecked. `typed` is changed by it where it must be.

    None where the form itself was sent.
    """
    rules = draft.page.rules
    if "look_up" in request.POST:
        return _looked_up(request, draft, typed)
    boxes = filled_boxes(typed.get("coupon_number", []))
    if "remove" in request.POST:
        _remove(typed, request.POST["remove"])
        left = len(typed["coupon_number"])
        return ApplicationForm(rules, typed, boxes=max(1, left), begins_at=max(1, left))
    if "add" in request.POST:
        wanted = request.POST["add"]
        more = int(wanted) if wanted.isascii() and wanted.isdigit() and len(wanted) < 3 else 1
        return ApplicationForm(rules, typed, boxes=max(len(boxes) + 1, more), begins_at=len(boxes) + 1)
    return ApplicationForm(rules, typed, boxes=max(1, len(boxes))) if "keep" in request.POST else None


def _remove(typed: Typed, place: str) -> None:
    """Take the box of this number away, counted as they stood on the page."""
    boxes = typed.get("coupon_number", [])
    at = int(place) - 1 if place.isascii() and place.isdigit() and len(place) < 3 else -1
    typed["coupon_number"] = filled_boxes(text for position, text in enumerate(boxes) if position != at)


def _looked_up(request: HttpRequest, draft: Draft, typed: Typed) -> ApplicationForm:
    """The places of the postal code: put in where there is one and nothing stands there, else offered."""
    found = places_or_none((typed.get("postal_code") or [""])[0])
    present = (typed.get("address") or [""])[0].strip()
    taken = request.POST.get("place", "") if request.POST["look_up"] == "take" else ""
    if taken in found:
        typed["address"] = [taken]
    elif len(found) == 1 and not present:
        typed["address"] = found
    put_in = bool(found) and (typed.get("address") or [""])[0].startswith(tuple(found))
    form = ApplicationForm(draft.page.rules, typed, boxes=max(1, len(typed.get("coupon_number", []))))
    form.show_places(found, was_put_in=put_in)
    return form


def _keep(draft: Draft, form: ApplicationForm) -> Answers:
    """Keep what was typed, and what it gives once all of it can be read."""
    before, answers = claim_answers.of(draft.claim).given, form.answers()
    if answers.given:
        answers.given.update({name: before[name] for name in _CHOSEN_BESIDE if name in before})
    intake.save_draft(draft.claim, answers, language=get_language() or "ja")
    return answers


def _ask(request: HttpRequest, draft: Draft, form: ApplicationForm) -> HttpResponse:
    context = {
        "page": draft.page,
        "rules": draft.page.rules,
        "form": form,
        "code": draft.code,
        "keeps_form": "application",
        **progress(draft.page, claim_answers.of(draft.claim), "answer"),
    }
    return render(request, "apply/answer.html", context)


def _read_back(
    request: HttpRequest, draft: Draft, answers: Answers, form: ConsentForm, *, changed: bool = False
) -> HttpResponse:
    reach = contacts(answers.given)
    context: dict[str, Any] = {
        "page": draft.page,
        "rules": draft.page.rules,
        "form": form,
        "parts": ApplicationForm(draft.page.rules, answers.typed).read_back(answers),
        "reach": reach,
        "proved": standing(draft.claim, reach) == "proved",
        "shown": answers.digest,
        "changed": changed,
        "consent": consent,
        **progress(draft.page, answers, "confirm"),
    }
    return render(request, "apply/confirm.html", context)
