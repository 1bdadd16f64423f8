"""What templates say in two languages: `{% t "日本語" "English" %}`, `{{ pair|shown }}`, days and sums."""

from __future__ import annotations

from datetime import date, datetime
from typing import Any

from django import template
from django.utils.html import format_html
from django.utils.safestring import SafeString, mark_safe

from foundation.japan import bilingual

register = template.Library()


@register.simple_tag
def t(ja: str, en: str, **values: Any) -> SafeString:
    """The text in the reader's language; `{name}` in it is filled from the values, which are escaped."""
    text = bilingual.choose(ja, en)
    # Both texts are literals of the template, so only what is filled in can be foreign.
    return format_html(text, **values) if values else mark_safe(text)  # noqa: S308


@register.filter
def shown(pair: bilingual.Pair | None) -> SafeString | str:
    """A pair of texts in the reader's language; nothing for nothing."""
    return bilingual.shown(pair) if pair else ""


@register.filter
def day(value: date | None) -> str:
    """A day with its weekday; nothing for nothing."""
    return bilingual.day(value) if value else ""


@register.filter
def moment(value: datetime | None) -> str:
    """An instant in Japan; nothing for nothing."""
    return bilingual.moment(value) if value else ""


@register.filter
def second(value: datetime | None) -> str:
    """An instant in Japan to the second; nothing for nothing."""
    return bilingual.second(value) if value else ""


@register.filter
def yen(value: int | None) -> str:
    """A sum in the reader's language; nothing for nothing."""
    return "" if value is None else bilingual.yen(value)


@register.filter
def thousands(value: int | None) -> str:
    """A count with commas; nothing for nothing."""
    return "" if value is None else f"{value:,}"


@register.filter
def named(thing: Any) -> str:
    """The name of whatever has one in Japanese and one in English."""
    return bilingual.choose(thing.name_ja, thing.name_en)
