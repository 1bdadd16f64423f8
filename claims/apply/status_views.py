"""Where a claim stands, for whoever knows its number and one contact given in it."""

from __future__ import annotations

from urllib.parse import urlsplit

from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import redirect, render
from django.views.decorators.http import require_http_methods, require_POST

from claims import answers as claim_answers
from claims.apply import throttle
from claims.apply.programme_pages import programme_page
from claims.apply.status_access import claim_shown, let_see
from claims.apply.status_act_views import show
from claims.apply.status_forms import StatusForm
from claims.apply.status_page import chosen_here
from claims.apply.twooca import status_views as fraud_status
from claims.contacts import known_by, typed_contact_hash
from claims.fraud_calls import draft_by_number
from claims.models import Claim
from claims.numbers import read_number
from claims.payouts_of_claims import link_to_choose_by
from compensation.opening_hours import every_desk
from foundation.japan.bilingual import choose
from foundation.trail import clock


@require_http_methods(["GET", "HEAD", "POST"])
def ask(request: HttpRequest) -> HttpResponse:
    """The question; the same answer for a number that does not exist and for a contact that does not belong to it."""
    if request.method != "POST":
        return _ask(request, StatusForm())
    if "keep" in request.POST:
        return _ask(request, StatusForm(initial=request.POST.dict()))
    form = StatusForm(request.POST)
    if not form.is_valid():
        return _ask(request, form)
    number = read_number(form.cleaned_data["number"]) or ""
    if throttle.too_many(request, number):
        return render(request, "apply/status_too_many.html", {"desks": every_desk(clock.now())}, status=429)
    claim = _find(number, form.cleaned_data["contact"])
    if claim is None:
        throttle.missed(request, number)
        form.add_error(None, _no_match())
        return _ask(request, form)
    return let_see(redirect("apply:status-shown"), claim)


@require_http_methods(["GET", "HEAD", "POST"])
def shown(request: HttpRequest) -> HttpResponse:
    """Where the claim stands, for half an hour after the question was answered or a page was opened."""
    claim = claim_shown(request)
    if claim is None:
        return redirect("apply:status")
    page = fraud_status.shown(request, claim) if claim.programme.kind == "fraud" else show(request, claim)
    return let_see(page, claim)


@require_POST
def choose_points(request: HttpRequest) -> HttpResponse:
    """On to the payout site, where the bulletin has the points chosen on this site."""
    claim = claim_shown(request)
    if claim is None or claim.programme.kind == "fraud":
        return redirect("apply:status-shown")
    address = link_to_choose_by(claim) if chosen_here(programme_page(claim.programme.slug)) else None
    # The path alone: whoever came under another name of this host stays there.
    return HttpResponseRedirect(urlsplit(address).path) if address else redirect("apply:status-shown")


def _ask(request: HttpRequest, form: StatusForm) -> HttpResponse:
    context = {"form": form, "keeps_form": "status", "desks": every_desk(clock.now())}
    return render(request, "apply/status.html", context)


def _find(number: str, contact: str) -> Claim | None:
    """The claim of a number, if the contact was given in it; as much is opened and hashed where there is none."""
    asked = typed_contact_hash(contact)
    claim, draft = Claim.objects.filter(number=number).first(), draft_by_number(number, asked)
    answers = claim_answers.of(claim) if claim is not None else claim_answers.of_nobody()
    known = asked in known_by(answers.given)
    return draft if claim is None else claim if known else None


def _no_match() -> str:
    return choose(
        "受付番号と連絡先の組み合わせが見つかりません。番号と、申請時に入力した連絡先を確認してください。",
        "We cannot find this number together with this contact. Please check both as you gave them in the claim.",
    )
