"""Logging a call: one page beside the conversation; whatever was typed is kept until it is right."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_http_methods

from claims.call_answers import answers_for
from claims.calls import AnsweredError, CallAbout, log_call
from claims.desk.access import actor_of, at_the_desk, mine, my_programmes
from claims.desk.call_forms import CallForm
from claims.models import Call, Claim, FraudContact
from claims.moves import MoveRefusedError
from claims.states import ClaimState
from claims.withdrawal import WithdrawalError
from compensation.models import Coupon
from foundation.japan.bilingual import choose

_OF_A_CALL = ("channel", "direction", "speaker", "checked", "category", "content", "answer", "outcome", "next_action")


@require_http_methods(["GET", "HEAD", "POST"])
@at_the_desk
def new_call(request: HttpRequest) -> HttpResponse:
    """A call about the case that the address names, or about none yet."""
    about = _about(request)
    programmes = None if about else my_programmes(request)
    form = CallForm(request.POST or None, programmes=programmes, initial=_initial(about))
    if form.is_valid():
        case = about or CallAbout(form.cleaned_data["programme"])
        logged = _log(request, case._replace(press=form.cleaned_data["press"]), form)
        if logged is not None:
            return _back(logged)
    known = list(my_programmes(request)) if about is None else [about.programme]
    context: dict[str, Any] = {
        "form": form,
        "about": about,
        "earlier": about and (about.follows or about.corrects),
        "answers": answers_for(known),
        "at": "calls",
    }
    return render(request, "desk/call.html", context, status=422 if form.is_bound else 200)


def _log(request: HttpRequest, about: CallAbout, form: CallForm) -> Call | None:
    said = form.call()
    if about.corrects is not None:
        said = said._replace(at=about.corrects.at)
    try:
        call = log_call(about, said, by=actor_of(request))
    except AnsweredError:
        form.add_error(None, choose("この記録には、すでに続きがあります。", "That call has a successor already."))
    except WithdrawalError as refused:
        form.add_error("outcome", choose(refused.ja, refused.en))
    except MoveRefusedError:
        form.add_error("outcome", choose("この申請では選べない結果です。", "This claim cannot take that outcome."))
    else:
        messages.success(request, choose("応対を記録しました。", "The call was written down."))
        return call
    return None


def _about(request: HttpRequest) -> CallAbout | None:
    """The case in the address; None where there is none. Raises Http404 for a case that is not mine."""
    earlier = {name: _call(request, name) for name in ("follows", "corrects")}
    before = earlier["follows"] or earlier["corrects"]
    claim, coupon = _claim(request), _coupon(request)
    if before is not None:
        claim, coupon = before.claim, before.coupon
    if claim is not None and coupon is None:
        named = [row.coupon for row in claim.coupons.select_related("coupon") if row.coupon]
        coupon = named[0] if len(named) == 1 else None
    case = claim or coupon or before
    return CallAbout(case.programme, claim, coupon, earlier["follows"], earlier["corrects"]) if case else None


def _call(request: HttpRequest, name: str) -> Call | None:
    rows = Call.objects.select_related("programme", "claim__programme", "coupon__programme")
    pk = _number(request, name)
    return mine(request, rows, pk=pk) if pk else None


def _claim(request: HttpRequest) -> Claim | None:
    number = request.GET.get("claim", "")
    return mine(request, Claim.objects.select_related("programme"), number=number) if number else None


def _coupon(request: HttpRequest) -> Coupon | None:
    pk = _number(request, "coupon")
    return mine(request, Coupon.objects.select_related("programme"), pk=pk) if pk else None


def _number(request: HttpRequest, name: str) -> int | None:
    given = request.GET.get(name, "")
    if not given:
        return None
    if not (given.isascii() and given.isdigit() and len(given) < 18):
        raise Http404
    return int(given)


def _initial(about: CallAbout | None) -> dict[str, Any]:
    """What a correction begins with; of the earlier call an answer to it keeps the subject."""
    if about is None or (about.corrects is None and about.follows is None):
        return {}
    if about.corrects is not None:
        return {name: getattr(about.corrects, name) for name in _OF_A_CALL}
    return {"category": about.follows.category} if about.follows else {}


def _back(call: Call) -> HttpResponse:
    if call.claim is not None and call.claim.state == ClaimState.DRAFT:
        return redirect("desk:fraud-draft", FraudContact.objects.get(claim=call.claim).number)
    if call.claim is not None:
        return redirect("desk:claim", call.claim.number)
    return redirect("desk:coupon", call.coupon.pk) if call.coupon else redirect("desk:home")
