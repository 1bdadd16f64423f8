"""What an operator types while somebody reports misuse on the phone."""

from __future__ import annotations

from datetime import timedelta
from typing import Any, Final
from uuid import uuid4

from django import forms

from claims import fraud_terms
from claims.answers import Typed
from claims.call_states import Checked
from claims.call_words import CHECKED
from claims.contacts import contacts
from claims.desk.call_forms import worded
from claims.desk.typed_fields import ComingDayField
from claims.fraud_answer_forms import AnswerForm
from claims.fraud_calls import Told
from claims.fraud_fields import InstantText, email_field, phone_field, plain_field
from claims.fraud_forms import choices
from claims.fraud_intake import instant
from claims.fraud_words import CAUSES, CLAIMANTS
from foundation.japan.bilingual import Both, choose, said
from foundation.japan.field_errors import CHOOSE, FILL
from foundation.trail import clock
from foundation.trail.clock import JST

_TO_FORM: Final = ("claimant", "name", "contact", "email", "customer_id", "cause", "recognised_at", "circumstances")
"""What the form of the claim takes over, under the same names."""


class FirstContactForm(forms.Form):
    """The call; all but how to reach the caller may be told later, on the form."""

    key = forms.UUIDField(widget=forms.HiddenInput)
    at = InstantText(
        label=said("お電話があった日時", "When they called"),
        help_text=said("最初の連絡の日時になります。", "This becomes the moment of first contact."),
    )
    checked = forms.MultipleChoiceField(
        choices=[pair for pair in worded(CHECKED) if pair[0] != Checked.NUMBER],
        label=said("ご本人の確認に使ったもの", "By what you made sure who it is"),
        widget=forms.CheckboxSelectMultiple,
        error_messages=CHOOSE,
    )
    claimant = forms.ChoiceField(
        label=said("お電話の方", "Who is calling"),
        choices=choices(CLAIMANTS),
        widget=forms.RadioSelect,
        error_messages=CHOOSE,
    )
    contact = phone_field()
    email = email_field()
    name = plain_field("お名前", "Name", needed=False)
    customer_id = plain_field("お客様 ID", "Customer ID", needed=False, most=40)
    cause = forms.ChoiceField(
        label=said("何が起きましたか", "What happened"), choices=choices(CAUSES, empty=True), required=False
    )
    recognised_at = InstantText(label=said("不正利用に気づいた日時", "When they recognised it"), required=False)
    circumstances = plain_field("損失発生の経緯", "How the loss came about", needed=False, rows=3, most=2000)
    content = plain_field(
        "お話の要点（記録用）",
        "The gist, for the log",
        rows=3,
        most=2000,
        support=Both("氏名や電話番号は書かないでください。", "Leave out names and telephone numbers."),
    )
    ask_by = ComingDayField(
        label=said("フォームの到着を確かめる日", "Day to check that the form has come"), error_messages=FILL
    )

    def __init__(self, data: Any = None) -> None:
        now = clock.now().astimezone(JST)
        call_by = clock.today() + timedelta(days=fraud_terms.days(fraud_terms.CREDIT))
        first = {"key": uuid4(), "at": now.strftime("%Y-%m-%d %H:%M"), "ask_by": call_by.isoformat()}
        super().__init__(data, initial=first, use_required_attribute=False)
        self.fields["email"].required = False

    def told(self) -> Told:
        """What was told, for the log and for the draft."""
        given = self.cleaned_data
        typed: Typed = {name: [str(self.data.get(name, ""))] for name in _TO_FORM}
        typed["first_contact_at"] = [str(self.data.get("at", ""))]
        at = instant(given["at"])
        return Told(typed, contacts(given), given["checked"], given["content"], at, given["ask_by"])


def _recognised(before: Both) -> forms.MultipleChoiceField:
    """By what the caller was recognised; `before` says that nothing is done without."""
    return forms.MultipleChoiceField(
        choices=[pair for pair in worded(CHECKED) if pair[0] not in (Checked.NUMBER, Checked.NOTHING)],
        label=said("ご本人の確認に使ったもの", "By what you made sure who it is"),
        widget=forms.CheckboxSelectMultiple,
        error_messages={"required": said(*before)},
    )


class ToldForm(AnswerForm):
    """What a caller supplies on the phone; what is left empty stays asked."""

    checked = _recognised(Both("ご本人を確認してから記録します。", "Make sure who it is first."))

    def clean(self) -> dict[str, Any]:
        """Something was told."""
        given = super().clean() or self.cleaned_data
        if not any(value for name, value in given.items() if name != "checked"):
            self.add_error(None, choose("うかがったことを入力してください。", "Enter what was told."))
        return given


class WithdrawalForm(forms.Form):
    """On whose word a claim is taken back."""

    checked = _recognised(Both("ご本人を確認してから取り下げます。", "Make sure who is asking first."))
    because = plain_field(
        "取り下げの理由",
        "Why",
        rows=3,
        most=500,
        support=Both("氏名や電話番号は書かないでください。", "Leave out names and telephone numbers."),
    )
