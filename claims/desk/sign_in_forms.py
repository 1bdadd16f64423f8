"""What somebody types to sign in."""

from __future__ import annotations

from typing import Any

from django.contrib.auth.forms import AuthenticationForm

from foundation.japan.bilingual import said
from foundation.japan.numbers import fold

WRONG = said(
    "ユーザー名またはパスワードが違います。大文字・小文字を確かめて、もう一度入力してください。",
    "The user name or the password is wrong. Check capitals and try again.",
)
USERNAME = said("ユーザー名", "User name")
NO_USERNAME = said("ユーザー名を入力してください。", "Enter your user name.")
PASSWORD = said("パスワード", "Password")
NO_PASSWORD = said("パスワードを入力してください。", "Enter your password.")


class SignInForm(AuthenticationForm):
    """Name in any width and case, so that one account has one count of failures; the password as it is."""

    error_messages = {"invalid_login": WRONG, "inactive": WRONG}

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        labels = {"username": (USERNAME, NO_USERNAME), "password": (PASSWORD, NO_PASSWORD)}
        for name, (label, missing) in labels.items():
            self.fields[name].label = label
            self.fields[name].error_messages["required"] = missing

    def clean_username(self) -> str:
        return fold(str(self.cleaned_data["username"])).lower()
