"""Accounts of Japan Post Bank: symbol and number (記号・番号) as banks need them, by the bank's published formula.

A symbol that begins with 1 is a savings account: branch = its second and third digit and an 8, account = the number
without its last digit, which is always 1. One that begins with 0 is a giro account: branch = the same two digits and
a 9, the account is the number itself. A single digit that is printed between the two is not used for transfers.
Source: https://www.jp-bank.japanpost.jp/kojin/sokin/koza/kj_sk_kz_furikomi_ksk.html
"""

from __future__ import annotations

import re
from typing import Final, NamedTuple

from compensation.transfers.states import AccountKind
from foundation.japan.errors import UnreadableError
from foundation.japan.numbers import digits

CODE: Final = "9900"
NAME: Final = "ゆうちょ"
_SYMBOL: Final = re.compile(r"[01]\d{3}0")
_SAVINGS_NUMBER: Final = re.compile(r"\d{1,7}1")
_GIRO_NUMBER: Final = re.compile(r"\d{1,6}")
_FIGURES: Final = "〇一二三四五六七八九"


class PostalAccount(NamedTuple):
    """Branch of three digits, its name in figures, the kind of account and seven digits."""

    branch_code: str
    branch_name: str
    kind: AccountKind
    number: str


def symbol(text: str) -> str:
    """Five digits; raises UnreadableError for what is no symbol."""
    found = digits(text)
    # Passbooks print a sixth digit behind the symbol of some accounts; it is no part of it.
    if len(found) == 6:
        found = found[:5]
    if not _SYMBOL.fullmatch(found):
        raise UnreadableError(
            "記号は、0か1で始まり0で終わる5桁の数字です。通帳かキャッシュカードをご確認ください。",
            "The symbol has five digits, begins with 0 or 1 and ends with 0. Please check your passbook or card.",
        )
    return found


def convert(symbol_typed: str, number_typed: str, kind: AccountKind = AccountKind.ORDINARY) -> PostalAccount:
    """The account that banks transfer to; `kind` tells ordinary from savings deposits, which look alike.

    Raises UnreadableError.
    """
    found, number = symbol(symbol_typed), digits(number_typed)
    if found[0] == "0":
        return _giro(found, number)
    if not _SAVINGS_NUMBER.fullmatch(number):
        raise UnreadableError(
            "番号は、1で終わる8桁までの数字です。通帳かキャッシュカードをご確認ください。",
            "The number has up to eight digits and ends with 1. Please check your passbook or card.",
        )
    branch = f"{found[1:3]}8"
    return PostalAccount(branch, in_figures(branch), kind, number[:-1].zfill(7))


def in_figures(branch: str) -> str:
    """How Japan Post names its branches: 058 is 〇五八."""
    return "".join(_FIGURES[int(figure)] for figure in branch)


def _giro(found: str, number: str) -> PostalAccount:
    if not _GIRO_NUMBER.fullmatch(number):
        raise UnreadableError(
            "0で始まる記号（振替口座）の番号は、6桁までの数字です。",
            "The number of a giro account (its symbol begins with 0) has up to six digits.",
        )
    branch = f"{found[1:3]}9"
    return PostalAccount(branch, in_figures(branch), AccountKind.CURRENT, number.zfill(7))
