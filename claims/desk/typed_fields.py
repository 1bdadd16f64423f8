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
from foundation.japan.yen import parse_yen
from foundation.trail import clock

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


class PastMomentField(MomentField):
    """An instant that is over: what was tried, said or measured."""

    def clean(self, value: Any) -> datetime | None:
        """What was read. Raises ValidationError for an instant that lies ahead."""
        at = super().clean(value)
        if at is not None and at > clock.now():
            raise ValidationError(choose("現在より後の日時です。", "This lies in the future."))
        return at


class ComingDayField(DayField):
    """A day by which something is to be done: today or later."""

    def clean(self, value: Any) -> date | None:
        """What was read. Raises ValidationError for a day that is over."""
        day = super().clean(value)
        if day is not None and day < clock.today():
            raise ValidationError(choose("今日以降の日付を入力してください。", "Today or later, please."))
        return day


def _count(text: str) -> int:
    """A sign or a point is a mistake of typing, never a separator: -500 is not 500, nor 1.5 fifteen."""
    found = parse_yen(text.strip().removesuffix("回"))
    if found < 0:
        raise UnreadableError("0以上の数を入力してください。", "Enter 0 or more, please.")
    return found


class CountField(_ReadField[int]):
    """A whole number, of yen or of times, 0 or more."""

    read = staticmethod(_count)
