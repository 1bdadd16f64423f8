"""What the check asks beyond words: a sum of yen, a number of times, an hour of the evening, as people type them."""

from __future__ import annotations

import re
from datetime import time
from typing import Any, Final

from django import forms
from django.core.exceptions import ValidationError

from foundation.japan.bilingual import choose
from foundation.japan.errors import UnreadableError
from foundation.japan.numbers import fold
from foundation.japan.yen import parse_yen

MOST_YEN: Final = 1_000_000
MOST_TIMES: Final = 99
_HOUR: Final = re.compile(r"(\d{1,2})(?:[:.時](?:(\d{1,2})分?|(半))?)?")


class YenField(forms.CharField):
    """Whole yen, 0 or more; None where the box stays empty."""

    widget = forms.TextInput(attrs={"inputmode": "numeric", "autocomplete": "off", "class": "width-short"})

    def clean(self, value: Any) -> Any:
        """The sum as a number."""
        text = super().clean(value)
        if not text:
            return None
        try:
            yen = parse_yen(text)
        except UnreadableError as error:
            raise ValidationError(choose(error.ja, error.en)) from None
        if not 0 <= yen <= MOST_YEN:
            raise ValidationError(
                choose(f"0円から{MOST_YEN:,}円までで入力してください。", f"From 0 to {MOST_YEN:,} yen, please.")
            )
        return yen


class TimesField(forms.CharField):
    """How often: 1 or more; None where the box stays empty."""

    widget = forms.TextInput(attrs={"inputmode": "numeric", "autocomplete": "off", "class": "width-short"})

    def clean(self, value: Any) -> Any:
        """The count as a number."""
        text = fold(super().clean(value)).removesuffix("回")
        if not text:
            return None
        if not (text.isascii() and text.isdigit() and 1 <= int(text[:9]) <= MOST_TIMES):
            raise ValidationError(choose("回数を数字で入力してください。", "Please enter a number of times."))
        return int(text)


class HourField(forms.CharField):
    """A time of the day on a 24-hour clock; None where the box stays empty."""

    widget = forms.TextInput(attrs={"autocomplete": "off", "class": "width-short"})

    def clean(self, value: Any) -> Any:
        """The time, from 19:30, 19時半 or 19時."""
        text = "".join(fold(super().clean(value)).split())
        if not text:
            return None
        found = _HOUR.fullmatch(text)
        hour, minute = (int(found[1]), 30 if found[3] else int(found[2] or 0)) if found else (99, 0)
        try:
            return time(hour, minute)
        except ValueError:
            raise ValidationError(
                choose("時刻を確認してください（例：19:30）。", "Please check the time (e.g. 19:30).")
            ) from None
