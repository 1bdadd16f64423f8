"""What examiners and supervisors do to a claim for misuse, each on a page that says what follows."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from django import forms
from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_http_methods

from claims.call_words import CHECKED
from claims.desk.access import actor_of, at_the_desk, for_leaders, mine
from claims.desk.claim_turns import turn_of_claim
from claims.desk.forms import ReasonForm
from claims.desk.fraud_call_forms import ToldForm, WithdrawalForm
from claims.desk.fraud_forms import FactsForm, ProposalForm, QuestionForm, SignForm
from claims.desk.fraud_views import CLAIMS
from claims.fraud_decisions import (
    DecisionError,
    approve,
    names_no_balance,
    open_proposal,
    prepare,
    reconsider,
    send_back,
)
from claims.fraud_examination import ExaminationError, Item, establish, sheet_of, sign
from claims.fraud_questions import ask, is_asked
from claims.fraud_told import keep_told
from claims.fraud_withdrawal import withdraw
from claims.models import Claim, FraudAct, FraudClaim
from claims.moves import MoveRefusedError
from claims.withdrawal import WithdrawalError
from foundation.japan.bilingual import Both, choose
from foundation.staff.addresses import only_by_post

get_or_post = require_http_methods(["GET", "HEAD", "POST"])


@get_or_post
@at_the_desk
def facts(request: HttpRequest, number: str) -> HttpResponse:
    """The facts as an examiner establishes them."""
    claim = mine(request, CLAIMS.all(), number=number)
    acts = list(FraudAct.objects.filter(claim=claim).order_by("position"))
    form = FactsForm(FraudClaim.objects.get(claim=claim), acts, request.POST or None)
    if form.is_valid():
        return _do(request, claim, lambda: establish(claim, form.established(), by=actor_of(request)))
    return _form(request, claim, form, "desk/fraud_facts.html", {})


@get_or_post
@at_the_desk
def item(request: HttpRequest, number: str, key: str) -> HttpResponse:
    """One item: what the facts say, and a person's finding."""
    claim = mine(request, CLAIMS.all(), number=number)
    form = SignForm(request.POST or None)
    if form.is_valid():
        given = form.cleaned_data
        return _do(request, claim, lambda: sign(claim, key, given["verdict"], given["evidence"], by=actor_of(request)))
    return _form(request, claim, form, "desk/fraud_item.html", {"item": _item(claim, key)})


@get_or_post
@at_the_desk
def question(request: HttpRequest, number: str) -> HttpResponse:
    """Ask the claimant."""
    claim = mine(request, CLAIMS.all(), number=number)
    form = QuestionForm(request.POST or None)
    if form.is_valid():
        said, by = form.cleaned_data, actor_of(request)
        return _do(request, claim, lambda: ask(claim, said["question"], said["answer_by"], by=by, key=said["key"]))
    title = Both("申請者に質問する", "Ask the claimant")
    return _form(request, claim, form, "desk/fraud_act.html", {"title": title})


@get_or_post
@at_the_desk
def told(request: HttpRequest, number: str) -> HttpResponse:
    """Write down what the claimant supplies on the phone: what is missing, and answers to questions."""
    claim = mine(request, CLAIMS.all(), number=number)
    if not is_asked(claim):
        messages.info(request, choose("申請者にお聞きしていることはありません。", "Nothing is asked of the claimant."))
        return redirect("desk:fraud-claim", claim.number)
    form = ToldForm(claim, request.POST or None)
    if form.is_valid():
        items, replies, checked = form.items_given(), form.replies(), form.cleaned_data["checked"]
        return _do(request, claim, lambda: keep_told(claim, items, replies, checked, by=actor_of(request)))
    title = Both("電話でうかがったことを記録する", "Write down what was told on the phone")
    follows = Both(
        "うかがったものだけを入力してください。空欄は、引き続き申請者にお聞きします。受付日は変わりません。",
        "Enter only what was told. What is left empty is still asked of the claimant. The date of receipt stays.",
    )
    return _form(request, claim, form, "desk/fraud_act.html", {"title": title, "follows": follows})


