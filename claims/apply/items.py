"""For each item that a bulletin may ask: the fields that ask it, and how an answer is shown."""

from __future__ import annotations

import re
from collections.abc import Callable
from datetime import date
from typing import Any

from django import forms

from claims.apply.fields import DayField, NumbersField
from claims.facts import LATER
from compensation.policy.bulletin import Bulletin, Item, Words
from foundation.japan import bilingual, phone, postal
from foundation.japan.bilingual import choose, said
from foundation.japan.errors import UnreadableError
from foundation.japan.kana import name as tidy_name
from foundation.japan.numbers import fold
from foundation.japan.prefectures import PREFECTURES
from foundation.japan.read_fields import ReadField
from foundation.trail import clock

Fields = dict[str, forms.Field]

_POSTAL_CODE = re.compile(r"\s*〒?\s*(\d{3}[-ー－−‐‑‒–—―ｰ]?\d{4})(?!\d)")

NUMBER = Item("coupon_number", Words("地域クーポン（紙）のお問い合わせ番号", "Inquiry number of the coupon"))
DESTINATION = Item("delivery_destination", Words("ご連絡・受取案内の送り先", "Where to reach you"))
POINTS = Item("points", Words("ご希望のキャッシュレスポイント", "Cashless points you would like"))


def asked_items(rules: Bulletin) -> tuple[Item, ...]:
    """What the application asks: the bulletin's list, and what it takes to find the coupon and to reach people."""
    if rules.paper is None:
        return ()
    listed = rules.paper.items.items
    ids = {item.id for item in listed}
    number = () if NUMBER.id in ids else (NUMBER,)
    reach = () if ids & {"email", DESTINATION.id} else (DESTINATION,)
    return (*listed, *number, *reach, *((POINTS,) if rules.paper.chosen_on_site else ()))


def fields_for(item: Item, rules: Bulletin) -> Fields:
    """The fields of one item, by name; an item that we do not know is asked as a plain line of text."""
    return _FIELDS.get(item.id, _plain)(item, rules)


def shown(item: Item, given: dict[str, Any], rules: Bulletin) -> list[str]:
    """An answer as the claimant reads it back, line by line."""
    value = given.get(item.id)
    if not value:
        return [choose("（入力なし）", "(not entered)")]
    if item.id == "coupon_number":
        return [str(number) for number in value]
    return [_SHOWN.get(item.id, _as_it_is)(str(value), rules)]


def _words(item: Item) -> Any:
    return said(item.name.ja, item.name.en)


_MISSING: dict[str, Any] = {
    "required": said("入力してください。", "Please fill this in."),
    "max_length": said("%(limit_value)d文字までで入力してください。", "Up to %(limit_value)d characters, please."),
}
_UNCHOSEN: dict[str, Any] = {
    "required": said("選んでください。", "Please choose one."),
    "invalid_choice": said("選び直してください。", "Please choose again."),
}


def _plain(item: Item, rules: Bulletin) -> Fields:
    return {item.id: ReadField(label=_words(item), max_length=200, error_messages=_MISSING, read=tidy_name)}


def _name(item: Item, rules: Bulletin) -> Fields:
    widget = forms.TextInput(attrs={"autocomplete": "name", "class": "width-half"})
    return {
        item.id: ReadField(label=_words(item), max_length=100, widget=widget, error_messages=_MISSING, read=tidy_name)
    }


def _address(item: Item, rules: Bulletin) -> Fields:
    lines = forms.Textarea(attrs={"autocomplete": "street-address", "rows": 3})
    return {
        item.id: ReadField(
            label=_words(item),
            help_text=said(
                "郵便番号（あれば）と、都道府県から建物名・部屋番号まで",
                "Postal code, if there is one, and all from prefecture to building and room; in any form abroad",
            ),
            max_length=300,
            widget=lines,
            read=_read_address,
            error_messages=_MISSING,
        ),
    }


def _read_address(text: str) -> str:
    """A Japanese postal code in front is brought to one form; everything else stays as it was written."""
    found = _POSTAL_CODE.match(text)
    if found is None:
        return text
    return f"〒{postal.parse(found[1])} {text[found.end() :].lstrip()}"


def _contact(item: Item, rules: Bulletin) -> Fields:
    widget = forms.TextInput(attrs={"type": "tel", "autocomplete": "tel", "class": "width-number"})
    return {
        item.id: ReadField(
            label=said(f"{item.name.ja}（電話番号）", "Telephone number"),
            help_text=said("例：090-1234-5678。ハイフンはなくてもかまいません。", "For example 090-1234-5678."),
            max_length=40,
            widget=widget,
            read=lambda text: phone.parse(text).e164,
            error_messages=_MISSING,
        )
    }


