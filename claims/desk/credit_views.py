"""Credits to balances: what is open, the file out, its confirmation in, and what was arranged otherwise."""

from __future__ import annotations

import tempfile
from pathlib import Path
from typing import Any, Final

from django import forms
from django.contrib import messages
from django.core.files import File
from django.db.models import OuterRef, Subquery
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.http import require_safe

from claims.desk.access import actor_of, at_the_desk, for_leaders, is_leader, mine, my_programmes
from claims.fraud_closing import close_credited
from claims.fraud_turns import money_turns
from claims.fraud_words import BALANCES, CLAW_BACK_ENDS, CREDITS
from compensation.credits.claw_backs import end
from compensation.credits.confirmations import import_confirmations
from compensation.credits.exports import content, file_name, send_ready
from compensation.credits.instructions import CreditMoveError, note, try_again
from compensation.credits.models import Arrangement, CreditClawBack, CreditFile, CreditInstruction
from compensation.credits.states import ArrangementKind, ClawBackEnd, CreditState
from compensation.transfers.models import TransferRequest
from foundation.japan.bilingual import choose, said
from foundation.japan.field_errors import CHOOSE, FILL
from foundation.staff.addresses import only_by_post
from foundation.tables.rejects import FileError

LARGEST_FILE: Final = 2_000_000
A_PAGE: Final = 200


class ConfirmationForm(forms.Form):
    """A file of confirmations."""

    file = forms.FileField(
        label=said("確認結果のファイル（CSV）", "File of confirmations (CSV)"),
        help_text=said(
            "列：reference・yen・result（credited または refused）・note",
            "Columns: reference, yen, result (credited or refused), note",
        ),
        error_messages={"required": said("ファイルを選んでください。", "Choose a file.")},
    )

    def clean_file(self) -> File[bytes]:
        """Not larger than any such file is."""
        found: File[bytes] = self.cleaned_data["file"]
        if (found.size or 0) > LARGEST_FILE:
            raise forms.ValidationError(choose("ファイルが大きすぎます。", "The file is too large."))
        return found


class WordsForm(forms.Form):
    """What was arranged."""

    words = forms.CharField(max_length=1000, error_messages=FILL)


class ClawBackForm(forms.Form):
    """How a claw-back ends."""

    ended_as = forms.TypedChoiceField(choices=ClawBackEnd.choices, coerce=ClawBackEnd, error_messages=CHOOSE)
    because = forms.CharField(max_length=500, error_messages=FILL)


@require_safe
@at_the_desk
def credit_list(request: HttpRequest) -> HttpResponse:
    """What is not confirmed yet, the oldest first."""
    return _page(request, ConfirmationForm())


@only_by_post("desk:credits")
@for_leaders
def export(request: HttpRequest, programme: str) -> HttpResponse:
    """Everything that is ready, in one file; a file that was made before comes again by its number."""
    found = get_object_or_404(my_programmes(request), slug=programme)
    again = request.POST.get("again", "")
    if again:
        file: CreditFile | None = mine(request, CreditFile.objects.all(), pk=int(again) if again.isdigit() else 0)
    else:
        file = send_ready(found, by=actor_of(request))
    if file is None:
        messages.error(request, choose("送付前の加算はありません。", "No credit is ready."))
        return redirect("desk:credits")
    name = file_name(file)
    headers = {"Content-Disposition": f'attachment; filename="{name}"'}
    return HttpResponse(content(file), content_type="text/csv", headers=headers)


@only_by_post("desk:credits")
@for_leaders
def confirmations(request: HttpRequest, programme: str) -> HttpResponse:
    """Take in what came of them; claims that are credited in full are closed."""
    get_object_or_404(my_programmes(request), slug=programme)
    form = ConfirmationForm(request.POST, request.FILES)
    if not form.is_valid():
        return _page(request, form, status=422)
    try:
        with tempfile.TemporaryDirectory() as folder:
            path = Path(folder) / "confirmations.csv"
            path.write_bytes(form.cleaned_data["file"].read())
            summary = import_confirmations(path, by=actor_of(request))
    except FileError as error:
        form.add_error("file", choose(error.ja, error.en))
        return _page(request, form, status=422)
    close_credited(by=actor_of(request))
    text = choose(
        f"取り込みました：{summary.moved}件。取込済み{summary.known}件、取り込めない行{summary.refused}件。",
        f"Taken in: {summary.moved}; known already: {summary.known}; refused lines: {summary.refused}.",
    )
    (messages.warning if summary.refused else messages.success)(request, text)
    return redirect("desk:credits")


