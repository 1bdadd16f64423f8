"""Fields that read days, instants and numbers as operators type them: any width, any usual form."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date, datetime
from typing import Any, Generic, TypeVar

from django import forms
from django.core.exceptions import ValidationError

from foundation.japan.bilingual import choose
from foundation.japan.dates import parse_date, parse_instant
from foundation.japan.errors import UnreadableError
from foundation.japan.numbers import digits

T = TypeVar("T")


class _ReadField(forms.CharField, Generic[T]):
    """A text box whose text is read by `read`; empty is None."""

    read: Callable[[str], T]

    def clean(self, value: Any) -> T | None:
        """What was read. Raises ValidationError for what cannot be read."""
        text: str = super().clean(value)
        if not text:
            return None
        try:
            return type(self).read(text)
        except UnreadableError as error:
            raise ValidationError(choose(error.ja, error.en)) from None


class DayField(_ReadField[date]):
    """A day in Japan."""

    read = staticmethod(parse_date)


class MomentField(_ReadField[datetime]):
    """An instant, in Japan's time unless an offset is typed."""

    read = staticmethod(parse_instant)


class CountField(_ReadField[int]):
    """A whole number, of yen or of times."""

    read = staticmethod(lambda text: int(digits(text.replace("円", "").replace(",", "").replace("，", ""))))
