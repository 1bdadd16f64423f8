"""What was typed into a draft that this browser may not open (any more): carried along until it can be kept."""

from __future__ import annotations

from typing import Final

from django import forms
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

from claims.answers import Typed
from claims.apply.programme_pages import MisusePage, ProgrammePage
from foundation.japan.bilingual import said

_PREFIX: Final = "kept."
_MOST: Final = 150
"""More than the largest form has boxes."""
OF_THE_PAGE: Final = frozenset({"csrfmiddlewaretoken", "keep", "add", "remove", "look_up", "place"})
"""What a browser sends that is no answer."""


class CodeForm(forms.Form):
    """The code that opens a draft."""

    code = forms.CharField(
        label=said("再開コード", "Code to go on"),
        help_text=said("例：K7TM-4QXD-92HV", "For example K7TM-4QXD-92HV"),
        max_length=40,
        widget=forms.TextInput(
            attrs={
                "class": "width-half mono",
                "autocomplete": "off",
                "autocapitalize": "characters",
                "spellcheck": "false",
            }
        ),
        error_messages={
            "required": said("再開コードを入力してください。", "Please enter the code."),
            "max_length": said("再開コードは12文字です。", "The code has 12 characters."),
        },
    )


def typed_now(request: HttpRequest) -> Typed:
    """What the browser sent as answers."""
    return {name: values for name, values in request.POST.lists() if name not in OF_THE_PAGE}


def carried(request: HttpRequest) -> Typed:
    """The answers that were carried along to this page."""
    sent = request.POST.lists()
    return {name.removeprefix(_PREFIX): values for name, values in sent if name.startswith(_PREFIX)}


def ask_for_code(request: HttpRequest, page: ProgrammePage | MisusePage) -> HttpResponse:
    """Ask for the code of a draft; what was sent to it meanwhile waits on the page and is written nowhere."""
    typed = typed_now(request) if request.method == "POST" else {}
    return code_page(request, page, CodeForm(), typed)


def code_page(request: HttpRequest, page: ProgrammePage | MisusePage, form: CodeForm, typed: Typed) -> HttpResponse:
    """The page that asks for the code."""
    kept = [(f"{_PREFIX}{name}", value) for name, values in typed.items() for value in values][:_MOST]
    context = {"page": page, "rules": page.rules, "form": form, "kept": kept, "keeps_form": "resume"}
    return render(request, f"{page.templates}/resume.html", context)
