"""What a claimant does from the status page: put a number right, add what is missing, withdraw, ask to look again."""

from __future__ import annotations

from collections.abc import Callable
from functools import wraps

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_http_methods

from claims.apply.items import asked_items
from claims.apply.programme_pages import ProgrammePage, programme_page
from claims.apply.status_access import claim_shown, let_see
from claims.apply.status_forms import MissingForm, NumbersForm, WhyForm
from claims.apply.status_page import StatusPage, status_page
from claims.apply.transfer_offers import transfer_context
from claims.corrections import CorrectionError, add_items, correct_numbers, missing, unfound
from claims.models import Claim
from claims.reconsideration import ReconsiderationError, ask, may_ask
from claims.withdrawal import WithdrawalError, refusal, withdraw
from foundation.japan.bilingual import choose
from foundation.trail.actor import Actor

get_or_post = require_http_methods(["GET", "HEAD", "POST"])
View = Callable[[HttpRequest, Claim], HttpResponse]


def of_a_coupon_claim(view: View) -> Callable[[HttpRequest], HttpResponse]:
    """Whatever is done to the claim that this browser may see; a claim for misuse has its own page."""

    @wraps(view)
    def routed(request: HttpRequest) -> HttpResponse:
        claim = claim_shown(request)
        if claim is None:
            messages.warning(
                request,
                choose(
                    "安全のため画面を閉じました。もう一度、受付番号と連絡先を入力してください。",
                    "The page was closed for safety. Please enter your claim number and contact again.",
                ),
            )
            return redirect("apply:status")
        if claim.programme.kind == "fraud":
            return redirect("apply:status-shown")
        return let_see(view(request, claim), claim)

    return routed


def show(
    request: HttpRequest, claim: Claim, *, numbers: NumbersForm | None = None, items: MissingForm | None = None
) -> HttpResponse:
    """The status page, with a form that could not be read where there is one, or in the other language."""
    status = status_page(claim)
    bound = numbers or items
    typed = request.POST.dict() if "keep" in request.POST else None
    numbers, items = numbers or _numbers(status, claim, typed), items or _items(status.page, claim, typed)
    context = {
        "status": status,
        "page": status.page,
        "rules": status.rules,
        "form": bound,
        "numbers": numbers,
        "items": items,
        "may_withdraw": refusal(claim) is None,
        "may_ask": may_ask(claim),
        **transfer_context(claim),
        "keeps_form": "numbers" if numbers else "items" if items else "",
    }
    return render(request, "apply/status_shown.html", context)


@get_or_post
@of_a_coupon_claim
def correct(request: HttpRequest, claim: Claim) -> HttpResponse:
    """Put numbers right, while applications are taken."""
    if request.method != "POST" or programme_page(claim.programme.slug).stage != "open":
        return redirect("apply:status-shown")
    if "keep" in request.POST:
        return show(request, claim)
    form = NumbersForm(unfound(claim), request.POST)
    if not form.is_valid():
        return show(request, claim, numbers=form)
    try:
        correct_numbers(claim, form.numbers(), by=_by(claim))
    except CorrectionError as error:
        form.add_error(None, choose(error.ja, error.en))
        return show(request, claim, numbers=form)
    return _thanks(request)


@get_or_post
@of_a_coupon_claim
def complete(request: HttpRequest, claim: Claim) -> HttpResponse:
    """Add what was missing."""
    if request.method != "POST":
        return redirect("apply:status-shown")
    if "keep" in request.POST:
        return show(request, claim)
    rules = programme_page(claim.programme.slug).rules
    asked = asked_items(rules)
    form = MissingForm(missing(claim, asked), rules, request.POST)
    if not form.is_valid():
        return show(request, claim, items=form)
    add_items(claim, form.given(), asked, by=_by(claim))
    return _thanks(request)


@get_or_post
@of_a_coupon_claim
def take_back(request: HttpRequest, claim: Claim) -> HttpResponse:
    """Say what withdrawing means, and do it once it is confirmed."""
    wrong = refusal(claim)
    if request.method == "POST" and wrong is None:
        try:
            withdraw(claim, by=_by(claim))
        except WithdrawalError as error:
            wrong = error
        else:
            return redirect("apply:status-shown")
    page = programme_page(claim.programme.slug)
    refused = choose(wrong.ja, wrong.en) if wrong else ""
    context = {"claim": claim, "page": page, "rules": page.rules, "refused": refused}
    return render(request, "apply/status_withdraw.html", context, status=409 if refused else 200)


@get_or_post
@of_a_coupon_claim
def look_again(request: HttpRequest, claim: Claim) -> HttpResponse:
    """Ask for a reconsideration, with the reasons for it."""
    form = WhyForm(request.POST if request.method == "POST" and "keep" not in request.POST else None)
    if "keep" in request.POST:
        form = WhyForm(initial={"words": request.POST.get("words", "")})
    if form.is_valid():
        try:
            ask(claim, form.cleaned_data["words"], by=_by(claim))
        except ReconsiderationError as error:
            form.add_error(None, choose(error.ja, error.en))
        else:
            return redirect("apply:status-shown")
    if not may_ask(claim) and not form.is_bound:
        return redirect("apply:status-shown")
    page = programme_page(claim.programme.slug)
    context = {"claim": claim, "page": page, "rules": page.rules, "form": form, "keeps_form": "why"}
    return render(request, "apply/status_look_again.html", context)


def _numbers(status: StatusPage, claim: Claim, typed: dict[str, str] | None) -> NumbersForm | None:
    rows = unfound(claim) if status.unfound and status.page.stage == "open" else []
    return NumbersForm(rows, typed=typed) if rows else None


def _items(page: ProgrammePage, claim: Claim, typed: dict[str, str] | None) -> MissingForm | None:
    wanted = missing(claim, asked_items(page.rules))
    return MissingForm(wanted, page.rules, typed=typed) if wanted else None


def _thanks(request: HttpRequest) -> HttpResponse:
    messages.success(
        request, choose("受け取りました。あらためて確認します。", "Thank you. We are checking your claim again.")
    )
    return redirect("apply:status-shown")


def _by(claim: Claim) -> Actor:
    return Actor.person(f"claim:{claim.pk}")
