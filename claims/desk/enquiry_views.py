"""Case B at the desk: a caller's four items, the payments of the evening, the shop's word, the balance put back."""

from __future__ import annotations

from typing import Any

from django import forms
from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.http import require_http_methods

from claims.desk.access import actor_of, at_the_desk, for_leaders, mine, my_programmes
from claims.desk.enquiry_forms import AnswerForm, EnquiryForm, ItemsForm, PaymentForm
from claims.desk.enquiry_panel import enquiry_of
from claims.desk.forms import ReasonForm
from claims.enquiry_changes import supply_items, take_back, take_down
from claims.enquiry_ending import put_back
from claims.enquiry_intake import receive_enquiry
from claims.examination import examine
from claims.models import Claim
from claims.shop_answers import record_answer
from claims.states import CALL, ClaimState
from compensation.enquiries import NotTakenError, deductions_near
from compensation.models import Coupon, LedgerEntry, TriedPayment
from compensation.policy.periods import start_of
from compensation.programmes import in_force
from compensation.remedies import NothingToRestoreError
from compensation.restorations import RestoredOtherwiseError
from foundation.japan.bilingual import Both, choose
from foundation.trail import clock

NOTHING_BOOKED = Both(
    "台帳には、障害の日以降に選べる引き落としがありません。うかがった内容だけを記録します。",
    "The ledger holds no deduction of that evening or later to choose from. Take down what the caller says.",
)
CLAIMS = Claim.objects.select_related("programme", "bulletin").filter(channel=CALL)


@require_http_methods(["GET", "HEAD", "POST"])
@at_the_desk
def new_enquiry(request: HttpRequest) -> HttpResponse:
    """The call: four items, what happened, who called. `?coupon=` fills in what the records know of the coupon."""
    coupon = _coupon(request)
    programme = coupon.programme if coupon else None
    initial = _known(coupon) if coupon else {}
    form = EnquiryForm(request.POST or None, programmes=my_programmes(request), programme=programme, initial=initial)
    if form.is_valid():
        about = programme or form.cleaned_data["programme"]
        claim = receive_enquiry(about, form.cleaned_data["key"], form.taken(), by=actor_of(request))
        return _examined(request, claim, choose("受け付けました。", "Taken down."))
    title = Both("障害時の引き落としを受け付ける", "Take down a payment of the evening")
    return _page(request, form, title, back=reverse("desk:search"))


@require_http_methods(["GET", "HEAD", "POST"])
@at_the_desk
def items(request: HttpRequest, number: str) -> HttpResponse:
    """Add or mend what the caller gave; what is left empty stays as it was, and nothing of it is shown."""
    claim = _open_claim(request, number)
    form = ItemsForm(request.POST or None, programme=claim.programme)
    if form.is_valid():
        supply_items(claim, form.given(), by=actor_of(request))
        return _examined(request, claim, choose("項目を記録しました。", "Written down."))
    follows = Both("空欄の項目は、いまのまま変わりません。", "What you leave empty stays as it is.")
    return _page(
        request, form, Both("うかがった項目を補う", "Add what was missing"), back=_address(claim), follows=follows
    )


@require_http_methods(["GET", "HEAD", "POST"])
@at_the_desk
def payment(request: HttpRequest, number: str) -> HttpResponse:
    """Take down one payment of the evening."""
    claim = _open_claim(request, number)
    enquiry = enquiry_of(claim)
    if enquiry is None:
        raise Http404
    form = PaymentForm(request.POST or None, booked=_booked(enquiry.coupon))
    if form.is_valid():
        try:
            take_down(claim, enquiry, form.tried(), form.chosen(), by=actor_of(request))
        except NotTakenError as refused:
            form.refuse(Both(refused.ja, refused.en))
        else:
            return _examined(request, claim, choose("お支払いを記録しました。", "The payment was taken down."))
    follows = None if form.booked else NOTHING_BOOKED
    title = Both("お支払いを記録する", "Take down a payment")
    return _page(request, form, title, back=_address(claim), follows=follows)


@require_http_methods(["GET", "HEAD", "POST"])
@at_the_desk
def answer(request: HttpRequest, number: str, pk: int) -> HttpResponse:
    """Write down what the shop said to one payment."""
    claim = _open_claim(request, number)
    told = _payment(claim, pk)
    form = AnswerForm(request.POST or None)
    if form.is_valid():
        record_answer(claim, told, form.answered(), by=actor_of(request))
        return _examined(request, claim, choose("店舗の回答を記録しました。", "The shop’s answer was written down."))
    return _page(request, form, Both("店舗の回答を記録する", "Write down the shop’s answer"), back=_address(claim))


