"""Banks and branches: brought up to date from their source, found by name, kana or code."""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator
from datetime import date
from importlib.metadata import version
from importlib.resources import files
from typing import Any, Final, NamedTuple

from django.db import transaction
from django.db.models import Q, QuerySet

from compensation.transfers.models import Bank, Branch
from foundation.japan.kana import search_key
from foundation.japan.numbers import fold

SHOWN: Final = 20
_LEFT_OUT: Final = ("銀行", "支店")
_SHORTENED: Final = {"信用金庫": "信金", "信用組合": "信組", "農業協同組合": "農協"}
_BATCH: Final = 2_000
_LONGEST_KEY: Final = 80
_LARGE: Final = str.maketrans("ァィゥェォッャュョヮヵヶ-－", "アイウエオツヤユヨワカケーー")


class Loaded(NamedTuple):
    """How many banks and branches the source names, and how many rows it named before and does not now."""

    banks: int
    branches: int
    ended: int


def load(today: date, only: Iterable[str] | None = None) -> Loaded:
    """Bring the tables up to what the installed `zengin-code` says; what it no longer names ends today.

    `only` names the codes of the banks to load, for a small set. The source leaves out "bank" at the end of names.
    """
    source = _source()
    codes = sorted(source if only is None else set(source) & set(only))
    with transaction.atomic():
        _upsert_banks([source[code] for code in codes], today)
        keys = dict(Bank.objects.values_list("code", "pk"))
        branches = sum(_upsert_branches(keys[code], _branches(code), today) for code in codes)
        ended = _end(Bank.objects.filter(loaded_on__lt=today), today) if only is None else 0
        ended += _end(Branch.objects.filter(bank__code__in=codes, loaded_on__lt=today), today)
    return Loaded(len(codes), branches, ended)


def find_banks(text: str) -> list[Bank]:
    """Banks by code, or by a part of their name or kana; an exact match alone, else at most `SHOWN` and one more."""
    return _found(Bank.objects.filter(ended_on__isnull=True), text, 4)


def find_branches(bank: Bank, text: str) -> list[Branch]:
    """Branches of a bank, found the same way."""
    return _found(Branch.objects.filter(bank=bank, ended_on__isnull=True), text, 3)


def bank_of(code: str) -> Bank | None:
    """The bank of a code, also one that has ended."""
    return Bank.objects.filter(code=code).first()


def branch_of(bank_code: str, code: str) -> Branch | None:
    """The branch of two codes, also one that has ended."""
    return Branch.objects.filter(bank__code=bank_code, code=code).select_related("bank").first()


def key_of(text: str) -> str:
    """One form for a name in any width and script: the source writes small kana large, and a long vowel as a hyphen."""
    return search_key(text).translate(_LARGE)


def _found(rows: QuerySet[Any], text: str, length: int) -> list[Any]:
    typed = fold(text)
    if typed.isascii() and typed.isdigit():
        return list(rows.filter(code=typed.zfill(length)))
    key = _bare(key_of(text))
    if not key or not key.isprintable() or len(key) > _LONGEST_KEY:
        return []
    exact = list(rows.filter(Q(search_key__startswith=f"{key}/") | Q(search_key__endswith=f"/{key}")).order_by("code"))
    if len(exact) == 1:
        return exact
    return list(rows.filter(search_key__contains=key).order_by("code")[: SHOWN + 1])


def _bare(key: str) -> str:
    """As the source writes names: without the word for a bank or a branch, and with the usual short forms."""
    for whole, short in _SHORTENED.items():
        key = key.replace(whole, short)
    suffix = next((word for word in _LEFT_OUT if len(key) > len(word) and key.endswith(word)), "")
    return key.removesuffix(suffix)


def key_for(name: str, kana: str) -> str:
    """What a bank or a branch is found by."""
    return f"{_bare(key_of(name))}/{key_of(kana)}"[:_LONGEST_KEY]


def _source() -> dict[str, dict[str, str]]:
    text = files("zengin_code").joinpath("source-data/data/banks.json").read_text(encoding="utf-8")
    found: dict[str, dict[str, str]] = json.loads(text)
    return found


def _branches(code: str) -> Iterator[dict[str, str]]:
    path = files("zengin_code").joinpath(f"source-data/data/branches/{code}.json")
    if path.is_file():
        yield from json.loads(path.read_text(encoding="utf-8")).values()


def _upsert_banks(rows: list[dict[str, str]], today: date) -> None:
    source = f"zengin-code {version('zengin-code')}"
    made = [
        Bank(
            code=row["code"],
            name=row["name"],
            kana=row["kana"],
            search_key=key_for(row["name"], row["kana"]),
            source=source,
            loaded_on=today,
        )
        for row in rows
    ]
    fields = ["name", "kana", "search_key", "source", "loaded_on", "ended_on"]
    Bank.objects.bulk_create(made, _BATCH, update_conflicts=True, unique_fields=["code"], update_fields=fields)


def _upsert_branches(bank_id: int, rows: Iterable[dict[str, str]], today: date) -> int:
    made = [
        Branch(
            bank_id=bank_id,
            code=row["code"],
            name=row["name"],
            kana=row["kana"],
            search_key=key_for(row["name"], row["kana"]),
            loaded_on=today,
        )
        for row in rows
    ]
    fields = ["name", "kana", "search_key", "loaded_on", "ended_on"]
    Branch.objects.bulk_create(
        made, _BATCH, update_conflicts=True, unique_fields=["bank", "code"], update_fields=fields
    )
    return len(made)


def _end(rows: QuerySet[Any], today: date) -> int:
    return int(rows.filter(ended_on__isnull=True).update(ended_on=today))
