"""The payout site: a link, a question, the amount, a choice, the codes. A GET changes nothing."""

from __future__ import annotations

from functools import wraps
from typing import Any, Protocol

from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from compensation import collection, links
from compensation.collection import Answer, CollectionError
from compensation.models import PayoutLink
from compensation.receive import holder
from compensation.receive.forms import AnswerForm, ChoiceForm, CodeForm
from compensation.receive.pages import PayoutPage, page_of
from compensation.transfers.states import BANK_TRANSFER
from foundation.trail.actor import Actor


class LinkView(Protocol):
    """A view of a payout that this browser has followed a link to."""

    def __call__(self, request: HttpRequest, link: PayoutLink) -> HttpResponse: ...


class NumberView(Protocol):
    """The same view as an address calls it."""

    def __call__(self, request: HttpRequest, number: str) -> HttpResponse: ...


def _followed(view: LinkView) -> NumberView:
    """Find the link by the browser's cookie; without it, ask for the code (the half hour is over, or a guess)."""

    @wraps(view)
    def inner(request: HttpRequest, number: str) -> HttpResponse:
        link = holder.link_of(request, number)
        if link is None:
            return redirect(f"{reverse('receive:enter')}?again=1")
        return view(request, link)

    return inner


@require_safe
def follow(request: HttpRequest, token: str) -> HttpResponse:
    """A link from a message: take the token out of the address bar and go to the payout."""
    link = links.find(token)
    response = _unknown(request) if link is None else _go_to(request, link)
    response["Referrer-Policy"] = "no-referrer"
    return response


@require_http_methods(["GET", "HEAD", "POST"])
def enter(request: HttpRequest) -> HttpResponse:
    """For those who rightly do not tap links in messages: the code, typed by hand."""
    kept = "keep" in request.POST
    form = CodeForm(initial=request.POST.dict()) if kept else CodeForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        link = links.find(form.cleaned_data["code"])
        if link is not None:
            return _go_to(request, link)
        form.refuse()
    context = {"form": form, "again": "again" in request.GET, "keeps_form": "code"}
    return render(request, "receive/enter.html", context, status=422 if form.errors else 200)


def _go_to(request: HttpRequest, link: PayoutLink) -> HttpResponse:
    response = HttpResponseRedirect(reverse("receive:payout", args=[link.payout.number]))
    holder.follow(request, response, link)
    return response


def _unknown(request: HttpRequest) -> HttpResponse:
    return render(request, "receive/unknown_link.html", status=404)


@require_safe
@_followed
def payout(request: HttpRequest, link: PayoutLink) -> HttpResponse:
    """Where this payout stands: the question, the methods, the codes, or what can still be done."""
    if link.locked_at is not None:
        return render(request, "receive/locked.html", {"page": page_of(link)}, status=403)
    if not holder.has_answered(request, link):
        return _question(request, link, AnswerForm())
    if link.payout.method == BANK_TRANSFER:
        return redirect("receive:transfer", link.payout.number)
    return _page(request, page_of(link))


def _question(request: HttpRequest, link: PayoutLink, form: AnswerForm) -> HttpResponse:
    action = reverse("receive:question", args=[link.payout.number])
    context = {"page": page_of(link), "form": form, "keeps_form": "answer", "keeps_action": action}
    return render(request, "receive/question.html", context, status=422 if form.errors else 200)


def _page(request: HttpRequest, page: PayoutPage, error: str = "") -> HttpResponse:
    context: dict[str, Any] = {"page": page, "error": error, "page_errors": bool(error)}
    if page.stage == "choose" and page.methods:
        here = reverse("receive:payout", args=[page.number])
        kept = {"keeps_form": "choice", "keeps_action": here, "keeps_query": True}
        context |= {**kept, "marked": request.GET.get("method") or page.wished}
    refused = 422 if error == "no_method" else 409
    return render(request, f"receive/{page.stage}.html", context, status=refused if error else 200)


@require_POST
@_followed
def question(request: HttpRequest, link: PayoutLink) -> HttpResponse:
    """An answer to the further question; with `keep` it only comes back, in the other language."""
    if "keep" in request.POST and link.locked_at is None:
        return _question(request, link, AnswerForm(initial=request.POST.dict()))
    form = AnswerForm(request.POST)
    if not form.is_valid():
        return _question(request, link, form)
    outcome = collection.answer(link, form.cleaned_data["answer"], by=_holder(link))
    if outcome is Answer.WRONG:
        link.refresh_from_db(fields=["misses"])
        form.refuse(collection.MISSES_ALLOWED - link.misses)
        return _question(request, link, form)
    response = redirect("receive:payout", link.payout.number)
    if outcome is Answer.RIGHT:
        holder.answered(request, response, link)
    return response


@require_http_methods(["GET", "HEAD", "POST"])
@_followed
def confirm(request: HttpRequest, link: PayoutLink) -> HttpResponse:
    """The chosen method once more; a POST takes it, once."""
    page = page_of(link)
    if not holder.has_answered(request, link) or page.stage != "choose":
        return redirect("receive:payout", page.number)
    form = ChoiceForm(request.POST if request.method == "POST" else request.GET, methods=page.methods)
    if not form.is_valid():
        return _page(request, page, form.reason)
    if request.method != "POST":
        return render(request, "receive/confirm.html", {"page": page, "method": form.method})
    return _collect(request, link, form.method.slug)


def _collect(request: HttpRequest, link: PayoutLink, method: str) -> HttpResponse:
    try:
        collection.collect(link.payout, method, by=_holder(link))
    except CollectionError as error:
        return _page(request, page_of(link), error.reason)
    return redirect("receive:payout", link.payout.number)


def _holder(link: PayoutLink) -> Actor:
    return Actor.person(f"payout:{link.payout.number}")
