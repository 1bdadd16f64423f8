"""The two steps in which a transfer is asked for, the same at every door: enter, and read back before it is sent."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import Any, Final

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render

from compensation.policy.bulletin import Item, Words
from compensation.programmes import rules_of
from compensation.transfers import drafts
from compensation.transfers.drafts import Subject
from compensation.transfers.forms import Given, TransferForm, digest
from compensation.transfers.models import TransferRequest
from compensation.transfers.moves import TransferError
from compensation.transfers.offers import AGREED_ITEMS
from foundation.japan.bilingual import choose

_OWN: Final = frozenset({"csrfmiddlewaretoken", "keep", "find"})


Send = Callable[[Given], None]


@dataclass(frozen=True)
class Door:
    """Where somebody asks: for what, which items, under which addresses, and what sending does.

    `send` raises TransferError. `question` is what a person asked back; `base` the template around the pages, `around`
    what that needs.
    """

    subject: Subject
    items: tuple[Item, ...]
    here: str
    confirm: str
    back: str
    done: str
    send: Send
    base: str
    planned: Words | None = None
    question: str = ""
    around: Mapping[str, Any] = field(default_factory=dict)


def items_of(request: TransferRequest) -> tuple[Item, ...]:
    """The items that a request was asked with, under the names of its bulletin."""
    if request.programme.kind == "fraud":
        return AGREED_ITEMS
    return rules_of(request.bulletin).transfer.items


def enter(request: HttpRequest, door: Door) -> HttpResponse:
    """The form. Whatever was typed is kept; a search or another language checks nothing yet."""
    if request.method != "POST":
        return _enter(request, door, TransferForm(door.items, drafts.typed_for(door.subject)))
    typed = {name: values for name, values in request.POST.lists() if name not in _OWN}
    drafts.save(door.subject, typed)
    if "keep" in request.POST or "find" in request.POST:
        return _enter(request, door, TransferForm(door.items, typed), found="find" in request.POST)
    form = TransferForm(door.items, typed, check=True)
    if not form.given():
        return _enter(request, door, form)
    return redirect(door.confirm)


def confirm(request: HttpRequest, door: Door) -> HttpResponse:
    """Everything read back; sending it asks for the transfer, once."""
    form = TransferForm(door.items, drafts.typed_for(door.subject), check=True)
    given = form.given()
    if not given:
        return redirect(door.here)
    if request.method != "POST":
        return _read_back(request, door, form, given)
    if request.POST.get("shown") != digest(given):
        changed = choose(
            "別の画面で内容が変わりました。もう一度ご確認ください。",
            "Your answers changed in another window. Please check them again.",
        )
        return _read_back(request, door, form, given, problem=changed)
    try:
        door.send(given)
    except TransferError as error:
        return _read_back(request, door, form, given, problem=choose(error.ja, error.en))
    drafts.forget(door.subject)
    return redirect(door.done)


def _enter(request: HttpRequest, door: Door, form: TransferForm, *, found: bool = False) -> HttpResponse:
    context = {
        "door": door,
        "base": door.base,
        "form": form,
        "keeps_form": "transfer",
        "shows_problems": found and not form.by_hand,
    }
    status = 422 if form.is_bound and form.errors else 200
    return render(request, "transfers/enter.html", {**door.around, **context}, status=status)


def _read_back(
    request: HttpRequest, door: Door, form: TransferForm, given: Given, *, problem: str = ""
) -> HttpResponse:
    context = {"door": door, "base": door.base, "rows": form.rows(), "shown": digest(given), "problem": problem}
    status = 409 if problem else 200
    return render(request, "transfers/confirm.html", {**door.around, **context}, status=status)
