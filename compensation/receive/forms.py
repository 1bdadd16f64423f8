"""What a holder types: a code, an answer, a choice. Accepted as people type: any width, any hyphens."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from django import forms

from compensation.receive.pages import Method
from foundation.japan.bilingual import said

MISSING_CODE = said("受取コードを入力してください。", "Enter your collection code.")
MISSING_ANSWER = said("どれか一つを入力してください。", "Enter any one of these.")
UNKNOWN_CODE = said(
    "この受取コードは確認できませんでした。お届けしたメッセージの末尾の文字をもう一度ご確認ください。",
    "We could not find this code. Check the characters at the end of the message again.",
)


class CodeForm(forms.Form):
    """The code at the end of the link."""

    code = forms.CharField(
        label=said("受取コード", "Collection code"),
        help_text=said(
            "SMSまたはメールにあるURLの、最後の26文字です。大文字・小文字、全角・半角のどちらでも入力できます。",
            "The last 26 characters of the address in your SMS or e-mail. Capital or small letters are both fine.",
        ),
        max_length=200,
        error_messages={"required": MISSING_CODE},
        widget=forms.TextInput(attrs={"autocomplete": "off", "autocapitalize": "none", "spellcheck": "false"}),
    )

    def refuse(self) -> None:
        """Say that the code opens nothing; an ended one is not told apart from one that never was."""
        self.add_error("code", str(UNKNOWN_CODE))

    def clean_code(self) -> str:
        """The token alone, where somebody pasted the whole link."""
        return str(self.cleaned_data["code"]).rstrip("/").rpartition("/")[2]


class AnswerForm(forms.Form):
    """Something that the message's address does not answer."""

    answer = forms.CharField(
        label=said("お問い合わせ番号など", "Inquiry number, or another answer"),
        max_length=254,
        error_messages={"required": MISSING_ANSWER},
        widget=forms.TextInput(attrs={"autocomplete": "off", "autocapitalize": "none", "spellcheck": "false"}),
    )

    def refuse(self, left: int) -> None:
        """Say that the answer does not match, and how many tries are left."""
        self.add_error(
            "answer",
            str(
                said(
                    f"ご登録の内容と一致しませんでした。あと{left}回入力できます。",
                    f"This does not match our records. You can try {left} more time{'s' if left > 1 else ''}.",
                )
            ),
        )


class ChoiceForm(forms.Form):
    """One of the methods that can pay now."""

    method_slug = forms.CharField(max_length=50, required=False)

    def __init__(self, data: Mapping[str, Any], *, methods: Sequence[Method]) -> None:
        super().__init__({"method_slug": data.get("method", "")})
        self._methods = {method.slug: method for method in methods}

    @property
    def method(self) -> Method:
        """The method chosen; only after `is_valid`."""
        return self._methods[self.cleaned_data["method_slug"]]

    @property
    def reason(self) -> str:
        """Why the choice was refused, as a key of the page's sentences."""
        method = self._methods.get(str(self.data.get("method_slug", "")))
        return "no_method" if method is None else "out_of_stock"

    def clean_method_slug(self) -> str:
        """Known, and in stock."""
        slug = str(self.cleaned_data["method_slug"])
        if slug not in self._methods or not self._methods[slug].in_stock:
            raise forms.ValidationError("cannot pay")
        return slug
