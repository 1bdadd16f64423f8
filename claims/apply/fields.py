"""Fields that read what people type: any width, any hyphen, several numbers at once. What cannot be read is said."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from datetime import date
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils.datastructures import MultiValueDict

from foundation.japan.bilingual import Both, choose
from foundation.japan.dates import parse_date
from foundation.japan.errors import UnreadableError
from foundation.japan.numbers import code, fold

MOST_COUPONS = 30
FAMILY = 8
_NUMBER = re.compile(r"[0-9A-Z]{4,40}")
_TOO_SHORT = Both(
    "お問い合わせ番号は、英数字で4文字以上40文字以内です。シートの番号を確認してください。",
    "An inquiry number has 4 to 40 letters and digits. Please check the number on the sheet.",
)
# Between numbers pasted in one go; spaces and hyphens belong to a number.
_BETWEEN = re.compile(r"[,、，;；\n]+")


class NumbersWidget(forms.Widget):
    """A box for each coupon; `boxes` of them stand ready, and `wrong` says by box, from 1, what cannot be read."""

    template_name = "apply/widgets/numbers.html"
    use_fieldset = True
    boxes = 1
    begins_at = 0
    """The box to begin typing in, from 1; 0 for none."""

    def __init__(self, attrs: dict[str, Any] | None = None) -> None:
        super().__init__(attrs)
        self.wrong: dict[int, str] = {}

    def value_from_datadict(self, data: Mapping[str, Any], files: Any, name: str) -> list[str]:
        """What was typed, box by box, without the empty ones."""
        return filled_boxes(data.getlist(name) if isinstance(data, MultiValueDict) else data.get(name, []))

    def get_context(self, name: str, value: Any, attrs: dict[str, Any] | None) -> dict[str, Any]:
        """The boxes, filled ones first, each with its number and what is wrong with it."""
        context = super().get_context(name, value, attrs)
        filled = list(value or [])
        empty = [""] * max(0, min(self.boxes, MOST_COUPONS) - len(filled))
        numbered = enumerate(filled + empty, start=1)
        context["boxes"] = [(place, text, self.wrong.get(place, "")) for place, text in numbered]
        context |= {"begins_at": self.begins_at, "family": FAMILY, "most": MOST_COUPONS}
        return context

    def id_for_label(self, id_: str) -> str:
        """The first box that is wrong, else the first: where a link to this field leads."""
        return f"{id_}_{min(self.wrong, default=1)}"


def filled_boxes(boxes: Iterable[str]) -> list[str]:
    """The boxes in which something stands."""
    return [text for text in boxes if text.strip()]


class NumbersField(forms.Field):
    """Inquiry numbers of coupons: capitals and digits without separators, each once, in the order typed."""

    widget = NumbersWidget

    def clean(self, value: Any) -> list[str]:
        """The numbers in the one form they are looked up by; raises ValidationError naming each box that is wrong."""
        boxes = [[part for part in _BETWEEN.split(str(text)) if part.strip()] for text in value or []]
        numbers = list(dict.fromkeys(code(text) for box in boxes for text in box))
        if not numbers and self.required:
            raise ValidationError(self.error_messages["required"])
        wrong = [place for place, box in enumerate(boxes, start=1) if not all(map(_is_number, box))]
        if wrong:
            self._mark(wrong)
            raise ValidationError([_unreadable(place, len(boxes)) for place in wrong])
        if len(numbers) > MOST_COUPONS:
            raise ValidationError(
                choose(
                    f"一度に申請できるのは{MOST_COUPONS}枚までです。残りは別に申請してください。",
                    f"You can apply for up to {MOST_COUPONS} coupons at once. Please apply for the rest separately.",
                )
            )
        return numbers

    def _mark(self, wrong: list[int]) -> None:
        # Annotated as a class where it is declared; on a field it is the widget itself.
        widget: Any = self.widget
        widget.wrong = {place: _unreadable(place, 1) for place in wrong}


def one_number(text: str) -> str:
    """One inquiry number in the form it is looked up by; raises UnreadableError."""
    if not _is_number(text):
        raise UnreadableError(*_TOO_SHORT)
    return code(text)


def _is_number(text: str) -> bool:
    return bool(_NUMBER.fullmatch(code(text)))


def _unreadable(place: int, of: int) -> str:
    which = choose(f"{place}枚目の", f"coupon {place}: ") if of > 1 else ""
    return choose(f"{which}{_TOO_SHORT.ja}", f"{which}{_TOO_SHORT.en}")


class PostalCodeWidget(forms.TextInput):
    """The code, a button that looks it up, and the places found: to choose from where there are several.

    `found` is None before anything was looked up.
    """

    template_name = "apply/widgets/postal_code.html"
    found: list[str] | None = None
    was_put_in = False
    """Whether the one place that was found stands in the address by now."""

    def __init__(self) -> None:
        super().__init__({"inputmode": "numeric", "autocomplete": "postal-code", "class": "width-short"})

    def get_context(self, name: str, value: Any, attrs: dict[str, Any] | None) -> dict[str, Any]:
        """The box, and what was found."""
        context = super().get_context(name, value, attrs)
        return {**context, "found": self.found, "was_put_in": self.was_put_in}


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
