"""The one form in which a bank transfer is asked for, at every door: exactly the items that the bulletin names."""

from __future__ import annotations

import json
from collections.abc import Callable, Mapping, Sequence
from datetime import date
from hashlib import sha256
from typing import Any, Final, NamedTuple

from django import forms
from django.urls import reverse_lazy
from django.utils.datastructures import MultiValueDict

from compensation.policy.bulletin import Item
from compensation.transfers import japan_post
from compensation.transfers.accounts import ACCOUNT, IDENTITY, KINDS, LODGING, Account, account_lines
from compensation.transfers.choosing import POST, Chosen, chosen_bank
from compensation.transfers.states import AccountKind
from foundation.japan import bank_kana, bilingual
from foundation.japan.bilingual import Both, choose, said
from foundation.japan.dates import parse_date
from foundation.japan.errors import UnreadableError
from foundation.japan.kana import name as tidy_name
from foundation.japan.kana import reading
from foundation.japan.numbers import digits
from foundation.japan.read_fields import ReadField

Typed = dict[str, list[str]]
Given = dict[str, dict[str, Any]]
_MISSING: Final[dict[str, Any]] = {
    "required": said("入力してください。", "Please fill this in."),
    "max_length": said("%(limit_value)d文字までで入力してください。", "Up to %(limit_value)d characters, please."),
    "invalid_choice": said("選び直してください。", "Please choose again."),
}
_OF_A_BANK: Final = ("bank", "branch", "account_kind", "account_number")
_OF_THE_POST: Final = ("post_symbol", "post_number", "post_kind")


class Row(NamedTuple):
    """One answer read back: what it is called, its lines, and the control to mend it at."""

    name: str
    lines: list[str]
    anchor: str


class Part(NamedTuple):
    """One item of the bulletin under its own name, and the fields that ask it."""

    item: Item
    fields: list[forms.BoundField]


class TransferForm(forms.Form):
    """Asks the items given. With `check` it says what is wrong, without it only shows what was typed and what a search
    found."""

    def __init__(self, items: Sequence[Item], typed: Typed, *, check: bool = False) -> None:
        data = MultiValueDict(typed)
        super().__init__(data=data if check else None, use_required_attribute=False)
        self.items, self.typed = tuple(items), typed
        for item in items:
            self.fields.update(_FIELDS.get(item.id, _plain)(item))
        self.chosen: Chosen | None = None
        if ACCOUNT in {item.id for item in items}:
            for name in (*_OF_A_BANK, *_OF_THE_POST):
                # Needed or not, by what kind of bank it is: said as such, and checked below.
                self.fields[name].needed = True  # type: ignore[attr-defined]
            self.chosen = chosen_bank({name: values[-1] for name, values in typed.items() if values})
            _offer(self, "bank_pick", self.chosen.banks)
            _offer(self, "branch_pick", self.chosen.branches)
        if typed and not check:
            for name, field in self.fields.items():
                self.initial[name] = field.widget.value_from_datadict(data, {}, name)

    @property
    def parts(self) -> list[Part]:
        """The items other than the account, in their order."""
        return [Part(item, [self[name] for name in _names(item)]) for item in self.items if item.id != ACCOUNT]

    @property
    def by_hand(self) -> bool:
        """Whether bank and branch are entered by their codes."""
        return self.chosen is not None and (self.chosen.by_hand or "hand_bank_code" in self.errors)

    @property
    def by_post(self) -> bool:
        """Whether symbol and number of Japan Post are being given."""
        return (self.typed.get("place") or [""])[-1] == POST

    def clean(self) -> dict[str, Any]:
        """Account, and what belongs together."""
        if self.chosen is not None and "place" in self.cleaned_data:
            (self._clean_post if self.cleaned_data["place"] == POST else self._clean_bank)()
        return self.cleaned_data

    def given(self) -> Given:
        """The answers by item; empty until all of them can be read."""
        if not self.is_valid():
            return {}
        return {item.id: self._of_item(item.id) for item in self.items}

    def rows(self) -> list[Row]:
        """The answers read back in the reader's language; after `is_valid`."""
        return [row for item in self.items for row in _SHOWN.get(item.id, _plain_row)(self, item)]

    def _of_item(self, item: str) -> dict[str, Any]:
        if item == ACCOUNT:
            return dict(self.cleaned_data["account"]._asdict())
        return {name: self.cleaned_data[name] for name in _NAMES.get(item, (item,))}

    def _clean_post(self) -> None:
        given = self._needed(_OF_THE_POST)
        if given is None:
            return
        try:
            found = japan_post.convert(given["post_symbol"], given["post_number"], AccountKind(given["post_kind"]))
        except UnreadableError as error:
            self.add_error("post_number", choose(error.ja, error.en))
            return
        self._account(
            Account(
                japan_post.CODE, japan_post.NAME, found.branch_code, found.branch_name, found.kind.value, found.number,
                str(self.cleaned_data.get("holder", "")), f"{given['post_symbol']}-{given['post_number']}",
            )
        )  # fmt: skip

    def _clean_bank(self) -> None:
        chosen = self.chosen
        given = self._needed(("account_kind", "account_number"))
        if chosen is None:
            return
        for field, problem in chosen.problems:
            self.add_error(field, choose(*problem))
        if given is None or chosen.bank is None or chosen.branch is None:
            return
        self._account(
            Account(
                *chosen.bank, *chosen.branch, given["account_kind"], given["account_number"],
                str(self.cleaned_data.get("holder", "")), by_hand=chosen.by_hand,
            )
        )  # fmt: skip

    def _needed(self, names: Sequence[str]) -> dict[str, str] | None:
        """Boxes that this kind of account needs; None, with the errors said, where one is empty or unreadable."""
        for name in names:
            if not self.cleaned_data.get(name) and name not in self.errors:
                self.add_error(name, str(_MISSING["required"]))
        return None if set(names) & set(self.errors) else {name: self.cleaned_data[name] for name in names}

    def _account(self, account: Account) -> None:
        self.cleaned_data["account"] = account


