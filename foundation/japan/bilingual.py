"""Texts in two languages: Japanese first, English beside it, both always written at the same place."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date, datetime
from typing import NamedTuple, Protocol

from django.utils.functional import lazy
from django.utils.html import conditional_escape, format_html
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import get_language

from foundation.japan.dates import en_date, en_instant, jp_date, jp_instant


class Pair(Protocol):
    """Anything that says the same in both languages."""

    @property
    def ja(self) -> str: ...

    @property
    def en(self) -> str: ...


class Both(NamedTuple):
    """One text, twice."""

    ja: str
    en: str


def in_english() -> bool:
    """Does the reader of this page read English?"""
    return (get_language() or "ja").startswith("en")


def choose(ja: str, en: str) -> str:
    """The text in the reader's language; Japanese where there is no English one."""
    return en if in_english() and en else ja


said: Callable[[str, str], str] = lazy(choose, str)
"""Like `choose`, but asked when the text is shown: for labels that stand in a class."""


def shown(pair: Pair) -> SafeString:
    """The pair in the reader's language; what exists only in Japanese is marked as Japanese for screen readers."""
    if in_english() and not pair.en:
        return format_html('<span lang="ja">{}</span>', pair.ja)
    return mark_safe(conditional_escape(choose(pair.ja, pair.en)))  # noqa: S308 - it was escaped right here


def day(value: date) -> str:
    """A day with its weekday: 2031年1月5日（日）, or Sun, 5 Jan 2031."""
    return choose(jp_date(value), en_date(value))


def moment(value: datetime) -> str:
    """An instant as a clock on a wall in Japan shows it."""
    return choose(jp_instant(value), en_instant(value))


def second(value: datetime) -> str:
    """An instant to the second, where two within one minute are told apart."""
    return choose(jp_instant(value, seconds=True), en_instant(value, seconds=True))


def yen(value: int) -> str:
    """A sum: 2,000円, or 2,000 yen."""
    return choose(f"{value:,}円", f"{value:,} yen")
