"""The step that proves a contact: which one is written to, and the code that arrived."""

from __future__ import annotations

from typing import Any

from django import forms

from claims.contact_codes import DIGITS
from claims.contacts import Contacts
from foundation.japan import phone
from foundation.japan.bilingual import choose, said
from foundation.japan.errors import UnreadableError
from foundation.japan.numbers import digits
from foundation.japan.read_fields import ReadField


class ChannelForm(forms.Form):
    """Which of the contacts links and news go to; asked only where there is a choice."""

    channel = forms.ChoiceField(
        label=said("受取案内の送り先", "Where to write to you"),
        widget=forms.RadioSelect,
        error_messages={
            "required": said("送り先を選んでください。", "Please choose where to write to."),
            "invalid_choice": said("送り先を選び直してください。", "Please choose again."),
        },
    )

    def __init__(self, offered: list[Contacts], chosen: str, data: Any = None) -> None:
        super().__init__(data, initial={"channel": chosen}, use_required_attribute=False)
        field = self.fields["channel"]
        if isinstance(field, forms.ChoiceField):
            field.choices = [(reach.channel, told(reach)) for reach in offered]


def _six(text: str) -> str:
    found = digits(text)
    if len(found) != DIGITS:
        raise UnreadableError("コードは6けたの数字です。", "The code has six digits.")
    return found


class CodeForm(forms.Form):
    """The code from the message."""

    code = ReadField(
        label=said("確認コード（6けたの数字）", "Code (six digits)"),
        max_length=20,
        widget=forms.TextInput(
            attrs={
                "inputmode": "numeric",
                "autocomplete": "one-time-code",
                "class": "width-short",
                "spellcheck": "false",
            }
        ),
        read=_six,
        error_messages={
            "required": said("届いたコードを入力してください。", "Please enter the code that arrived."),
            "max_length": said("コードは6けたの数字です。", "The code has six digits."),
        },
    )


def told(reach: Contacts) -> str:
    """A contact as its owner reads it."""
    if reach.channel == "email":
        return reach.address
    number = phone.national(reach.address)
    return choose(f"{number}（SMS）", f"{number} (SMS)")