def _email(item: Item, rules: Bulletin) -> Fields:
    widget = forms.TextInput(
        attrs={"inputmode": "email", "autocomplete": "email", "autocapitalize": "none", "class": "width-half"}
    )
    return {
        item.id: ReadField(
            label=_words(item),
            help_text=said("受付番号と受取用リンクをお送りします。", "We send the claim number and the link here."),
            max_length=254,
            widget=widget,
            read=_read_email,
            error_messages=_MISSING,
        )
    }


def _read_email(text: str) -> str:
    address = fold(text)
    try:
        forms.EmailField().clean(address)
    except forms.ValidationError:
        raise UnreadableError(
            "メールアドレスを確認してください（例：name@example.jp）。",
            "Please check the e-mail address (e.g. name@example.jp).",
        ) from None
    return address


def _destination(item: Item, rules: Bulletin) -> Fields:
    widget = forms.TextInput(attrs={"autocapitalize": "none", "class": "width-half"})
    support = said("携帯電話番号（SMS）かメールアドレスのどちらか", "Either a mobile number (SMS) or an e-mail address")
    return {
        item.id: ReadField(
            label=_words(item),
            help_text=support,
            max_length=254,
            widget=widget,
            read=read_destination,
            error_messages=_MISSING,
        )
    }


def read_destination(text: str) -> str:
    """A mobile number as E.164, or an e-mail address; raises UnreadableError, also for lines that take no SMS."""
    if "@" in fold(text):
        return _read_email(text)
    found = phone.parse(text)
    if found.kind != "mobile":
        raise UnreadableError(
            "この電話番号ではSMSを受け取れません。携帯電話番号かメールアドレスを入力してください。",
            "This line cannot take SMS. Please enter a mobile number or an e-mail address.",
        )
    return found.e164


def _number(item: Item, rules: Bulletin) -> Fields:
    return {
        item.id: NumbersField(
            label=_words(item),
            help_text=said(
                "紙クーポン1枚ごとの番号です。ご本人のものは何枚でもまとめて申請できます。",
                "One number a sheet. You can apply for all coupons of your own together.",
            ),
            error_messages=_MISSING,
        )
    }


def _prefecture(item: Item, rules: Bulletin) -> Fields:
    return {
        item.id: forms.ChoiceField(
            label=_words(item),
            choices=[(slug, said(name.ja, name.en)) for slug, name in PREFECTURES.items()],
            initial=rules.prefecture,
            widget=forms.Select(attrs={"class": "width-number"}),
            error_messages=_UNCHOSEN,
        )
    }


def _travel_date(item: Item, rules: Bulletin) -> Fields:
    return {item.id: DayField(label=_words(item), latest=clock.today(), error_messages=_MISSING)}


def _points(item: Item, rules: Bulletin) -> Fields:
    methods = [(method.id, said(method.name.ja, method.name.en)) for method in rules.points.methods]
    return {
        item.id: forms.ChoiceField(
            label=_words(item),
            choices=[*methods, (LATER, said("受け取るときに選ぶ", "I will choose when I receive them"))],
            widget=forms.RadioSelect,
            error_messages=_UNCHOSEN,
        )
    }


def _as_it_is(value: str, rules: Bulletin) -> str:
    return value


def _shown_points(value: str, rules: Bulletin) -> str:
    for method in rules.points.methods:
        if method.id == value:
            return choose(method.name.ja, method.name.en)
    return choose("受け取るときに選ぶ", "I will choose when I receive them")


def _shown_prefecture(value: str, rules: Bulletin) -> str:
    return choose(*PREFECTURES[value])


_FIELDS: dict[str, Callable[[Item, Bulletin], Fields]] = {
    "name": _name,
    "address": _address,
    "contact": _contact,
    "email": _email,
    "coupon_number": _number,
    "prefecture_used": _prefecture,
    "travel_date": _travel_date,
    "delivery_destination": _destination,
    "points": _points,
}
_SHOWN: dict[str, Callable[[str, Bulletin], str]] = {
    "contact": lambda value, _: phone.national(value),
    "delivery_destination": lambda value, _: value if "@" in value else phone.national(value),
    "travel_date": lambda value, _: bilingual.day(date.fromisoformat(value)),
    "points": _shown_points,
    "prefecture_used": _shown_prefecture,
}
