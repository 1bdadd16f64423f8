"""For each item that a bulletin may ask: the fields that ask it, and what they give together."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping, Sequence
from typing import Any

from django import forms

from claims.apply.fields import DayField, NumbersField, PostalCodeWidget
from claims.facts import LATER
from compensation.gifts.products import stocked_as
from compensation.policy.bulletin import Bulletin, Item, Words
from foundation.japan import email, kana, phone, postal
from foundation.japan.bilingual import said
from foundation.japan.errors import UnreadableError
from foundation.japan.field_errors import CHOOSE, FILL
from foundation.japan.kana import name as tidy_name
from foundation.japan.numbers import fold
from foundation.japan.prefectures import PREFECTURES
from foundation.japan.read_fields import ReadField
from foundation.trail import clock

Fields = dict[str, forms.Field]

_POSTAL_CODE = re.compile(r"\s*〒?\s*(\d{3}[-ー－−‐‑‒–—―ｰ]?\d{4})(?!\d)")


def fields_for(item: Item, rules: Bulletin) -> Fields:
    """The fields of one item, by name; an item that we do not know is asked as a plain line of text."""
    return _FIELDS.get(item.id, _plain)(item, rules)


def given_of(item: Item, cleaned: Mapping[str, Any]) -> dict[str, Any]:
    """What the fields of an item give: the item itself, and what was asked along with it."""
    if item.id == "address":
        return {"address": _whole_address(cleaned)}
    kana_too = {"name_kana": cleaned["name_kana"]} if item.id == "name" and cleaned["name_kana"] else {}
    return {item.id: cleaned[first_field(item)], **kana_too}


def first_field(item: Item) -> str:
    """The field that an item begins with: where a link to it leads."""
    return "postal_code" if item.id == "address" else item.id


def _words(item: Item) -> Any:
    return said(item.name.ja, item.name.en)


def _plain(item: Item, rules: Bulletin) -> Fields:
    return {item.id: ReadField(label=_words(item), max_length=200, error_messages=FILL, read=tidy_name)}


def _name(item: Item, rules: Bulletin) -> Fields:
    widget = forms.TextInput(attrs={"autocomplete": "name", "class": "width-half"})
    reading = forms.TextInput(attrs={"class": "width-half", "autocomplete": "off"})
    return {
        item.id: ReadField(label=_words(item), max_length=100, widget=widget, error_messages=FILL, read=tidy_name),
        "name_kana": ReadField(
            label=said("氏名のフリガナ", "How your name is read"),
            help_text=said(
                "カタカナで。ひらがなでもかまいません。お電話でお名前を確かめるときに使います。",
                "In katakana or in Latin letters; used to find your claim when you call.",
            ),
            required=False,
            max_length=100,
            widget=reading,
            error_messages=FILL,
            read=kana.reading,
        ),
    }


def _address(item: Item, rules: Bulletin) -> Fields:
    place = forms.TextInput(attrs={"autocomplete": "address-line1"})
    rest = forms.TextInput(attrs={"autocomplete": "address-line2"})
    return {
        "postal_code": ReadField(
            label=said("郵便番号", "Postal code"),
            help_text=said("7けた。海外の方は空欄のままで。", "Seven digits; leave it empty if you live abroad."),
            required=False,
            max_length=20,
            widget=PostalCodeWidget(),
            read=postal.parse,
            error_messages=FILL,
        ),
        item.id: ReadField(
            label=said(f"{item.name.ja}（都道府県・市区町村・町名）", f"{item.name.en} (prefecture, city, town)"),
            help_text=said("海外の方は、国名から現地の書き方で。", "Abroad: in the form used there, with the country."),
            max_length=200,
            widget=place,
            read=_read_place,
            error_messages=FILL,
        ),
        "address_rest": ReadField(
            label=said("番地・建物名・部屋番号", "Street number, building, room"),
            help_text=said("上の行に書いた方は空欄で。", "Leave it empty if it stands in the line above."),
            required=False,
            max_length=200,
            widget=rest,
            read=tidy_name,
            error_messages=FILL,
        ),
    }


def _read_place(text: str) -> str:
    """A Japanese postal code in front is brought to one form; everything else stays as it was written."""
    found = _POSTAL_CODE.match(text)
    if found is None:
        return tidy_name(text)
    return f"〒{postal.parse(found[1])} {text[found.end() :].lstrip()}"


def _whole_address(cleaned: Mapping[str, Any]) -> str:
    """Postal code, place and the rest in one line; a code that was typed before the place stands only once."""
    place = str(cleaned["address"])
    code = f"〒{cleaned['postal_code']}" if cleaned["postal_code"] and not place.startswith("〒") else ""
    return " ".join(filter(None, (code, place, cleaned["address_rest"])))


def _contact(item: Item, rules: Bulletin) -> Fields:
    widget = forms.TextInput(attrs={"type": "tel", "autocomplete": "tel", "class": "width-number"})
    return {
        item.id: ReadField(
            label=said(f"{item.name.ja}（電話番号）", "Telephone number"),
            help_text=said("例：090-1234-5678。ハイフンはなくてもかまいません。", "For example 090-1234-5678."),
            max_length=40,
            widget=widget,
            read=lambda text: phone.parse(text).e164,
            error_messages=FILL,
        )
    }


def _email(item: Item, rules: Bulletin) -> Fields:
    widget = forms.TextInput(
        attrs={"inputmode": "email", "autocomplete": "email", "autocapitalize": "none", "class": "width-half"}
    )
    return {
        item.id: ReadField(label=_words(item), max_length=254, widget=widget, read=email.parse, error_messages=FILL)
    }


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
            error_messages=FILL,
        )
    }


def read_destination(text: str) -> str:
    """A mobile number as E.164, or an e-mail address; raises UnreadableError, also for lines that take no SMS."""
    if "@" in fold(text):
        return email.parse(text)
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
                "紙クーポン1枚ごとの番号です。ご家族分など、何枚でもまとめて申請できます。全角・半角、ハイフンの有無は問いません。",
                "One number a sheet; you can apply for several together, such as those of a family. "
                "With or without hyphens.",
            ),
            error_messages=FILL,
        )
    }


def _prefecture(item: Item, rules: Bulletin) -> Fields:
    return {
        item.id: forms.ChoiceField(
            label=_words(item),
            choices=[(slug, said(name.ja, name.en)) for slug, name in PREFECTURES.items()],
            initial=rules.prefecture,
            widget=forms.Select(attrs={"class": "width-number"}),
            error_messages=CHOOSE,
        )
    }


def _travel_date(item: Item, rules: Bulletin) -> Fields:
    return {item.id: DayField(label=_words(item), latest=clock.today(), error_messages=FILL)}


def _points(item: Item, rules: Bulletin) -> Fields:
    payable = stocked_as(method.id for method in rules.points.methods)
    methods = [(method.id, said(*method.name)) for method in rules.points.methods if method.id in payable]
    to_come = [method.name for method in rules.points.methods if method.id not in payable]
    return {
        item.id: forms.ChoiceField(
            label=_words(item),
            help_text=_not_yet(to_come) if to_come else "",
            choices=[*methods, (LATER, said("受け取るときに選ぶ", "I will choose when I receive them"))],
            widget=forms.RadioSelect,
            error_messages=CHOOSE,
        )
    }


def _not_yet(names: Sequence[Words]) -> Any:
    """What the notice names and nobody could be paid in yet: it is told, and cannot be chosen."""
    ja, en = "、".join(name.ja for name in names), ", ".join(name.en for name in names)
    return said(f"準備中でまだ選べないもの：{ja}", f"Not available yet: {en}")


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
