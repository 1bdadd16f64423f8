"""Banks and branches that fit what is being typed, as the parts of the form that show them.

It writes nothing, asks for no session and reads our own tables alone, so nobody is counted. What was typed travels in
the body of a POST: no log names anybody's bank.
"""

from __future__ import annotations

from typing import Final

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_POST

from compensation.transfers.forms import TransferForm, Typed
from compensation.transfers.offers import AGREED_ITEMS

_BOXES: Final = ("bank", "bank_pick", "branch", "branch_pick")
_FOLLOWS: Final = {
    "bank": ("bank-picks", "bank-said", "branch-picks", "branch-said"),
    "bank_pick": ("bank-said", "branch-picks", "branch-said"),
    "branch": ("branch-picks", "branch-said"),
    "branch_pick": ("branch-said",),
}
"""What is shown anew after a change, by where it was made: never the part in which the focus is."""


@require_POST
def search(request: HttpRequest) -> HttpResponse:
    """The parts of the form that follow from a change of `part`."""
    typed: Typed = {"place": ["bank"], **{name: [request.POST.get(name, "")] for name in _BOXES}}
    form = TransferForm(AGREED_ITEMS, typed)
    if form.chosen is not None:
        # Of a box that is still empty there is nothing to say yet.
        told = [(box, problem) for box, problem in form.chosen.problems if typed[box][0].strip()]
        form.chosen = form.chosen._replace(problems=told)
    parts = _FOLLOWS.get(request.POST.get("part", ""), ())
    return render(request, "transfers/found.html", {"form": form, "parts": parts, "searched": True})