def _names(item: Item) -> tuple[str, ...]:
    return _NAMES.get(item.id, (item.id,))


def digest(given: Given) -> str:
    """Changes whenever what would be sent changes."""
    return sha256(json.dumps(given, sort_keys=True).encode()).hexdigest()[:32]


def _offer(form: TransferForm, name: str, found: Sequence[tuple[str, str]]) -> None:
    """Show what a search found as a choice, where it found several."""
    asked = form.fields[name]
    if len(found) > 1 and isinstance(asked, forms.ChoiceField):
        asked.choices = [(code, f"{words}（{code}）") for code, words in found]
        asked.needed = True  # type: ignore[attr-defined]
    else:
        del form.fields[name]


def _box(ja: str, en: str, **options: Any) -> ReadField:
    """One line of text."""
    attrs = {"class": options.pop("width", "width-half"), **options.pop("attrs", {})}
    given = {"max_length": 60, "error_messages": _MISSING, "widget": forms.TextInput(attrs=attrs)}
    return ReadField(label=said(ja, en), **{**given, **options})


def _number_box(ja: str, en: str, longest: int, **options: Any) -> ReadField:
    def read(text: str) -> str:
        found = digits(text)
        if len(found) > longest:
            raise UnreadableError(f"{longest}桁までの数字です。", f"Up to {longest} digits, please.")
        return found

    attrs = {"inputmode": "numeric", "autocomplete": "off"}
    return _box(ja, en, read=read, width="width-number", attrs=attrs, required=False, **options)


def _choices(ja: str, en: str, words: Mapping[str, Both], **options: Any) -> forms.ChoiceField:
    made = [(code, said(*both)) for code, both in words.items()]
    given = {"label": said(ja, en), "choices": made, "widget": forms.RadioSelect, "error_messages": _MISSING}
    return forms.ChoiceField(**{**given, **options})