@only_by_post("desk:credits")
@for_leaders
def again(request: HttpRequest, pk: int) -> HttpResponse:
    """A refused credit is sent once more under its own reference."""
    row = mine(request, CreditInstruction.objects.all(), pk=pk)
    try:
        try_again(row, choose("再送", "again"), by=actor_of(request))
    except CreditMoveError:
        messages.error(request, choose("いまの状態ではできません。", "Not in its present state."))
    return redirect("desk:credits")


@only_by_post("desk:credits")
@at_the_desk
def arrangement(request: HttpRequest, pk: int) -> HttpResponse:
    """Note the card issuer's part."""
    row = mine(request, Arrangement.objects.select_related("programme"), pk=pk)
    form = WordsForm(request.POST)
    if not form.is_valid():
        messages.error(request, choose("内容を入力してください。", "Say what was arranged."))
        return redirect("desk:credits")
    return _noted(request, first=note(row, form.cleaned_data["words"], by=actor_of(request)))


@only_by_post("desk:credits")
@for_leaders
def claw_back(request: HttpRequest, pk: int) -> HttpResponse:
    """Say what became of a sum that was credited too much."""
    row, form = mine(request, CreditClawBack.objects.select_related("programme"), pk=pk), ClawBackForm(request.POST)
    if not form.is_valid():
        messages.error(request, choose("結果と理由を入力してください。", "Say how it ended, and why."))
        return redirect("desk:credits")
    given = form.cleaned_data
    return _noted(request, first=end(row, given["ended_as"], given["because"], by=actor_of(request)))


def _noted(request: HttpRequest, *, first: bool) -> HttpResponse:
    """Say what came of it: pressed again, or by somebody who was slower, it changed nothing."""
    if first:
        close_credited(by=actor_of(request))
        messages.success(request, choose("記録しました。", "Noted."))
    else:
        messages.info(request, choose("すでに記録されていました。", "It was noted already."))
    return redirect("desk:credits")


def _page(request: HttpRequest, form: ConfirmationForm, status: int = 200) -> HttpResponse:
    programmes = my_programmes(request)
    rows = CreditInstruction.objects.filter(programme__in=programmes).exclude(state=CreditState.CONFIRMED)
    open_arrangements = Arrangement.objects.filter(programme__in=programmes)
    live = TransferRequest.objects.filter(arrangement=OuterRef("pk"), ended_at__isnull=True)
    agreed = open_arrangements.filter(kind=ArrangementKind.CONSULTATION)
    unpaid = agreed.annotate(live_transfer=Subquery(live.values("pk")[:1]))
    context: dict[str, Any] = {
        "rows": [
            (row, BALANCES[row.balance], CREDITS[row.state])
            for row in rows.select_related("file").order_by("pk")[:A_PAGE]
        ],
        "to_note": open_arrangements.filter(noted_at__isnull=True).order_by("pk")[:A_PAGE],
        "agreed": unpaid.filter(noted_at__isnull=False).order_by("pk")[:A_PAGE],
        "claw_backs": CreditClawBack.objects.filter(programme__in=programmes, ended_as="").order_by("pk")[:A_PAGE],
        "claw_back_ends": CLAW_BACK_ENDS,
        "turns": money_turns(programmes),
        "files": CreditFile.objects.filter(programme__in=programmes).order_by("-pk")[:20],
        "form": form,
        "is_leader": is_leader(request),
        "at": "fraud",
    }
    return render(request, "desk/credits.html", context, status=status)
