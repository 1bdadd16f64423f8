"""Facts of a trace as text, in Japanese and English: instants, days, yen, yes and no."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date, datetime
from functools import lru_cache
from typing import Any

from compensation.policy.bulletin import Words
from compensation.policy.periods import JST, TICK, kind_of_end

YES, NO, NONE = Words("はい", "yes"), Words("いいえ", "no"), Words("なし", "none")
MONTHS = "January February March April May June July August September October November December"
MONTH_NAMES = MONTHS.split()


class InstantText(str):
    """An instant as text, and as an end that is itself too late.

    `until` is the text of the last day or hour before it; `by` says until when: through a day or an hour, or before
    an hour.
    """

    __slots__ = ("by", "until")
    until: str
    by: str


def in_japanese(fact: Any) -> str:
    """A fact as Japanese text."""
    return _text(fact, 0, in_japanese, _instant_ja, day_ja, "、")


def in_english(fact: Any) -> str:
    """A fact as English text."""
    return _text(fact, 1, in_english, _instant_en, day_en, ", ")


def day_ja(day: date) -> str:
    """2030年4月30日"""
    return f"{day.year}年{day.month}月{day.day}日"


def day_en(day: date) -> str:
    """30 April 2030"""
    return f"{day.day} {MONTH_NAMES[day.month - 1]} {day.year}"


def _text(
    fact: Any,
    language: int,
    again: Callable[[Any], str],
    instant: Callable[[datetime], str],
    day: Callable[[date], str],
    comma: str,
) -> str:
    kind = type(fact)
    if kind is int:
        return f"{fact:,}"
    if kind is datetime:
        return instant(fact)
    if kind is Words:
        return str(fact[language])
    if kind is tuple:
        return comma.join([again(part) for part in fact])
    if fact is None or kind is bool:
        return (NONE if fact is None else YES if fact else NO)[language]
    return day(fact) if kind is date else str(fact)


@lru_cache(maxsize=4096)
def _instant_ja(instant: datetime) -> InstantText:
    local = instant.astimezone(JST)
    text = InstantText(f"{day_ja(local)}{local.hour}時{_rest(local, '分', '秒')}")
    kind = kind_of_end(local)
    text.until = f"{day_ja(local - TICK)}の終わり" if kind == "day" else str(text)
    text.by = f"{text.until}より前" if kind == "before" else f"{text.until}まで"
    return text


@lru_cache(maxsize=4096)
def _instant_en(instant: datetime) -> InstantText:
    local = instant.astimezone(JST)
    clock = f"{local:%H:%M:%S}" if local.second else f"{local:%H:%M}"
    text = InstantText(f"{day_en(local)}, {clock} JST")
    kind = kind_of_end(local)
    text.until = f"the end of {day_en(local - TICK)}" if kind == "day" else str(text)
    text.by = f"before {text.until}" if kind == "before" else f"by {text.until}"
    return text


def _rest(local: datetime, minutes: str, seconds: str) -> str:
    text = f"{local.minute}{minutes}" if local.minute or local.second else ""
    return text + (f"{local.second}{seconds}" if local.second else "")
