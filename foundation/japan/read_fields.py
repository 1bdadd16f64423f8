"""A form field that reads what people type, and refuses signs that nobody writes."""

from __future__ import annotations

import unicodedata
from collections.abc import Callable
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.core.validators import ProhibitNullCharactersValidator

from foundation.japan.bilingual import choose
from foundation.japan.errors import UnreadableError

# Controls, invisible marks, private and unassigned signs, emoji: none of them stands in a name or an address.
_STRANGE = frozenset({"Cc", "Cf", "Cs", "Co", "Cn", "So", "Sk"})


def refuse_strange_signs(text: str) -> None:
    """Raises ValidationError for signs that nobody reads or writes in a name or an address."""
    strange = {sign for sign in text if unicodedata.category(sign) in _STRANGE and sign not in "\r\n゛゜〒"}
    if not strange:
        return
    seen = "".join(sorted(sign for sign in strange if unicodedata.category(sign) in {"So", "Sk"}))
    shown = choose(f"（{seen}）", f" ({seen})") if seen else ""
    raise ValidationError(
        choose(f"使えない文字{shown}が含まれています。", f"This contains characters that cannot be used{shown}.")
    )


class ReadField(forms.CharField):
    """A text that is brought to one form by a function; what it raises as UnreadableError is the field's error."""

    def __init__(self, *, read: Callable[[str], str] = str, **options: Any) -> None:
        super().__init__(**options)
        self.read = read
        # The one check says it all; Django's own would say it of NUL a second time.
        kept = [check for check in self.validators if not isinstance(check, ProhibitNullCharactersValidator)]
        self.validators = [*kept, refuse_strange_signs]

    def clean(self, value: Any) -> str:
        """The text in its one form."""
        text: str = super().clean(value)
        if not text:
            return ""
        try:
            return self.read(text)
        except UnreadableError as error:
            raise ValidationError(choose(error.ja, error.en)) from None
