"""What an operator types while somebody is on the line."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any
from uuid import uuid4

from django import forms
from django.db.models import QuerySet

from claims.call_states import EFFECTS, CallChannel, Checked, Direction, Outcome, Speaker
from claims.call_words import CATEGORY, CHANNEL, CHECKED, DIRECTION, OUTCOME, SPEAKER
from claims.calls import CallSaid
from claims.desk.typed_fields import DayField
from compensation.models import Programme
from foundation.japan.bilingual import Both, choose, said
from foundation.japan.field_errors import CHOOSE, FILL
from foundation.trail import clock


def worded(words: Mapping[str, Both]) -> list[tuple[str, Any]]:
    """Choices in the reader's language."""
    return [(code, said(*both)) for code, both in words.items() if code]


class ProgrammeField(forms.TypedChoiceField):
    """The question which of my programmes it is about; its value is the programme."""

    def __init__(self, programmes: QuerySet[Programme]) -> None:
        by_slug = {programme.slug: programme for programme in programmes}
        names = [(slug, said(programme.name_ja, programme.name_en)) for slug, programme in by_slug.items()]
        super().__init__(
            label=said("事業", "Programme"),
            choices=[("", "－"), *names],
            coerce=by_slug.__getitem__,
            error_messages=CHOOSE,
        )


class CallForm(forms.Form):
    """One contact, from top to bottom of a conversation. `programmes` is asked where no case says it."""

    press = forms.UUIDField(widget=forms.HiddenInput, initial=uuid4, required=False)
    channel = forms.ChoiceField(
        label=said("連絡の手段", "By"), choices=worded(CHANNEL), initial=CallChannel.PHONE, error_messages=CHOOSE
    )
    direction = forms.ChoiceField(
        label=said("どちらからの連絡か", "Who got in touch"),
        choices=worded(DIRECTION),
        initial=Direction.IN,
        error_messages=CHOOSE,
    )
    speaker = forms.ChoiceField(
        label=said("お話しした方", "Who it was"), choices=worded(SPEAKER), initial=Speaker.HOLDER, error_messages=CHOOSE
    )
    checked = forms.MultipleChoiceField(
        choices=worded(CHECKED),
        label=said("ご本人の確認に使ったもの", "By what you made sure who it is"),
        widget=forms.CheckboxSelectMultiple,
        error_messages={
            "required": said("確認したもの、または「確認していない」を選んでください。", "Choose, or say: nothing.")
        },
    )
    category = forms.ChoiceField(
        label=said("用件", "What it was about"), choices=worded(CATEGORY), error_messages=CHOOSE
    )
    content = forms.CharField(
        label=said("内容", "What was said"),
        help_text=said("氏名や電話番号は書かないでください。", "Leave out names and telephone numbers."),
        max_length=2000,
        error_messages=FILL,
        widget=forms.Textarea(attrs={"rows": 4}),
    )
    answer = forms.CharField(
        label=said("お答えしたこと", "What you answered"),
        max_length=2000,
        error_messages=FILL,
        widget=forms.Textarea(attrs={"rows": 3}),
    )
    outcome = forms.ChoiceField(label=said("結果", "Outcome"), choices=worded(OUTCOME), error_messages=CHOOSE)
    next_action = forms.CharField(
        label=said("次の対応", "What comes next"),
        help_text=said("完結・案内・取り下げのときは空欄のままにします。", "Leave empty where nothing comes next."),
        max_length=200,
        required=False,
    )
    due_on = DayField(
        label=said("次の対応の期限", "By which day"), help_text=said("例：2031/4/12", "e.g. 2031/4/12"), required=False
    )

    def __init__(self, *args: Any, programmes: QuerySet[Programme] | None, **options: Any) -> None:
        super().__init__(*args, **options)
        if programmes is not None:
            self.fields = {"programme": ProgrammeField(programmes)} | self.fields

    def clean(self) -> dict[str, Any]:
        """What comes next is said in full or not at all; whoever withdraws a claim was recognised."""
        given = super().clean() or self.cleaned_data
        if EFFECTS[given.get("outcome", Outcome.DONE)].next_by:
            self._next_is_said(given)
        else:
            given.update(next_action="", due_on=None)
        if given.get("outcome") == Outcome.WITHDRAWN and not set(given.get("checked", ())) - {Checked.NOTHING}:
            self.add_error("checked", choose("ご本人を確認してから取り下げます。", "Make sure who is asking first."))
        return given

    def call(self) -> CallSaid:
        """The call that just ended."""
        asked = {name: self.cleaned_data[name] for name in CallSaid._fields if name != "at"}
        return CallSaid(clock.now(), **asked)

    def _next_is_said(self, given: dict[str, Any]) -> None:
        if not given.get("next_action"):
            self.add_error("next_action", choose("次に何をするかを入力してください。", "Say what comes next."))
        if "due_on" in self.errors:
            return
        if given.get("due_on") is None:
            self.add_error("due_on", choose("いつまでにするかを入力してください。", "Say by which day."))
        elif given["due_on"] < clock.today():
            self.add_error("due_on", choose("今日以降の日付を入力してください。", "Today or later, please."))
