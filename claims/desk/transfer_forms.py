"""What is asked before an act on a request for a transfer."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, Final

from django import forms

from claims.desk.forms import TOO_LONG
from compensation.transfers.models import TransferRequest
from compensation.transfers.step_views import items_of
from foundation.japan.bilingual import said


class TransferActForm(forms.Form):
    """The form of an act on one request."""

    def __init__(self, request: TransferRequest, data: Mapping[str, Any] | None) -> None:
        super().__init__(data, use_required_attribute=False)
        self.request = request
        self.asked = [(item.id, said(*item.name)) for item in items_of(request) if item.id in request.items]


class CheckForm(TransferActForm):
    """Each item was compared; none is passed over."""

    def __init__(self, request: TransferRequest, data: Mapping[str, Any] | None) -> None:
        super().__init__(request, data)
        for item, name in self.asked:
            self.fields[item] = forms.BooleanField(
                label=said(f"{name}：記録と照らし合わせ、問題ありませんでした", f"{name}: compared with the records"),
                error_messages={
                    "required": said(
                        "確認してチェックを入れてください。問題があるときは「申請者に確認する」へ進んでください。",
                        "Check it and tick the box, or ask back.",
                    )
                },
            )


class AskBackForm(TransferActForm):
    """Which items are asked for anew, and the question that the applicant reads."""

    lacking = forms.MultipleChoiceField(
        label=said("入力し直していただく項目", "Items to be entered anew"),
        widget=forms.CheckboxSelectMultiple,
        error_messages={"required": said("項目を選んでください。", "Choose the items.")},
    )
    question = forms.CharField(
        label=said("申請者への質問", "Question to the applicant"),
        help_text=said(
            "申請者がそのまま読みます。口座番号は書かないでください。", "Read as it is. No account numbers."
        ),
        max_length=500,
        error_messages={"required": said("質問を入力してください。", "Enter the question."), "max_length": TOO_LONG},
        widget=forms.Textarea(attrs={"rows": 3}),
    )

    def __init__(self, request: TransferRequest, data: Mapping[str, Any] | None) -> None:
        super().__init__(request, data)
        lacking = self.fields["lacking"]
        if isinstance(lacking, forms.MultipleChoiceField):
            lacking.choices = self.asked


class EndForm(TransferActForm):
    """Why a request ends."""

    because = forms.CharField(
        label=said("理由", "Reason"),
        help_text=said(
            "お断りする理由は申請者も読みます。氏名や口座番号は書かないでください。",
            "The applicant reads why it is refused. Leave out names and account numbers.",
        ),
        max_length=500,
        error_messages={"required": said("理由を入力してください。", "Enter the reason."), "max_length": TOO_LONG},
        widget=forms.Textarea(attrs={"rows": 3}),
    )


class ListForm(TransferActForm):
    """Nothing but the press itself."""


FORMS: Final[dict[str, type[TransferActForm]]] = {
    "check": CheckForm,
    "ask-back": AskBackForm,
    "refuse": EndForm,
    "withdraw": EndForm,
    "list": ListForm,
}
"""What is asked before each act."""
