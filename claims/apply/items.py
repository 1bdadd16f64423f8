"""The items that an application asks, under which heading each stands, and how an answer is shown."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from typing import Any, Final, NamedTuple

from compensation.policy.bulletin import Bulletin, Item, Words
from foundation.japan import bilingual, phone
from foundation.japan.bilingual import Both, choose
from foundation.japan.prefectures import PREFECTURES

NUMBER = Item("coupon_number", Words("地域クーポン（紙）のお問い合わせ番号", "Inquiry number of the coupon"))
DESTINATION = Item("delivery_destination", Words("ご連絡・受取案内の送り先", "Where to reach you"))
POINTS = Item("points", Words("ご希望のキャッシュレスポイント", "Cashless points you would like"))


class Section(NamedTuple):
    """Items under one heading; `id` is its anchor."""

    id: str
    title: Both
    items: tuple[Item, ...]


_COUPON: Final = frozenset({"coupon_number", "prefecture_used", "travel_date"})
_REACH: Final = frozenset({"contact", "email", "delivery_destination"})


def asked_items(rules: Bulletin) -> tuple[Item, ...]:
    """What the application asks: the bulletin's list, and what it takes to find the coupon and to reach people."""
    if rules.paper is None:
        return ()
    listed = rules.paper.items.items
    ids = {item.id for item in listed}
    number = () if NUMBER.id in ids else (NUMBER,)
    reach = () if ids & {"email", DESTINATION.id} else (DESTINATION,)
    return (*listed, *number, *reach, *((POINTS,) if rules.paper.chosen_on_site else ()))


def sections(rules: Bulletin) -> tuple[Section, ...]:
    """The asked items under their headings, the coupon first; a heading without an item is left out."""
    items = asked_items(rules)
    points = POINTS.id
    found = (
        Section("coupon", Both("クーポン", "Coupon"), tuple(item for item in items if item.id in _COUPON)),
        Section(
            "you",
            Both("申請する方", "About you"),
            tuple(item for item in items if item.id not in _COUPON | _REACH | {points}),
        ),
        Section("reach", Both("ご連絡先", "How to reach you"), tuple(item for item in items if item.id in _REACH)),
        Section("points", Both("お受け取り", "What you receive"), tuple(item for item in items if item.id == points)),
    )
    return tuple(section for section in found if section.items)


def shown(item: Item, given: dict[str, Any], rules: Bulletin) -> list[str]:
    """An answer as the claimant reads it back, line by line."""
    value = given.get(item.id)
    if not value:
        return [choose("（入力なし）", "(not entered)")]
    if item.id == "coupon_number":
        return [str(number) for number in value]
    beside = [str(given["name_kana"])] if item.id == "name" and given.get("name_kana") else []
    return [_SHOWN.get(item.id, _as_it_is)(str(value), rules), *beside]


def _as_it_is(value: str, rules: Bulletin) -> str:
    return value


def _shown_points(value: str, rules: Bulletin) -> str:
    for method in rules.points.methods:
        if method.id == value:
            return choose(method.name.ja, method.name.en)
    return choose("受け取るときに選ぶ", "I will choose when I receive them")


def _shown_prefecture(value: str, rules: Bulletin) -> str:
    return choose(*PREFECTURES[value])


_SHOWN: dict[str, Callable[[str, Bulletin], str]] = {
    "contact": lambda value, _: phone.national(value),
    "delivery_destination": lambda value, _: value if "@" in value else phone.national(value),
    "travel_date": lambda value, _: bilingual.day(date.fromisoformat(value)),
    "points": _shown_points,
    "prefecture_used": _shown_prefecture,
}
