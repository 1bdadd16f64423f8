"""E-mail addresses as people type them."""

from __future__ import annotations

from django.core.exceptions import ValidationError
from django.core.validators import validate_email

from foundation.japan.errors import UnreadableError
from foundation.japan.numbers import fold


def parse(text: str) -> str:
    """The address in half-width signs; raises UnreadableError."""
    address = fold(text)
    try:
        validate_email(address)
    except ValidationError:
        raise UnreadableError(
            "メールアドレスを確認してください（例：name@example.jp）。",
            "Please check the e-mail address (e.g. name@example.jp).",
        ) from None
    return address
