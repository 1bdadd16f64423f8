"""What is typed on the status page: who asks, a number put right, an item that was missing, why to look again."""

from __future__ import annotations

from typing import Any

from django import forms

from claims.apply.fields import one_number
from claims.apply.item_fields import fields_for, given_of
from claims.models import ClaimCoupon
from claims.reconsideration import MOST_WORDS
from compensation.policy.bulletin import Bulletin, Item
from foundation.japan.bilingual import said
from foundation.japan.field_errors import FILL
from foundation.japan.read_fields import ReadField
from foundation.vault import masking


class StatusForm(forms.Form):
    """Claim number and one contact."""

    number = forms.CharField(
        label=said("受付番号", "Claim number"),
        help_text=said("例：22-4831-0275-K", "For example 22-4831-0275-K"),
        max_length=40,
        widget=forms.TextInput(attrs={"class": "width-number mono", "autocomplete": "off"}),
        error_messages={
            "required": said("受付番号を入力してください。", "Please enter the claim number."),
            "max_length": said("受付番号は11文字です。", "A claim number has 11 characters."),
        },
    )
    contact = forms.CharField(
        label=said("申請時の電話番号またはメールアドレス", "The phone number or e-mail address you gave in it"),
        max_length=254,
        widget=forms.TextInput(attrs={"class": "width-half", "autocapitalize": "none"}),
        error_messages={
            "required": said("電話番号かメールアドレスを入力してください。", "Please enter a phone number or e-mail."),
            "max_length": said("長すぎます。", "This is too long."),
        },
    )


class NumbersForm(forms.Form):
    """The numbers that the records do not hold, each in a box of its own to be put right."""

    def __init__(self, rows: list[ClaimCoupon], data: Any = None, *, typed: Any = None) -> None:
        super().__init__(data, initial=typed, use_required_attribute=False)
        for row in rows:
            place = row.position
            self.fields[f"number-{place}"] = ReadField(
                label=said(f"{place}枚目の正しい番号", f"Coupon {place}: the right number"),
                help_text=said(
                    f"いまの番号：{masking.number(row.inquiry_number)}", f"Now: {masking.number(row.inquiry_number)}"
                ),
                required=False,
                max_length=60,
                read=one_number,
                error_messages=FILL,
                widget=forms.TextInput(attrs={"class": "width-number", "autocomplete": "off"}),
            )

    def numbers(self) -> dict[int, str]:
        """The numbers that were typed, by position."""
        typed = self.cleaned_data.items()
        return {int(name.removeprefix("number-")): str(text) for name, text in typed if text}


class MissingForm(forms.Form):
    """The items that a claim waits for."""

    def __init__(self, items: list[Item], rules: Bulletin, data: Any = None, *, typed: Any = None) -> None:
        super().__init__(data, initial=typed, use_required_attribute=False)
        self.items = items
        for item in items:
            self.fields.update(fields_for(item, rules))

    def given(self) -> dict[str, Any]:
        """What the items give."""
        found = dict[str, Any]()
        for item in self.items:
            found |= given_of(item, self.cleaned_data)
        return found


class WhyForm(forms.Form):
    """Why a refused claim should be looked at again."""

    words = ReadField(
        label=said("判定と違うとお考えの点・ご事情", "What the decision missed, or what you would like us to know"),
        help_text=said(
            f"{MOST_WORDS}文字まで。使えなかった店の名前や時刻など、覚えていることを書いてください。",
            f"Up to {MOST_WORDS} characters: the shop, the time, whatever you remember.",
        ),
        max_length=MOST_WORDS,
        widget=forms.Textarea(attrs={"rows": 6}),
        error_messages={
            "required": said("ご事情を入力してください。", "Please tell us why."),
            "max_length": said(
                "%(limit_value)d文字までで入力してください。", "Up to %(limit_value)d characters, please."
            ),
        },
    )
