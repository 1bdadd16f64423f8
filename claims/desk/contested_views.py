"""One coupon that several claims name: a supervisor sees them side by side, and says which goes on."""

from __future__ import annotations

from typing import Any, Final, NamedTuple

from django import forms
from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_http_methods

from claims import answers as claim_answers
from claims.contested import contenders as contenders_of
from claims.contested import electable, is_contested, joinable, let_go_on
from claims.coupons_named import coupons_of
from claims.desk.access import actor_of, for_leaders, mine
from claims.desk.decision_words import clause_of
from claims.desk.forms import ReasonForm
from claims.models import Claim
from claims.state_words import CLAIM
from claims.states import CALL
from claims.taking_back import TakenError
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


_JOINED: Final = "joined-"


class Contender(NamedTuple):
    """A claim beside the others: how it came, under whose masked name, and whether the records have that name.

    `others` is how many further coupons it goes on with where it is not chosen.
    """

    claim: Claim
    came_by: Both
    name: str
    named: Both
    state: Both
    may_go_on: bool
    others: int


class ContestForm(ReasonForm):
    """Which claim goes on, and why."""

    chosen = forms.ChoiceField(
        label=said("どの申請を進めますか", "Which claim goes on?"),
        widget=forms.RadioSelect,
        error_messages={"required": said("進める申請を選んでください。", "Choose the claim that goes on.")},
    )
    field_order = ("chosen", "because")

    def __init__(self, *args: Any, electable: list[Claim], joinable: list[Claim], **options: Any) -> None:
        super().__init__(*args, **options)
        self._alone = {str(claim.number): claim for claim in electable}
        self._joined = {f"{_JOINED}{claim.number}": claim for claim in joinable}
        asked = self.fields["chosen"]
        if isinstance(asked, forms.ChoiceField):
            joined = [(value, _joined_words(str(claim.number))) for value, claim in self._joined.items()]
            asked.choices = [*((number, number) for number in self._alone), *joined]
            asked.required = bool(electable)

    def claim(self) -> Claim | None:
        """The claim that goes on."""
        return {**self._alone, **self._joined}.get(self.cleaned_data["chosen"])

    @property
    def is_joined(self) -> bool:
        """Whether it goes on together with the call that was paid before."""
        return self.cleaned_data["chosen"] in self._joined


def _joined_words(number: str) -> str:
    return choose(
        f"{number}：先に支払われたお電話と同じ方の申請。一つにまとめ、差額だけを支払う",
        f"{number}: of the same person as the call that was paid. Join them: only the difference is paid",
    )


@require_http_methods(["GET", "HEAD", "POST"])
@for_leaders
def contest(request: HttpRequest, pk: int) -> HttpResponse:
    """The claims on one coupon; the one that is chosen goes on, the coupon of the others ends with the reason."""
    row = mine(request, ROWS.all(), pk=pk)
    if not is_contested(row):
        raise Http404
    form = ContestForm(request.POST or None, electable=electable(row), joinable=joinable(row))
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
        because, joined = form.cleaned_data["because"], form.is_joined
        done = let_go_on(row, form.claim(), because, joined=joined, by=actor_of(request))
    except TakenError as refused:
        form.add_error("chosen", choose(refused.ja, refused.en))
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
    others = len(set(coupons_of(claim)) - {row.coupon_id})
    return Contender(claim, _CAME_BY[claim.channel == CALL], masking.name(name), named, state, may_go_on, others)
