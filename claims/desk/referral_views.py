"""The list of what waits for a person, and closing one with a reason."""

from __future__ import annotations

from functools import partial
from typing import Final, NamedTuple

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_http_methods, require_safe

from claims.contested import is_contested
from claims.desk.access import actor_of, at_the_desk, is_leader, mine, my_programmes
from claims.desk.decision_words import Ruled, clause_of, told
from claims.desk.forms import ReasonForm, unsaved
from claims.desk.history_words import actor_words, cause_words
from claims.desk.paging import number_after
from claims.desk.paid_by_calls import paid_by_calls_shown
from claims.desk.referral_acts import carry_out, ways_of
from claims.desk.referral_forms import ReferralForm
from claims.desk.referral_turns import ReferralTurn, turn_of_referral
from claims.models import Claim
from claims.reconsideration import may_settle
from claims.states import ClaimState
from claims.taking_back import TakenError
from compensation.models import Referral
from compensation.policy.bulletin import Clause, Words
from compensation.programmes import fraud_policy, in_force, policy_of, rules_of
from compensation.referrals import (
    CLAIM_MESSAGE_HELD,
    MESSAGE_HELD,
    claim_of,
    open_referrals,
    reason_words,
    referrals_of_claim,
)
from foundation.japan.bilingual import choose
from foundation.trail.clock import now

A_PAGE: Final = 20
ROWS: Final = Referral.objects.select_related(
    "programme", "coupon__programme__incident", "decision__bulletin__programme"
)


class Waiting(NamedTuple):
    """One referral: why, by which clause (None where its document has none), its claim, if any; whose turn it is."""

    row: Referral
    why: Words
    place: Clause | None
    claim: Claim | None
    turn: ReferralTurn


@require_safe
@at_the_desk
def referrals(request: HttpRequest) -> HttpResponse:
    """What waits in my programmes, the oldest first, of one programme or reason where asked."""
    programmes = list(my_programmes(request))
    chosen, reason = request.GET.get("programme", ""), request.GET.get("reason", "")
    wanted = [programme.pk for programme in programmes if chosen in ("", programme.slug)]
    rows = open_referrals(wanted).select_related("decision__bulletin__programme")
    if reason:
        rows = rows.filter(reason=reason)
    found = list(rows.filter(pk__gt=number_after(request))[: A_PAGE + 1])
    context = {
        "programmes": programmes,
        "chosen": chosen,
        "reason": reason,
        "reasons": [(known, reason_words(known)) for known in _reasons(wanted)],
        "rows": [_waiting(row) for row in found[:A_PAGE]],
        "after": found[A_PAGE - 1].pk if len(found) > A_PAGE else None,
        "a_page": A_PAGE,
        "at": "referrals",
    }
    return render(request, "desk/referrals.html", context)


@require_http_methods(["GET", "HEAD", "POST"])
@at_the_desk
def referral(request: HttpRequest, pk: int) -> HttpResponse:
    """One referral with the decision that raised it; closed with a reason."""
    row = mine(request, ROWS.all(), pk=pk)
    if is_contested(row) and (is_leader(request) or request.method == "POST"):
        return redirect("desk:contest", pk)
    claim = _claim(row)
    form = _form(request, claim, row)
    if form.is_valid() and (refused := _refused(request, row, claim, form.cleaned_data.get("then", ""))):
        form.add_error(*refused)
    if form.is_valid() and _close(request, row, claim, form):
        return redirect("desk:referrals")
    decided = told(row.decision) if row.decision else None
    context = {
        "waiting": _waiting(row),
        "concluded": cause_words(row.closed_because),
        "closed_by": actor_words(row.closed_by),
        "decided": decided,
        "claim": claim,
        "paid_by_calls": paid_by_calls_shown(row, claim) if claim and is_leader(request) else [],
        "form": form,
        "for_leaders": is_contested(row),
        "is_held": row.reason in (MESSAGE_HELD, CLAIM_MESSAGE_HELD),
        "hours_unset": row.reason == "b.hours_unset",
        "at": "referrals",
    }
    return render(request, "desk/referral.html", context, status=422 if form.is_bound else 200)


def _form(request: HttpRequest, claim: Claim | None, row: Referral) -> ReasonForm:
    """About a claim that waits for this decision, what becomes of it is asked too."""
    # A claim for misuse is decided by its own examination, with a second person.
    about_claim = claim is not None and claim.state == ClaimState.REFERRED and claim.programme.kind == "coupon"
    if claim is None or not about_claim:
        return ReasonForm(request.POST) if request.method == "POST" else unsaved(request, ReasonForm)
    kind = partial(ReferralForm, ways=ways_of(row, claim, leader=is_leader(request)))
    return kind(request.POST) if request.method == "POST" else unsaved(request, kind)


def _refused(request: HttpRequest, row: Referral, claim: Claim | None, then: str) -> tuple[str | None, str] | None:
    """Why it is not closed like that, and at which field; None where it may be."""
    if not may_settle(row, actor_of(request).ref):
        return None, choose(
            "再審査は、前の判定に関わっていない人が行います。ほかの担当者に依頼してください。",
            "Somebody who had no part in the first decision settles this: ask a colleague.",
        )
    if then == "stays" and _is_the_last(row, claim):
        return "then", choose(
            "この申請について、ほかに確認待ちがありません。判定し直すか、申請を終えてください。",
            "Nothing else of this claim waits for anybody: have it decided again, or end it.",
        )
    return None


def _is_the_last(row: Referral, claim: Claim | None) -> bool:
    """Whether closing it would leave the claim waiting for nobody."""
    if claim is None or row.closed_at is not None:
        return False
    return not referrals_of_claim(claim.pk).filter(closed_at__isnull=True).exclude(pk=row.pk).exists()


def _close(request: HttpRequest, row: Referral, claim: Claim | None, form: ReasonForm) -> bool:
    """Carry out what the person decided, and say so; False where it is refused, with the reason in the form."""
    because, then = form.cleaned_data["because"], form.cleaned_data.get("then", "stays")
    try:
        done = carry_out(row, claim, then, because, by=actor_of(request))
    except TakenError as refused:
        form.add_error("then", choose(refused.ja, refused.en))
        return False
    closed = choose("対応済みにしました。", "Closed.")
    messages.success(request, closed if done else choose("すでに対応済みでした。", "Somebody had closed it already."))
    return True


def _waiting(row: Referral) -> Waiting:
    place = clause_of(_rules(row), row.clause) if row.clause else None
    claim = _claim(row)
    return Waiting(row, reason_words(row.reason), place, claim, turn_of_referral(row, claim))


def _rules(row: Referral) -> Ruled:
    if row.programme.kind == "fraud":
        return policy_of(row.decision.bulletin) if row.decision else fraud_policy(row.programme.slug).rules
    return rules_of(row.decision.bulletin) if row.decision else in_force(row.programme.slug, now()).rules


def _reasons(programme_ids: list[int]) -> list[str]:
    found = open_referrals(programme_ids).order_by().select_related(None)
    return sorted(set(found.values_list("reason", flat=True).distinct()))


def _claim(row: Referral) -> Claim | None:
    claim_id = claim_of(row)
    return Claim.objects.select_related("programme").filter(pk=claim_id).first() if claim_id else None
