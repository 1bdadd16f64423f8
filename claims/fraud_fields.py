"""Boxes of the forms on misuse: instants, days and sums as people type them."""

from __future__ import annotations

from datetime import date, datetime
from typing import Any, Final

from django import forms
from django.core.exceptions import ValidationError
from django.core.validators import ProhibitNullCharactersValidator

from compensation.policy.periods import JST
from foundation.japan import bilingual, email, phone
from foundation.japan.bilingual import Both, choose, said
from foundation.japan.dates import parse_date, parse_instant
from foundation.japan.errors import UnreadableError
from foundation.japan.field_errors import FILL
from foundation.japan.read_fields import refuse_strange_signs
from foundation.japan.yen import parse_yen
from foundation.trail import clock

LARGEST: Final = 100_000_000


class Read(forms.CharField):
    """A text that `read` brings to its one form."""

    def __init__(self, **options: Any) -> None:
        super().__init__(**{"max_length": 60, "error_messages": FILL, **options})
        # Controls are refused below in words; Django's own check would say it of NUL a second time.
        self.validators = [check for check in self.validators if not isinstance(check, ProhibitNullCharactersValidator)]

    def clean(self, value: Any) -> Any:
        """The value; raises ValidationError in the reader's language."""
        text: str = super().clean(value)
        refuse_strange_signs(text)
        if not text:
            return self.nothing()
        try:
            return self.read(text)
        except UnreadableError as error:
            raise ValidationError(choose(error.ja, error.en)) from None

    def nothing(self) -> Any:
        """What an empty box means."""
        return ""

    def read(self, text: str) -> Any:
        """The text as it is kept."""
        return text


class InstantText(Read):
    """A moment in Japan, as ISO text; not later than now, or than `latest`."""

    def __init__(self, *, latest: datetime | None = None, **options: Any) -> None:
        support = said("例：2031-03-01 21:30", "For example 2031-03-01 21:30")
        super().__init__(**{"help_text": support, **options})
        self.latest = latest
        self.widget.attrs["class"] = "width-number"

    def read(self, text: str) -> str:
        found = parse_instant(text)
        if found > (self.latest or clock.now()):
            raise UnreadableError("現在より後の日時です。", "This lies in the future.")
        return found.astimezone(JST).isoformat()

    def spoken(self, value: str) -> str:
        """The moment as people read it."""
        return bilingual.moment(datetime.fromisoformat(value))


class DayText(Read):
    """A day as ISO text, not later than today."""

    def __init__(self, **options: Any) -> None:
        super().__init__(**{"help_text": said("例：2031-03-02", "For example 2031-03-02"), **options})
        self.widget.attrs["class"] = "width-number"

    def read(self, text: str) -> str:
        found = parse_date(text)
        if found > clock.today():
            raise UnreadableError("今日より後の日付です。", "This date lies in the future.")
        return found.isoformat()

    def spoken(self, value: str) -> str:
        """The day as people read it."""
        return bilingual.day(date.fromisoformat(value))


class YenText(Read):
    """Whole yen, 0 or more; None where the box is empty."""

    def __init__(self, **options: Any) -> None:
        super().__init__(**options)
        self.widget.attrs.update({"class": "width-short", "inputmode": "numeric"})

    def nothing(self) -> None:
        return None

    def read(self, text: str) -> int:
        found = parse_yen(text)
        if not 0 <= found <= LARGEST:
            raise UnreadableError("金額を確認してください。", "Please check the sum.")
        return found


class _Phone(Read):
    def read(self, text: str) -> str:
        return phone.parse(text).e164


class _Email(Read):
    def read(self, text: str) -> str:
        return email.parse(text)


def plain_field(
    ja: str,
    en: str,
    *,
    needed: bool = True,
    rows: int = 1,
    most: int = 100,
    support: Both | None = None,
    autocomplete: str = "off",
) -> Read:
    """A line of text, or several."""
    attrs = {"autocomplete": autocomplete}
    widget = forms.TextInput(attrs) if rows == 1 else forms.Textarea({**attrs, "rows": rows})
    helps = said(*support) if support else ""
    return Read(label=said(ja, en), required=needed, max_length=most, widget=widget, help_text=helps)


def phone_field() -> Read:
    """A telephone number, as E.164."""
    widget = forms.TextInput({"type": "tel", "autocomplete": "tel", "class": "width-number"})
    return _Phone(
        label=said("電話番号", "Telephone number"),
        help_text=said("例：090-1234-5678。ハイフンはなくてもかまいません。", "For example 090-1234-5678."),
        widget=widget,
    )


def email_field() -> Read:
    """An e-mail address."""
    widget = forms.TextInput({"inputmode": "email", "autocomplete": "email", "autocapitalize": "none"})
    return _Email(label=said("ご連絡用メールアドレス", "E-mail address"), max_length=254, widget=widget)
