"""What is typed at the desk: something to find, and a reason."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from django import forms
from django.contrib import messages
from django.http import HttpRequest

from foundation.japan.bilingual import choose, said
from foundation.staff.sessions import typed_before

TOO_LONG = said("%(limit_value)d文字までで入力してください。", "Up to %(limit_value)d characters, please.")


class SearchForm(forms.Form):
    """Whatever the person on the phone reads out."""

    text = forms.CharField(
        label=said("番号または連絡先", "A number or a contact"),
        help_text=said(
            "お問い合わせ番号（先頭4桁から）、チャージコード、アプリ会員ID、電話番号、メールアドレス、受付番号・支払番号（先頭4桁から）。全角・半角、ハイフンの有無を問いません。",
            "Inquiry number (its first four signs or more), charge code, app account, telephone number, e-mail "
            "address, claim or payout number (its first four signs or more); any width, with or without hyphens.",
        ),
        max_length=254,
        error_messages={
            "required": said("番号または連絡先を入力してください。", "Enter a number or a contact."),
            "max_length": TOO_LONG,
        },
        widget=forms.TextInput(attrs={"autocomplete": "off", "spellcheck": "false"}),
    )


class ReasonForm(forms.Form):
    """Why a person decided so; kept with the change. No personal data belongs here."""

    because = forms.CharField(
        label=said("理由", "Reason"),
        help_text=said(
            "確認した内容と結論を書いてください。氏名や電話番号は書かないでください。",
            "Say what you checked and what follows. Leave out names and telephone numbers.",
        ),
        max_length=500,
        error_messages={"required": said("理由を入力してください。", "Enter the reason."), "max_length": TOO_LONG},
        widget=forms.Textarea(attrs={"rows": 3}),
    )


class OptionalReasonForm(ReasonForm):
    """For what must not wait for words, such as a stop."""

    def __init__(self, *args: Any, **options: Any) -> None:
        super().__init__(*args, **options)
        self.fields["because"].required = False
        self.fields["because"].label = said("理由（後からでもかまいません）", "Reason (may be left empty)")


class IdentityForm(ReasonForm):
    """For what is done at somebody's request: the caller's identity was checked, and how."""

    checked = forms.BooleanField(
        label=said("ご本人であることを確認しました", "I made sure who is asking"),
        error_messages={"required": said("ご本人を確認してから進めてください。", "Make sure who is asking first.")},
    )
    field_order = ("checked", "because")


def unsaved(request: HttpRequest, kind: Callable[..., ReasonForm]) -> ReasonForm:
    """An empty form, or one with the reason that was typed before the session ended, which is then said."""
    because = typed_before(request)
    if because:
        messages.warning(
            request,
            choose(
                "サインインし直す前に入力した理由を戻しました。まだ記録されていません。",
                "The reason you typed before signing in again is back. It is not recorded yet.",
            ),
        )
    return kind(initial={"because": because})
