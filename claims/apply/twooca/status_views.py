"""Where a claim for misuse stands, what is still asked, and the answers to it."""

from __future__ import annotations

from typing import Final

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render

from claims import answers as claim_answers
from claims.apply.keeping import hold
from claims.apply.transfer_offers import transfer_context
from claims.contacts import contacts
from claims.drafts import code_of_call
from claims.fraud_answer_forms import AnswerForm
from claims.fraud_notices import reasons_of
from claims.fraud_questions import answer, questions_of
from claims.fraud_withdrawal import may_withdraw, withdraw
from claims.fraud_wording import fraud_wording
from claims.models import Claim, FraudClaim, FraudContact
from claims.states import ClaimState
from claims.withdrawal import WithdrawalError
from compensation.models import Decision
from compensation.programmes import policy_of
from compensation.states import SubjectKind
from foundation.japan.bilingual import choose
from foundation.trail.actor import Actor
from foundation.vault import masking

_OWN_WORD: Final = "申請者が申請状況の画面で取り下げた。"


def shown(request: HttpRequest, claim: Claim) -> HttpResponse:
    """The status page of one claim, and what its owner sends from it."""
    if claim.state == ClaimState.DRAFT:
        return _draft(request, claim)
    if request.method == "POST" and {"withdraw", "withdraw_confirmed"} & set(request.POST):
        return _withdrawal(request, claim)
    asks = claim.state in {ClaimState.WAITING, ClaimState.RECEIVED, ClaimState.EXAMINING}
    form = AnswerForm(claim, request.POST if request.method == "POST" else None)
    if request.method == "POST" and asks and form.is_valid():
        answer(claim, form.items_given(), form.replies(), by=Actor.person(f"claim:{claim.pk}"))
        return redirect("apply:status-shown")
    decision = _decision(claim)
    reach = contacts(claim_answers.of(claim).given)
    context = {
        "claim": claim,
        "rules": policy_of(claim.bulletin),
        "form": form,
        "asks": asks and bool(form.fields),
        "answered": [asked for asked in questions_of(claim) if asked.row.answered_at],
        "decision": decision,
        "reasons": reasons_of(decision) if decision and claim.state in {ClaimState.DECIDED, ClaimState.CLOSED} else [],
        "words": fraud_wording(claim, decision),
        **transfer_context(claim),
        "may_withdraw": may_withdraw(claim),
        "first_contact_at": FraudClaim.objects.get(claim=claim).first_contact_at,
        "masked": masking.email(reach.address) if reach.channel == "email" else masking.phone(reach.address),
    }
    return render(request, "twooca/status.html", context)


def _draft(request: HttpRequest, claim: Claim) -> HttpResponse:
    """What a call began: the way on to the form, and the days until which it counts."""
    contact, rules = FraudContact.objects.get(claim=claim), policy_of(claim.bulletin)
    if request.method == "POST":
        response = redirect("apply:fraud-answer", claim.draft_key)
        hold(response, claim, code_of_call(claim))
        return response
    return render(request, "twooca/draft.html", {"contact": contact, "rules": rules})


def _withdrawal(request: HttpRequest, claim: Claim) -> HttpResponse:
    """Taking the claim back, asked once more before it is done."""
    refused = ""
    if "withdraw_confirmed" in request.POST:
        try:
            withdraw(claim, _OWN_WORD, by=Actor.person(f"claim:{claim.pk}"))
        except WithdrawalError as error:
            refused = choose(error.ja, error.en)
        else:
            return redirect("apply:status-shown")
    context = {"claim": claim, "rules": policy_of(claim.bulletin), "refused": refused}
    return render(request, "twooca/withdraw.html", context, status=409 if refused else 200)


def _decision(claim: Claim) -> Decision | None:
    standing = Decision.objects.filter(subject_kind=SubjectKind.CLAIM, subject_id=claim.pk, superseded_at__isnull=True)
    return standing.select_related("bulletin__programme").first()
