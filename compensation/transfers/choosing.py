"""Which bank and branch somebody means by what they typed: found in our tables, picked among several, or by hand."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Final, NamedTuple, TypeVar

from compensation.transfers.banks import SHOWN, bank_of, branch_of, find_banks, find_branches
from compensation.transfers.models import Bank, Branch
from foundation.japan.bilingual import Both
from foundation.japan.numbers import fold

T = TypeVar("T", Bank, Branch)
POST: Final = "post"
_NAME_BANK: Final = Both("銀行名を入力してください。", "Enter the bank.")
_NAME_BRANCH: Final = Both("支店名を入力してください。", "Enter the branch.")
_NOT_FOUND: Final = Both(
    "見つかりません。書き方を変えるか、下の「見つからないとき」から番号で入力してください。",
    "Not found. Try another spelling, or enter the code by hand below.",
)
_PICK: Final = Both("いくつか見つかりました。候補から選んでください。", "There are several. Choose one of them.")
_TOO_MANY: Final = Both(
    f"{SHOWN}件より多く見つかりました。続きまで入力してください。",
    f"More than {SHOWN} fit. Type more of the name.",
)
_HAND: Final = Both(
    "手入力では、銀行コード4桁・銀行名・支店コード3桁・支店名をすべて入力してください。",
    "By hand, enter all four: bank code, bank, branch code, branch.",
)
House = tuple[str, str]
"""Code and name of a bank or a branch."""


class Chosen(NamedTuple):
    """What is meant, what else fits, and what stands in the way (by field)."""

    bank: House | None
    branch: House | None
    banks: list[House]
    branches: list[House]
    problems: list[tuple[str, Both]]
    by_hand: bool = False


def chosen_bank(typed: Mapping[str, str]) -> Chosen:
    """What the boxes of the form mean; nothing where symbol and number of Japan Post are given instead."""
    if typed.get("place") == POST:
        return Chosen(None, None, [], [], [])
    hand = [fold(typed.get(name, "")) for name in ("hand_bank_code", "hand_branch_code")]
    if any(hand):
        return _by_hand(hand[0], hand[1], typed)
    bank, banks, wrong = _bank(typed)
    if bank is None:
        return Chosen(None, None, banks, [], [("bank", wrong)])
    branch, branches, wrong = _branch(bank, typed)
    problems = [] if branch else [("branch", wrong)]
    return Chosen((bank.code, bank.name), branch, banks, branches, problems)


def _bank(typed: Mapping[str, str]) -> tuple[Bank | None, list[House], Both]:
    text = typed.get("bank", "").strip()
    found = find_banks(text) if text else []
    one = _one(found, typed.get("bank_pick", ""))
    return one, _houses(found), _problem(found, text, _NAME_BANK)


def _branch(bank: Bank, typed: Mapping[str, str]) -> tuple[House | None, list[House], Both]:
    text = typed.get("branch", "").strip()
    found = find_branches(bank, text) if text else []
    one = _one(found, typed.get("branch_pick", ""))
    return (one.code, one.name) if one else None, _houses(found), _problem(found, text, _NAME_BRANCH)


def _one(found: list[T], picked: str) -> T | None:
    if len(found) == 1:
        return found[0]
    return next((row for row in found[:SHOWN] if row.code == picked), None)


def _houses(found: list[Bank] | list[Branch]) -> list[House]:
    return [(row.code, row.name) for row in found[:SHOWN]]


def _problem(found: list[Bank] | list[Branch], text: str, empty: Both) -> Both:
    if not text:
        return empty
    if not found:
        return _NOT_FOUND
    return _TOO_MANY if len(found) > SHOWN else _PICK


def _by_hand(bank_code: str, branch_code: str, typed: Mapping[str, str]) -> Chosen:
    """Codes as they stand in a passbook; names come from our tables where we know the codes."""
    bank, branch = bank_of(bank_code), branch_of(bank_code, branch_code)
    bank_name = bank.name if bank else typed.get("hand_bank_name", "").strip()
    branch_name = branch.name if branch else typed.get("hand_branch_name", "").strip()
    whole = len(bank_code) == 4 and len(branch_code) == 3 and bank_name and branch_name
    if not whole:
        return Chosen(None, None, [], [], [("hand_bank_code", _HAND)], by_hand=True)
    unknown = bank is None or branch is None
    return Chosen((bank_code, bank_name), (branch_code, branch_name), [], [], [], by_hand=unknown)
