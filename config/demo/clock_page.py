"""The demonstration's clock: what time it is, and moving it forward. A GET changes nothing."""

from __future__ import annotations

from django import forms
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_http_methods

from config.demo.only import demonstration_only
from config.demo.stops import read_target, stops_after
from foundation.japan.bilingual import choose, said
from foundation.japan.errors import UnreadableError
from foundation.trail import clock
from foundation.trail.actor import Actor
from foundation.trail.clock_control import ClockError, move_forward

VISITOR = Actor.person("demonstration")


class ClockForm(forms.Form):
    """A later instant, typed as people type one."""

    to = forms.CharField(
        label=said("ほかの日時", "Another date and time"),
        help_text=said("例：2023-04-28、2023/4/28 15:00", "For example 2023-04-28 or 2023/4/28 15:00"),
        max_length=40,
        widget=forms.TextInput(attrs={"autocomplete": "off", "class": "width-number"}),
        error_messages={"required": said("日時を入力してください。", "Please enter a date.")},
    )

    def clean_to(self) -> object:
        """The instant."""
        try:
            return read_target(self.cleaned_data["to"], clock.now())
        except UnreadableError as error:
            raise forms.ValidationError(choose(error.ja, error.en)) from None


@demonstration_only
@require_http_methods(["GET", "HEAD", "POST"])
def clock_page(request: HttpRequest) -> HttpResponse:
    """Asked with `to`, it reads the instant back; a POST of what was read back moves the clock there."""
    if request.method != "POST" and "to" not in request.GET:
        return _ask(request, ClockForm())
    form = ClockForm(request.POST if request.method == "POST" else request.GET)
    if not form.is_valid():
        return _ask(request, form)
    if request.method != "POST":
        return render(request, "demo/clock_confirm.html", {"at": form.cleaned_data["to"]})
    try:
        move_forward(form.cleaned_data["to"], by=VISITOR)
    except ClockError:
        # Somebody else moved it further in the meantime.
        form.add_error("to", choose("時計はすでに先へ進んでいます。", "The clock has gone further already."))
        return _ask(request, form)
    return redirect("demo:clock")


def _ask(request: HttpRequest, form: ClockForm) -> HttpResponse:
    context = {"form": form, "stops": stops_after(clock.now())}
    return render(request, "demo/clock.html", context, status=422 if form.errors else 200)
