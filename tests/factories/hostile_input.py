"""Texts that nobody should type, put into every field of a form, one after the other.

The fields are those of the form itself: a field that is added is tried without being named.
"""

from __future__ import annotations

from collections.abc import Callable
from html import escape
from typing import Any, Final, NamedTuple

from django import forms
from django.test import Client

TEXTS: Final = {
    "empty": "",
    "blank": " \u3000\t",
    "long": "長" * 20_000,
    "nul": "山\x00田",
    "controls": "\x07\x1b[2J\x7f",
    "markup": "<script>alert(1)</script>",
    "quotes": "\"' OR 1=1 --",
    "formula": '=HYPERLINK("x")',
    "other scripts": "محمد Ольга 김민준 ราชา",
    "emoji": "😀👨‍👩‍👧",
    "right to left": "\u202eあいう\u202c",
    "private use": "\ue000\ufffe",
    "broken": "%00%zz{{7*7}}{% load %}",
}
UNUSABLE: Final = {"blank", "long", "nul", "controls", "emoji", "right to left", "private use"}
"""No field that is required can make anything of these."""


class Page(NamedTuple):
    """Where a form is posted, what stands in it, the form itself, and the fields to be tried: all unless named."""

    address: str
    data: dict[str, Any]
    form: forms.BaseForm
    fields: tuple[str, ...] = ()


Way = Callable[[Client], Page]


def every_field(client: Client, way: Way, *, once: bool = False) -> None:
    """Each text in each field: a clear message at that field, and the others as they were.

    `once`: what is taken there is done, and the next text needs a way of its own.
    """
    page = way(client)
    for field in page.fields or tuple(page.form.fields):
        for kind, text in TEXTS.items():
            if _tried(client, page, field, kind, text) and once:
                page = way(client)


def _tried(client: Client, page: Page, field: str, kind: str, text: str) -> bool:
    """Post the form with this text in one field, and look at what comes back; whether the text was taken."""
    where = f"{kind} in {field}"
    answer = client.post(page.address, {**page.data, field: text})
    assert answer.status_code in (200, 302, 422), where
    shown = answer.content.decode()
    assert "<script>alert" not in shown, where
    if answer.status_code == 302:
        assert kind not in UNUSABLE or not _must_be_read(page.form.fields[field]), where
        return True
    wrong = answer.context["form"].errors
    assert set(wrong) <= {field, "__all__"}, where
    if field in wrong:
        assert all(str(message).strip() for message in wrong[field]), where
        assert f'href="#id_{field}' in shown, where
    for other in set(page.data) - {field}:
        _stays(shown, page.form.fields.get(other), page.data[other])
    return False


def _must_be_read(field: forms.Field) -> bool:
    """A tick is a tick, whatever its value; an optional field may stay empty."""
    return field.required and not isinstance(field, forms.BooleanField)


def _stays(shown: str, field: forms.Field | None, value: Any) -> None:
    """What stood in another field stands there still."""
    if field is None or isinstance(field, forms.ChoiceField | forms.BooleanField) or field.widget.is_hidden:
        return
    for part in value if isinstance(value, list) else [value]:
        assert escape(part) in shown, value