@require_http_methods(["GET", "HEAD", "POST"])
@at_the_desk
def void(request: HttpRequest, number: str, pk: int) -> HttpResponse:
    """Take back a payment that was taken down wrongly."""
    claim = _open_claim(request, number)
    told = _payment(claim, pk)
    form = ReasonForm(request.POST or None)
    if form.is_valid():
        try:
            take_back(claim, told, form.cleaned_data["because"], by=actor_of(request))
        except NotTakenError as refused:
            form.add_error(None, choose(refused.ja, refused.en))
        else:
            return _examined(request, claim, choose("記録を取り消しました。", "It counts no more."))
    return _page(request, form, Both("お支払いの記録を取り消す", "Take a payment back"), back=_address(claim))


@require_http_methods(["GET", "HEAD", "POST"])
@for_leaders
def restore(request: HttpRequest, number: str) -> HttpResponse:
    """Put the balance back, once it is confirmed that this is meant."""
    claim = mine(request, CLAIMS, number=number)
    form = forms.Form(request.POST) if request.method == "POST" else forms.Form()
    if form.is_valid():
        try:
            done = put_back(claim, by=actor_of(request))
        except NothingToRestoreError:
            text = choose("戻せる期間が過ぎたか、判定が変わっています。", "It is too late, or was decided anew.")
            messages.error(request, text)
        except RestoredOtherwiseError:
            text = choose(
                "運営会社の台帳に、別の額の戻入があります。何も戻さず、要対応に加えました。",
                "The operator has put back another sum. Nothing was booked; it is among the referrals now.",
            )
            messages.error(request, text)
        else:
            restored = choose("残高を戻し、有効期限を延ばしました。", "The balance is back, valid for longer.")
            already = choose("すでに戻されていたため、何もしませんでした。", "Nothing to do: it was restored before.")
            messages.success(request, restored if done else already)
        return redirect(_address(claim))
    title = Both("残高を戻す", "Put the balance back")
    follows = Both(
        "判定された額がクーポンの台帳に記帳され、有効期限が延びます。取り消せません。",
        "The sum that was decided is booked on the coupon, which is valid for longer. This cannot be undone.",
    )
    return _page(request, form, title, back=_address(claim), follows=follows, press=title)


def _page(
    request: HttpRequest,
    form: forms.Form,
    title: Both,
    *,
    back: str,
    follows: Both | None = None,
    press: Both | None = None,
) -> HttpResponse:
    context: dict[str, Any] = {"form": form, "title": title, "back": back, "follows": follows, "press": press}
    return render(request, "desk/act.html", context, status=422 if form.is_bound else 200)


def _examined(request: HttpRequest, claim: Claim, done: str) -> HttpResponse:
    """Back on the claim's page, which shows at once what follows from what was typed."""
    examine([claim.pk], clock.now(), by=actor_of(request))
    messages.success(request, done)
    return redirect(_address(claim))


def _address(claim: Claim) -> str:
    return reverse("desk:claim", args=[claim.number])


def _open_claim(request: HttpRequest, number: str) -> Claim:
    return mine(request, CLAIMS.exclude(state=ClaimState.CLOSED), number=number)


def _payment(claim: Claim, pk: int) -> TriedPayment:
    told = TriedPayment.objects.select_related("enquiry__coupon__programme")
    found = told.filter(pk=pk, enquiry__reference=claim.number, voided_at__isnull=True).first()
    if found is None:
        raise Http404
    return found


def _booked(coupon: Coupon) -> list[LedgerEntry]:
    """What was docked from the day of the outage until the validity first ran out: also what came days later."""
    rules = in_force(coupon.programme.slug, clock.now()).rules
    until = rules.extensions[0].ends if rules.extensions else rules.payment.balance_at
    return deductions_near(coupon, start_of(rules.incident.day), until)


def _coupon(request: HttpRequest) -> Coupon | None:
    given = request.GET.get("coupon", "")
    if not given:
        return None
    if not (given.isascii() and given.isdigit() and len(given) < 18):
        raise Http404
    return mine(request, Coupon.objects.select_related("programme"), pk=int(given))


def _known(coupon: Coupon) -> dict[str, str]:
    return {"coupon_number": coupon.inquiry_number}
