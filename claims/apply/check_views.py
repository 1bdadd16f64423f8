"""Am I covered? Asked and answered in one request: nothing is stored, and no answer stands in an address.

The answers travel in the body of a POST, which no access log holds; a GET shows the empty questions, whatever its
query says.
"""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_http_methods, require_safe

from claims.apply.check_forms import CheckForm, Typed
from claims.apply.check_page import check_answer
from claims.apply.programme_pages import ProgrammePage, coupon_pages, programme_page
from claims.apply.timetable import timetable
from compensation.opening_hours import every_desk
from foundation.trail import clock

OWN = frozenset({"csrfmiddlewaretoken", "keep", "change", "answered"})


@require_safe
def choose(request: HttpRequest) -> HttpResponse:
    """Which campaign the question is about: the rules differ."""
    return render(request, "apply/check_choose.html", {"pages": coupon_pages(), "desks": every_desk(clock.now())})


@require_http_methods(["GET", "HEAD", "POST"])
def check(request: HttpRequest, programme: str) -> HttpResponse:
    """The questions, and upon a POST the answer. With `keep` or `change` what was typed comes back unchecked."""
    page = programme_page(programme)
    typed: Typed = {name: texts for name, texts in request.POST.lists() if name not in OWN}
    if request.method != "POST" or "change" in request.POST or _only_kept(request):
        return _ask(request, page, CheckForm(page.rules, page.now, typed))
    form = CheckForm(page.rules, page.now, typed, check=True)
    return _answer(request, page, form) if form.is_valid() else _ask(request, page, form)


def _only_kept(request: HttpRequest) -> bool:
    """The language was changed among the questions; among the answer's words it is answered again."""
    return "keep" in request.POST and "answered" not in request.POST


def _ask(request: HttpRequest, page: ProgrammePage, form: CheckForm) -> HttpResponse:
    context = {"page": page, "rules": page.rules, "form": form, "keeps_form": "check"}
    return render(request, "apply/check.html", context, status=422 if form.errors else 200)


def _answer(request: HttpRequest, page: ProgrammePage, form: CheckForm) -> HttpResponse:
    context = {
        "page": page,
        "rules": page.rules,
        "form": form,
        "found": check_answer(form.said(), page),
        "timetable": timetable(page.rules, page.now),
        "pages": coupon_pages(),
        "keeps_form": "answered",
    }
    return render(request, "apply/check_answer.html", context)
