"""Going on later, or in another browser: the code is shown, sent on request, and entered again."""

from __future__ import annotations

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import get_language
from django.views.decorators.http import require_http_methods

from claims import answers as claim_answers
from claims import intake
from claims.allowances import Limit, is_used_up, take
from claims.answers import Typed
from claims.apply.carried import CodeForm, carried, code_page
from claims.apply.forms import ApplicationForm, WhereForm
from claims.apply.keeping import Draft, Held, MisuseDraft, P, hold, not_open, on_a_draft, on_a_misuse_draft
from claims.apply.programme_pages import MisusePage, ProgrammePage, misuse_page, programme_page
from claims.apply.steps import next_step
from claims.apply.twooca import draft_forms
from claims.contacts import Contacts
from claims.drafts import find_by_code, give_code, last_day, send_code
from claims.models import Claim
from claims.states import ClaimState
from foundation.japan.bilingual import choose
from foundation.trail.actor import Actor

MISSES_A_DAY = 50
"""Wrong codes from one network; many phones of one carrier share an address."""
Page = ProgrammePage | MisusePage
get_or_post = require_http_methods(["GET", "HEAD", "POST"])


@get_or_post
def resume(request: HttpRequest, programme: str) -> HttpResponse:
    """Open a draft by its code; the same answer for a wrong code and for one that has ended."""
    return _resume(request, programme_page(programme))


@get_or_post
def resume_misuse(request: HttpRequest, programme: str) -> HttpResponse:
    """The same for a claim for misuse."""
    return _resume(request, misuse_page(programme))


@get_or_post
@on_a_draft
def save(request: HttpRequest, draft: Draft) -> HttpResponse:
    """The code to go on with, until when it works, and a message with it to wherever the claimant says."""
    return _save(request, draft)


@get_or_post
@on_a_misuse_draft
def save_misuse(request: HttpRequest, draft: MisuseDraft) -> HttpResponse:
    """The same for a claim for misuse."""
    return _save(request, draft)


def _resume(request: HttpRequest, page: Page) -> HttpResponse:
    if request.method != "POST":
        return code_page(request, page, CodeForm(), {})
    typed = carried(request)
    if "keep" in request.POST:
        return code_page(request, page, CodeForm(initial={"code": request.POST.get("code", "")}), typed)
    if "anew" in request.POST:
        return _begin_with(request, page, typed)
    form = CodeForm(request.POST)
    found = _found(request, form) if form.is_valid() else None
    if found is None:
        return code_page(request, page, form, typed)
    return _taken_up(found, form.cleaned_data["code"], typed)


def _save(request: HttpRequest, draft: Held[P]) -> HttpResponse:
    sent = request.method == "POST" and "keep" not in request.POST
    proposed = request.POST.get("where", "") if "keep" in request.POST else _where_to(draft.claim)
    form = WhereForm(proposed, request.POST if sent else None)
    if form.is_valid():
        typed = form.cleaned_data["where"]
        reach = Contacts("", typed, "email") if "@" in typed else Contacts(typed, "", "sms")
        by = Actor.person(f"claim:{draft.claim.pk}")
        if send_code(draft.claim, draft.code, reach, network_of(request), by=by):
            messages.success(request, choose("再開コードをお送りしました。", "We are sending you the code."))
        else:
            messages.warning(
                request,
                choose(
                    "本日は、これ以上お送りできません。画面のコードを書きとめてください。",
                    "No more can be sent today. Please write down the code on this page.",
                ),
            )
        return draft.redirect("save")
    context = {
        "page": draft.page,
        "rules": draft.page.rules,
        "form": form,
        "keeps_form": "where",
        "code": draft.code,
        "until": last_day(draft.claim),
        "next_address": draft.address(_next(draft.page, draft.claim)),
        "claim": draft.claim,
    }
    return render(request, f"{draft.page.templates}/save.html", context)


def network_of(request: HttpRequest) -> str:
    """The address that a request came from, for counting alone."""
    return str(request.META.get("REMOTE_ADDR", ""))


def begin_draft(page: Page, typed: Typed | None = None) -> HttpResponse:
    """A new draft, held by this browser, with what was typed before it could be kept."""
    language = get_language() or "ja"
    claim = intake.start_draft(page.row, language=language)
    code = give_code(claim)
    if typed:
        _keep(page, claim, typed, language)
    response = redirect(page.address("answer", claim.draft_key))
    hold(response, claim, code)
    return response


def _begin_with(request: HttpRequest, page: Page, typed: Typed) -> HttpResponse:
    return begin_draft(page, typed) if page.stage == "open" else not_open(request, page)


def _found(request: HttpRequest, form: CodeForm) -> Claim | None:
    """The draft of the code; what was wrong is said in the form, the same for every code that opens nothing."""
    guessing = Limit("resume-miss", network_of(request), MISSES_A_DAY)
    if is_used_up(guessing):
        form.add_error(
            "code",
            choose(
                "一致しない入力が続いたため、本日は受け付けられません。コールセンターへお電話ください。",
                "There were too many codes that did not match. Please call the call centre.",
            ),
        )
        return None
    found = find_by_code(form.cleaned_data["code"])
    if found is None:
        take([guessing])
        form.add_error(
            "code",
            choose(
                "このコードで続けられる申請はありません。コードと、期限（はじめた日から30日）を確認してください。",
                "No application can be taken up with this code. Please check it; codes last 30 days.",
            ),
        )
    return found


def _taken_up(claim: Claim, code: str, typed: Typed) -> HttpResponse:
    """On to where the draft stands; what was carried along is kept in it."""
    slug = claim.programme.slug
    page: Page = misuse_page(slug) if claim.programme.kind == "fraud" else programme_page(slug)
    is_draft = claim.state == ClaimState.DRAFT
    if typed and is_draft:
        _keep(page, claim, typed, claim.language)
    response = redirect(page.address(_next(page, claim) if is_draft else "done", claim.draft_key))
    hold(response, claim, code)
    return response


def _keep(page: Page, claim: Claim, typed: Typed, language: str) -> None:
    if isinstance(page, MisusePage):
        draft_forms.keep(claim, typed, language=language)
    else:
        intake.save_draft(claim, ApplicationForm(page.rules, typed, check=True).answers(), language=language)


def _next(page: Page, claim: Claim) -> str:
    """The first step that is still open."""
    answers = claim_answers.of(claim)
    if isinstance(page, MisusePage):
        return "confirm" if answers.given else "answer"
    return next_step(page, claim, answers)


def _where_to(claim: Claim) -> str:
    """The address that was typed into the form, as a proposal."""
    typed = claim_answers.of(claim).typed
    return next((typed[name][0] for name in ("email", "delivery_destination") if typed.get(name)), "")
