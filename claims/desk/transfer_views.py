"""Bank transfers at the desk: what is to be checked, what is listed for payment, and each act, confirmed first."""

from __future__ import annotations

from typing import Final

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_http_methods, require_safe

from claims.desk import transfer_acts
from claims.desk.access import LEADERS, actor_of, at_the_desk, for_leaders, is_leader, mine, my_programmes, user_of
from claims.desk.transfer_forms import FORMS, TransferActForm
from claims.desk.transfer_page import queue_of, transfer_page
from compensation.transfers.models import TransferRequest
from compensation.transfers.moves import TransferError
from compensation.transfers.queries import count_and_yen, of_state
from compensation.transfers.states import TransferState
from foundation.japan.bilingual import choose
from foundation.staff.addresses import only_by_post
from foundation.trail import audit

A_PAGE: Final = 200
REQUESTS: Final = TransferRequest.objects.select_related(
    "programme", "bulletin__programme", "payout__payee", "arrangement"
)


@require_safe
@at_the_desk
def transfers(request: HttpRequest) -> HttpResponse:
    """The queue: what needs a person, whose turn it is; and what is listed for payment, with its sum."""
    programmes, me = list(my_programmes(request)), user_of(request).username
    listed = of_state(programmes, TransferState.LISTED)
    count, yen = count_and_yen(listed)
    context = {
        "queue": queue_of(programmes, me, leader=is_leader(request)),
        "listed": listed[:A_PAGE],
        "listed_count": count,
        "listed_yen": yen,
        "at": "transfers",
    }
    return render(request, "desk/transfers.html", context)


@require_safe
@at_the_desk
def transfer(request: HttpRequest, pk: int) -> HttpResponse:
    """One request, masked: what to compare, and what may be done."""
    return _page(request, mine(request, REQUESTS.all(), pk=pk))


@only_by_post("desk:transfer", "pk")
@at_the_desk
def show(request: HttpRequest, pk: int) -> HttpResponse:
    """One request with the names, the address and the stay in full; the account stays masked."""
    return _revealed(request, pk, ["identity", "lodging", "holder"], "names")


@only_by_post("desk:transfer", "pk")
@for_leaders
def show_account(request: HttpRequest, pk: int) -> HttpResponse:
    """One request with the whole account."""
    return _revealed(request, pk, ["account"], "account")


@require_http_methods(["GET", "HEAD", "POST"])
@at_the_desk
def act(request: HttpRequest, pk: int, name: str) -> HttpResponse:
    """Ask whether it is meant, then do it."""
    found = mine(request, REQUESTS.all(), pk=pk)
    chosen = transfer_acts.ACTS.get(name)
    if chosen is None:
        raise Http404
    if chosen.leaders and user_of(request).role not in LEADERS:
        return for_leaders(lambda _: HttpResponse())(request)  # type: ignore[return-value]
    form = FORMS[name](found, request.POST if request.method == "POST" else None)
    if form.is_valid() and _carry_out(request, found, chosen, form):
        return redirect("desk:transfer", found.pk)
    context = {"page": transfer_page(found), "act": chosen, "form": form}
    return render(request, "desk/transfer_act.html", context, status=422 if form.is_bound else 200)


def _carry_out(request: HttpRequest, found: TransferRequest, chosen: transfer_acts.Act, form: TransferActForm) -> bool:
    """Do it, and say so; False where it is refused: then the form says why, and keeps what was typed."""
    try:
        chosen.run(found, form.cleaned_data, actor_of(request))
    except TransferError as refused:
        form.add_error(None, choose(refused.ja, refused.en))
        return False
    messages.success(request, choose(*chosen.done))
    return True


def _revealed(request: HttpRequest, pk: int, fields: list[str], revealed: str) -> HttpResponse:
    found = mine(request, REQUESTS.all(), pk=pk)
    scope = found.programme.slug
    audit.viewed(by=actor_of(request), kind="transfer", refs=[str(found.reference)], fields=fields, scope=scope)
    return _page(request, found, revealed=revealed)


def _page(request: HttpRequest, found: TransferRequest, *, revealed: str = "") -> HttpResponse:
    leader, me = is_leader(request), user_of(request).username
    context = {
        "page": transfer_page(found, revealed=revealed),
        "acts": transfer_acts.open_to(found, me, leader=leader),
        "is_leader": leader,
        "at": "transfers",
    }
    return render(request, "desk/transfer.html", context)