def _account_fields(item: Item) -> dict[str, forms.Field]:
    post = {kind: KINDS[kind] for kind in (AccountKind.ORDINARY.value, AccountKind.SAVINGS.value)}
    places = {"bank": Both("銀行・信用金庫など", "a bank"), POST: Both("ゆうちょ銀行（記号・番号）", "Japan Post Bank")}
    search = said(
        "名前・カナ・コードのどれでも探せます。「銀行・支店を探す」を押すと候補が出ます。",
        "By name, kana or code. Press “Find” to see what fits.",
    )
    return {
        "place": _choices("振込先", "Where to", places),
        "bank": _box("銀行名", "Bank", help_text=search, required=False, attrs=_searching("bank")),
        "bank_pick": _choices("銀行の候補", "Banks found", {}, required=False),
        "branch": _box("支店名", "Branch", required=False, attrs=_searching("branch")),
        "branch_pick": _choices("支店の候補", "Branches found", {}, required=False),
        "hand_bank_code": _number_box("銀行コード（4桁）", "Bank code (four digits)", 4),
        "hand_bank_name": _box("銀行名（手入力）", "Bank’s name", required=False),
        "hand_branch_code": _number_box("支店コード（3桁）", "Branch code (three digits)", 3),
        "hand_branch_name": _box("支店名（手入力）", "Branch’s name", required=False),
        "account_kind": _choices("預金種目", "Kind of account", KINDS, required=False),
        "account_number": _padded(),
        "post_symbol": _box(
            "記号",
            "Symbol",
            help_text=said("通帳の5桁の数字。例：10530", "Five digits in your passbook, for example 10530"),
            read=japan_post.symbol,
            width="width-number",
            attrs={"inputmode": "numeric", "autocomplete": "off"},
            required=False,
        ),
        "post_number": _number_box(
            "番号",
            "Number",
            8,
            help_text=said(
                "8桁まで。記号と番号の間に1桁の数字がある場合、その数字は入力しません。",
                "Up to eight digits. A single digit printed between symbol and number is left out.",
            ),
        ),
        "post_kind": _choices("貯金の種類", "Kind of deposit", post, required=False, initial="ordinary"),
        "holder": _box(
            "口座名義（カナ）",
            "Account holder (kana)",
            help_text=said(
                "通帳の表記のとおりに。ひらがな・全角でも、振込に使える半角カナに直します。",
                "As in your passbook. Any width will do; it is brought to the half-width kana that banks use.",
            ),
            read=bank_kana.holder,
            max_length=100,
            attrs={"autocomplete": "off"},
        ),
    }  # fmt: skip


def _searching(part: str) -> dict[str, Any]:
    """A box whose candidates come while somebody types, where scripts run; the button finds the same ones."""
    return {
        "autocomplete": "off",
        "hx-post": reverse_lazy("bank-search"),
        "hx-trigger": "input changed delay:250ms",
        "hx-vals": json.dumps({"part": part}),
    }


def _padded() -> ReadField:
    field = _number_box("口座番号", "Account number", 7, help_text=said("7桁までの数字", "Up to seven digits"))
    plain: Callable[[str], str] = field.read
    field.read = lambda text: plain(text).zfill(7)
    return field


def _identity_fields(item: Item) -> dict[str, forms.Field]:
    return {
        "identity_name": _box("お名前", "Name", read=tidy_name, max_length=100, attrs={"autocomplete": "name"}),
        "identity_reading": _box("お名前のフリガナ", "Name in kana (or Latin letters)", read=reading, max_length=100),
        "identity_address": ReadField(
            label=said("ご住所", "Address"),
            max_length=300,
            error_messages=_MISSING,
            widget=forms.Textarea(attrs={"rows": 2, "autocomplete": "street-address"}),
        ),
    }


def _lodging_fields(item: Item) -> dict[str, forms.Field]:
    return {
        "lodging_name": _box(
            "宿泊した施設、またはクーポンを受け取った旅行会社など",
            "Where you stayed, or the agency that gave you the coupon",
            max_length=100,
        ),
        "lodging_day": _box(
            "宿泊日（チェックインの日）",
            "First night",
            help_text=said("例：2031-02-24", "For example 2031-02-24"),
            read=lambda text: parse_date(text).isoformat(),
            width="width-number",
        ),
    }


def _plain(item: Item) -> dict[str, forms.Field]:
    return {item.id: _box(item.name.ja, item.name.en, max_length=200, read=tidy_name)}


def _account_rows(form: TransferForm, item: Item) -> list[Row]:
    anchor = "id_post_symbol" if form.by_post else "id_bank"
    return [Row(choose(*item.name), account_lines(form.cleaned_data["account"]), anchor)]


def _line_rows(form: TransferForm, item: Item) -> list[Row]:
    names = _NAMES[item.id]
    return [Row(str(form.fields[name].label), _lines(form, name), f"id_{name}") for name in names]


def _plain_row(form: TransferForm, item: Item) -> list[Row]:
    return [Row(choose(*item.name), _lines(form, item.id), f"id_{item.id}")]


def _lines(form: TransferForm, name: str) -> list[str]:
    value = str(form.cleaned_data[name])
    return [bilingual.day(date.fromisoformat(value))] if name == "lodging_day" else value.splitlines()


_FIELDS: Final[dict[str, Callable[[Item], dict[str, forms.Field]]]] = {
    ACCOUNT: _account_fields,
    IDENTITY: _identity_fields,
    LODGING: _lodging_fields,
}
_NAMES: Final = {
    IDENTITY: ("identity_name", "identity_reading", "identity_address"),
    LODGING: ("lodging_name", "lodging_day"),
}
_SHOWN: Final[dict[str, Callable[[TransferForm, Item], list[Row]]]] = {
    ACCOUNT: _account_rows,
    IDENTITY: _line_rows,
    LODGING: _line_rows,
}