@get_or_post
@at_the_desk
def proposal(request: HttpRequest, number: str) -> HttpResponse:
    """Prepare the decision for somebody else's approval."""
    claim = mine(request, CLAIMS.all(), number=number)
    sheet = sheet_of(claim)
    refers, shares = sheet.decision.outcome == "refer", names_no_balance(sheet)
    form = ProposalForm(request.POST if request.method == "POST" else None, agrees=refers, shares=shares)
    if form.is_valid():
        agreed, spread = form.agreed(), form.shares()
        return _do(request, claim, lambda: prepare(claim, by=actor_of(request), agreed=agreed, shares=spread))
    return _form(request, claim, form, "desk/fraud_proposal.html", {"sheet": sheet})


@only_by_post("desk:fraud-claim", "number")
@for_leaders
def approval(request: HttpRequest, number: str) -> HttpResponse:
    """Approve what another person prepared."""
    claim = mine(request, CLAIMS.all(), number=number)
    waiting = open_proposal(claim)
    if waiting is None:
        return _too_late(request, claim)
    return _do(request, claim, lambda: approve(waiting, by=actor_of(request)))


@get_or_post
@for_leaders
def returning(request: HttpRequest, number: str) -> HttpResponse:
    """Return a proposal to the examiners, with the reason."""
    claim = mine(request, CLAIMS.all(), number=number)
    waiting, form = open_proposal(claim), ReasonForm(request.POST or None)
    if waiting is None:
        return _too_late(request, claim)
    if form.is_valid():
        return _do(request, claim, lambda: send_back(waiting, form.cleaned_data["because"], by=actor_of(request)))
    return _form(request, claim, form, "desk/fraud_act.html", {"title": Both("案を差し戻す", "Return the proposal")})


@get_or_post
@at_the_desk
def reconsideration(request: HttpRequest, number: str) -> HttpResponse:
    """Take a decided claim up again."""
    claim = mine(request, CLAIMS.all(), number=number)
    form = ReasonForm(request.POST or None)
    if form.is_valid():
        return _do(request, claim, lambda: reconsider(claim, form.cleaned_data["because"], by=actor_of(request)))
    title = Both("再審査を始める", "Reconsider")
    return _form(request, claim, form, "desk/fraud_act.html", {"title": title})


@get_or_post
@at_the_desk
def withdrawal(request: HttpRequest, number: str) -> HttpResponse:
    """Take a claim back on the claimant's word: nothing is paid on it then."""
    claim, form = mine(request, CLAIMS.all(), number=number), WithdrawalForm(request.POST or None)
    if form.is_valid():
        given = form.cleaned_data
        checked = "・".join(CHECKED[one].ja for one in given["checked"])
        because = f"{given['because']}（本人確認：{checked}）"
        return _do(request, claim, lambda: withdraw(claim, because, by=actor_of(request)))
    title = Both("申請を取り下げる", "Withdraw the claim")
    follows = Both(
        "取り下げると審査をやめ、補償は行いません。元に戻せません。申請者にお知らせします。",
        "The examination ends and nothing is paid. It cannot be undone; the claimant is told.",
    )
    return _form(request, claim, form, "desk/fraud_act.html", {"title": title, "follows": follows})


def _do(request: HttpRequest, claim: Claim, act: Callable[[], Any]) -> HttpResponse:
    """Do it, say what came of it, and go back to the claim; what the services refuse changes nothing."""
    try:
        act()
    except (DecisionError, ExaminationError, WithdrawalError) as refused:
        messages.error(request, choose(refused.ja, refused.en))
    except MoveRefusedError:
        messages.error(request, choose("いまの状態ではできません。", "Not in its present state."))
    else:
        messages.success(request, choose("記録しました。", "Done."))
    return redirect("desk:fraud-claim", claim.number)


def _form(request: HttpRequest, claim: Claim, form: forms.Form, template: str, more: dict[str, Any]) -> HttpResponse:
    context = {"claim": claim, "form": form, "turn": turn_of_claim(claim), "at": "fraud", **more}
    return render(request, template, context, status=422 if form.is_bound else 200)


def _item(claim: Claim, key: str) -> Item:
    sheet = sheet_of(claim)
    found = next((one for one in [*sheet.grounds, *sheet.duties, *sheet.form] if one.key == key), None)
    if found is None:
        raise Http404
    return found


def _too_late(request: HttpRequest, claim: Claim) -> HttpResponse:
    """Somebody was quicker, or the same button was pressed twice."""
    messages.info(request, choose("承認待ちの案はありません。すでに処理されています。", "Nothing waits for approval."))
    return redirect("desk:fraud-claim", claim.number)
