"""The application: exactly the items that the programme's bulletin asks, in its order."""

from __future__ import annotations

from typing import Any, NamedTuple

from django import forms
from django.utils.datastructures import MultiValueDict

from claims import consent
from claims.answers import Answers, Typed
from claims.apply import items
from claims.apply.fields import NumbersWidget
from compensation.policy.bulletin import Bulletin, Item
from foundation.japan.bilingual import choose, said


class Row(NamedTuple):
    """One item read back: what it is called, what was answered, and where to mend it."""

    item: Item
    lines: list[str]
    anchor: str


class ApplicationForm(forms.Form):
    """Asks what `rules` ask. With `check` it says what is wrong with what was typed, without it only shows it."""

    def __init__(
        self, rules: Bulletin, typed: Typed, *, check: bool = False, boxes: int = 1, begins_at: int = 0
    ) -> None:
        data = MultiValueDict(typed)
        super().__init__(data=data if check else None, use_required_attribute=False)
        self.rules, self.items, self.typed = rules, items.asked_items(rules), typed
        for item in self.items:
            self.fields.update(items.fields_for(item, rules))
        for name, field in self.fields.items():
            if typed and not check:
                self.initial[name] = field.widget.value_from_datadict(data, {}, name)
            if isinstance(field.widget, NumbersWidget):
                field.widget.boxes, field.widget.begins_at = boxes, begins_at

    def clean(self) -> dict[str, Any]:
        """Checks that the prefecture is the page's own."""
        given = self.cleaned_data
        chosen = given.get("prefecture_used")
        if chosen and chosen != self.rules.prefecture:
            self.add_error("prefecture_used", _other_prefecture())
        return given

    def answers(self) -> Answers:
        """What stands in the form; nothing is given until all of it can be read."""
        if not self.is_valid():
            return Answers(self.typed, {})
        asked = {item.id for item in self.items}
        return Answers(self.typed, {name: value for name, value in self.cleaned_data.items() if name in asked})

    def rows(self, answers: Answers) -> list[Row]:
        """The answers read back, item by item."""
        return [Row(item, items.shown(item, answers.given, self.rules), self._anchor(item)) for item in self.items]

    def _anchor(self, item: Item) -> str:
        control = self[item.id]
        return str(control.id_for_label or control.auto_id)


class ConsentForm(forms.Form):
    """Who the claimant declares to be, their agreement, and the digest of what they were shown."""

    traveller = forms.ChoiceField(
        label=said(*consent.TRAVELLER),
        help_text=said(*consent.OTHERS_CALL),
        choices=[("yes", said(*consent.IS_TRAVELLER)), ("no", said(*consent.IS_NOT_TRAVELLER))],
        widget=forms.RadioSelect,
        error_messages={"required": said("どちらかを選んでください。", "Please choose one of the two.")},
    )
    agreed = forms.BooleanField(
        label=said("同意", "Consent"),
        error_messages={"required": said("同意のチェックを入れてください。", "Please tick the box to agree.")},
    )
    shown = forms.CharField(widget=forms.HiddenInput, max_length=64)


def _other_prefecture() -> str:
    return choose(
        "このページは、選ばれた都道府県の申請ページではありません。旅行先の都道府県のページから申請してください。",
        "This page belongs to another prefecture. Please apply on the page of the prefecture you visited.",
    )
