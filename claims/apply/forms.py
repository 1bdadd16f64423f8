"""The application: exactly the items that the programme's bulletin asks, in its order."""

from __future__ import annotations

from typing import Any, NamedTuple

from django import forms
from django.utils.datastructures import MultiValueDict

from claims import consent
from claims.answers import Answers, Typed
from claims.apply import items
from claims.apply.fields import NumbersWidget, PostalCodeWidget
from claims.apply.item_fields import fields_for, first_field, given_of, read_destination
from compensation.policy.bulletin import Bulletin, Item
from foundation.japan.bilingual import choose, said
from foundation.japan.field_errors import FILL
from foundation.japan.read_fields import ReadField


class Row(NamedTuple):
    """One item read back: what it is called, and what was answered."""

    item: Item
    lines: list[str]


class Part(NamedTuple):
    """A section with what was answered under it, and where to mend it."""

    section: items.Section
    rows: list[Row]
    anchor: str


class Fields(NamedTuple):
    """A section with its fields, as the form shows it."""

    section: items.Section
    fields: list[forms.BoundField]


class ApplicationForm(forms.Form):
    """Asks what `rules` ask. With `check` it says what is wrong with what was typed, without it only shows it."""

    def __init__(
        self, rules: Bulletin, typed: Typed, *, check: bool = False, boxes: int = 1, begins_at: int = 0
    ) -> None:
        data = MultiValueDict(typed)
        super().__init__(data=data if check else None, use_required_attribute=False)
        self.rules, self.typed, self.sections = rules, typed, items.sections(rules)
        self._names = {item.id: fields_for(item, rules) for item in self._items()}
        for fields in self._names.values():
            self.fields.update(fields)
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
        given = dict[str, Any]()
        for item in self._items():
            given |= given_of(item, self.cleaned_data)
        return Answers(self.typed, given)

    def by_section(self) -> list[Fields]:
        """The fields under their headings."""
        return [
            Fields(section, [self[name] for item in section.items for name in self._names[item.id]])
            for section in self.sections
        ]

    def read_back(self, answers: Answers) -> list[Part]:
        """The answers under their headings."""
        return [
            Part(section, [Row(item, items.shown(item, answers.given, self.rules)) for item in section.items], anchor)
            for section in self.sections
            for anchor in [self._anchor(section.items[0])]
        ]

    def show_places(self, found: list[str], *, was_put_in: bool) -> None:
        """Show what a postal code stands for; the one place that was found stands in the address already."""
        widget = self.fields["postal_code"].widget
        if isinstance(widget, PostalCodeWidget):
            widget.found, widget.was_put_in = found, was_put_in
        if was_put_in:
            self.fields["address_rest"].widget.attrs["autofocus"] = True

    def _items(self) -> list[Item]:
        return [item for section in self.sections for item in section.items]

    def _anchor(self, item: Item) -> str:
        control = self[first_field(item)]
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
    shown = forms.CharField(widget=forms.HiddenInput, required=False)


class WhereForm(forms.Form):
    """Where a code is to be sent."""

    where = ReadField(
        label=said("コードの送り先", "Where to send the code"),
        help_text=said("携帯電話番号（SMS）かメールアドレス", "A mobile number (SMS) or an e-mail address"),
        max_length=254,
        widget=forms.TextInput(attrs={"autocapitalize": "none", "class": "width-half"}),
        error_messages=FILL,
        read=read_destination,
    )

    def __init__(self, proposed: str, data: Any = None) -> None:
        super().__init__(data, initial={"where": proposed}, use_required_attribute=False)


def _other_prefecture() -> str:
    return choose(
        "このページは、選ばれた都道府県の申請ページではありません。旅行先の都道府県のページから申請してください。",
        "This page belongs to another prefecture. Please apply on the page of the prefecture you visited.",
    )
