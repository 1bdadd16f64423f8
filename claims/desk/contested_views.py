"""One coupon that several claims name: a supervisor sees them side by side, and says which goes on."""

from __future__ import annotations

from typing import Any, NamedTuple

from django import forms
from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_http_methods

from claims import answers as claim_answers
from claims.contested import SeveralCouponsError, electable, is_contested, let_go_on
from claims.contested import contenders as contenders_of
from claims.desk.access import actor_of, for_leaders, mine
from claims.desk.decision_words import clause_of
from claims.desk.forms import ReasonForm
from claims.models import Claim
from claims.state_words import CLAIM
from claims.states import CALL
from compensation.models import Referral
from compensation.programmes import in_force
from compensation.referrals import reason_words
from compensation.travellers import contradict
from foundation.japan.bilingual import Both, choose, said
from foundation.trail import clock
from foundation.vault import masking

ROWS = Referral.objects.select_related("programme", "coupon")
_CAME_BY = {True: Both("お電話", "a call"), False: Both("特設サイト", "the special site")}
_NAMED = {
    False: Both("食い違いなし", "no contradiction"),
    True: Both("台帳の利用者名と違う", "not the name in the records"),
}


class Contender(NamedTuple):
    """A claim beside the others: how it came, under whose masked name, and whether the records have that name."""

    claim: Claim
    came_by: Both
    name: str
    named: Both
    state: Both
    may_go_on: bool


class ContestForm(ReasonForm):
    """Which claim goes on, and why."""

    chosen = forms.ChoiceField(
        label=said("どの申請を進めますか", "Which claim goes on?"),
        widget=forms.RadioSelect,
        error_messages={"required": said("進める申請を選んでください。", "Choose the claim that goes on.")},
    )
    field_order = ("chosen", "because")

    def __init__(self, *args: Any, electable: list[Claim], **options: Any) -> None:
        super().__init__(*args, **options)
        self.by_number = {str(claim.number): claim for claim in electable}
        asked = self.fields["chosen"]
        if isinstance(asked, forms.ChoiceField):
            asked.choices = [(number, number) for number in self.by_number]
            asked.required = bool(electable)

    def claim(self) -> Claim | None:
        """The claim that goes on."""
        return self.by_number.get(self.cleaned_data["chosen"])


@require_http_methods(["GET", "HEAD", "POST"])
@for_leaders
def contest(request: HttpRequest, pk: int) -> HttpResponse:
    """The claims on one coupon; the one that is chosen goes on, the others end with the reason."""
    row = mine(request, ROWS.all(), pk=pk)
    if not is_contested(row):
        raise Http404
    form = ContestForm(request.POST or None, electable=electable(row))
    if form.is_valid() and _close(request, row, form):
        return redirect("desk:referrals")
    rules = in_force(row.programme.slug, clock.now()).rules
    context = {
        "row": row,
        "why": reason_words(row.reason),
        "place": clause_of(rules, row.clause) if row.clause else None,
        "contenders": _contenders(row),
        "form": form,
        "at": "referrals",
    }
    return render(request, "desk/contested.html", context, status=422 if form.is_bound else 200)


def _close(request: HttpRequest, row: Referral, form: ContestForm) -> bool:
    try:
        done = let_go_on(row, form.claim(), form.cleaned_data["because"], by=actor_of(request))
    except SeveralCouponsError as refused:
        number = refused.claim.number
        text = choose(
            f"申請 {number} はほかのクーポンも含むため、ここでは終えられません。申請者へ連絡してください。",
            f"Claim {number} names other coupons too and cannot end here: get in touch with its claimant.",
        )
        form.add_error("chosen", text)
        return False
    closed = choose("進める申請を決め、対応済みにしました。", "It is decided which claim goes on.")
    messages.success(request, closed if done else choose("すでに対応済みでした。", "Somebody had closed it already."))
    return True


def _contenders(row: Referral) -> list[Contender]:
    may_go_on = {claim.pk for claim in electable(row)}
    return [_shown(claim, row, may_go_on=claim.pk in may_go_on) for claim in contenders_of(row)]


def _shown(claim: Claim, row: Referral, *, may_go_on: bool) -> Contender:
    name = str(claim_answers.of(claim).given.get("name", ""))
    holder = row.coupon.traveller_name if row.coupon else ""
    named, state = _NAMED[contradict(name, holder)], CLAIM[claim.state]
    return Contender(claim, _CAME_BY[claim.channel == CALL], masking.name(name), named, state, may_go_on)
