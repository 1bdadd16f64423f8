"""Fields that read what people type: any width, any hyphen, several numbers at once. What cannot be read is said."""

from __future__ import annotations

import re
from collections.abc import Mapping
from datetime import date
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils.datastructures import MultiValueDict

from foundation.japan.bilingual import choose
from foundation.japan.dates import parse_date
from foundation.japan.errors import UnreadableError
from foundation.japan.numbers import code, fold

MOST_COUPONS = 30
MORE_BOXES = 3
_NUMBER = re.compile(r"[0-9A-Z]{4,40}")
# Between numbers pasted in one go; spaces and hyphens belong to a number.
_BETWEEN = re.compile(r"[,、，;；\n]+")


class NumbersWidget(forms.Widget):
    """A box for each coupon; `boxes` of them stand ready."""

    template_name = "apply/widgets/numbers.html"
    use_fieldset = True
    boxes = 1
    begins_at = 0
    """The box to begin typing in, from 1; 0 for none."""

    def value_from_datadict(self, data: Mapping[str, Any], files: Any, name: str) -> list[str]:
        """What was typed, box by box, without the empty ones."""
        typed = data.getlist(name) if isinstance(data, MultiValueDict) else data.get(name, [])
        return [text for text in typed if text.strip()]

    def get_context(self, name: str, value: Any, attrs: dict[str, Any] | None) -> dict[str, Any]:
        """The boxes, filled ones first."""
        context = super().get_context(name, value, attrs)
        filled = list(value or [])
        empty = [""] * max(0, min(self.boxes, MOST_COUPONS) - len(filled))
        context["boxes"] = filled + empty
        context["begins_at"] = self.begins_at
        context["more"] = MORE_BOXES
        return context

    def id_for_label(self, id_: str) -> str:
        """The first box: where a link to this field leads."""
        return f"{id_}_1"


class NumbersField(forms.Field):
    """Inquiry numbers of coupons: capitals and digits without separators, each once, in the order typed."""

    widget = NumbersWidget

    def clean(self, value: Any) -> list[str]:
        """The numbers in the one form they are looked up by; raises ValidationError naming the box."""
        typed = [part for text in value or [] for part in _BETWEEN.split(str(text)) if part.strip()]
        numbers = list(dict.fromkeys(code(text) for text in typed))
        if not numbers and self.required:
            raise ValidationError(self.error_messages["required"])
        wrong = [place for place, text in enumerate(typed, start=1) if not _NUMBER.fullmatch(code(text))]
        if wrong:
            raise ValidationError([_unreadable(place, len(typed)) for place in wrong])
        if len(numbers) > MOST_COUPONS:
            raise ValidationError(
                choose(
                    f"一度に申請できるのは{MOST_COUPONS}枚までです。残りは別に申請してください。",
                    f"You can apply for up to {MOST_COUPONS} coupons at once. Please apply for the rest separately.",
                )
            )
        return numbers


def _unreadable(place: int, of: int) -> str:
    which = choose(f"{place}枚目の", f"coupon {place}: ") if of > 1 else ""
    return choose(
        f"{which}お問い合わせ番号は、英数字で4文字以上40文字以内です。シートの番号を確認してください。",
        f"{which}an inquiry number has 4 to 40 letters and digits. Please check the number on the sheet.",
    )


class DayWidget(forms.Widget):
    """Year, month and day in three boxes."""

    template_name = "apply/widgets/day.html"
    use_fieldset = True

    def value_from_datadict(self, data: Mapping[str, Any], files: Any, name: str) -> list[str]:
        """The three texts as typed."""
        typed = data.getlist(name) if isinstance(data, MultiValueDict) else data.get(name, [])
        return [*typed, "", "", ""][:3]

    def get_context(self, name: str, value: Any, attrs: dict[str, Any] | None) -> dict[str, Any]:
        """Year, month and day, each for its box."""
        context = super().get_context(name, value, attrs)
        context["year"], context["month"], context["day"] = value or ["", "", ""]
        return context

    def id_for_label(self, id_: str) -> str:
        """The box of the year: where a link to this field leads."""
        return f"{id_}_1"


class DayField(forms.Field):
    """A day typed in three boxes, as an ISO date; `latest` is the last day that makes sense."""

    widget = DayWidget

    def __init__(self, *, latest: date, **options: Any) -> None:
        super().__init__(**options)
        self.latest = latest

    def clean(self, value: Any) -> str:
        """The ISO date; raises ValidationError for what is no day, or lies after the latest."""
        parts = [fold(str(part))[:8] for part in value or []]
        if not any(parts):
            if self.required:
                raise ValidationError(self.error_messages["required"])
            return ""
        try:
            found = parse_date("/".join(parts))
        except UnreadableError:
            raise ValidationError(
                choose("年・月・日を数字で入力してください。", "Please enter a date in digits.")
            ) from None
        if found > self.latest:
            raise ValidationError(choose("今日より後の日付です。", "This date lies in the future."))
        return found.isoformat()
