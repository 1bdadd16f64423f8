"""Which report somebody wants: as of when, as what kind of file."""

from __future__ import annotations

from datetime import datetime

from django import forms

from claims.report_snapshots import FORMATS
from foundation.japan.bilingual import choose, said
from foundation.japan.errors import UnreadableError
from foundation.japan.field_errors import CHOOSE
from foundation.trail.as_of import parse_as_of

KINDS = (
    ("xlsx", said("Excel（帳票・データ）", "Excel (to print, and data)")),
    ("csv", said("CSV（データ）", "CSV (data)")),
)


class ReportForm(forms.Form):
    """An instant that has come, and a format."""

    as_of = forms.CharField(
        label=said("基準日時", "As of"),
        help_text=said(
            "日本時間。この時刻より前に記録された内容を集計します。例：2031/4/3 10:00",
            "Japan time. Counts what was recorded before it. For example 2031/4/3 10:00",
        ),
        max_length=40,
        error_messages={
            "required": said("基準日時を入力してください。", "Enter an instant."),
            "max_length": said(
                "%(limit_value)d文字までで入力してください。", "Up to %(limit_value)d characters, please."
            ),
        },
        widget=forms.TextInput(attrs={"autocomplete": "off"}),
    )
    format = forms.ChoiceField(
        label=said("ファイル形式", "File"),
        choices=KINDS,
        initial=next(iter(FORMATS)),
        widget=forms.RadioSelect,
        error_messages=CHOOSE,
    )

    def say_that_it_does_not_tie(self) -> None:
        """The figures of now may tie where those of the instant asked for do not: the answer names the instant."""
        self.add_error(
            "as_of",
            choose(
                "この基準日時では内訳と全数が一致しないため、ファイルは作成していません。管理者に連絡してください。",
                "As of this instant the rows do not add up to the totals, so no file was made. Tell an administrator.",
            ),
        )

    def clean_as_of(self) -> datetime:
        try:
            return parse_as_of(str(self.cleaned_data["as_of"]))
        except UnreadableError as unreadable:
            raise forms.ValidationError(choose(unreadable.ja, unreadable.en)) from unreadable
