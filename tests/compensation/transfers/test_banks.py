"""Banks and branches: loaded from their source, found by name, kana or code, ended and never deleted."""

from __future__ import annotations

from datetime import date

import pytest

from compensation.transfers.banks import find_banks, find_branches, load
from compensation.transfers.models import Bank, Branch
from tests.factories.transfers import BANKS, banks

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def _loaded(db: None) -> None:
    banks()


@pytest.mark.parametrize(
    ("text", "codes"),
    [
        ("みずほ", ["0001"]),
        ("みずほ銀行", ["0001"]),
        ("ﾐｽﾞﾎ", ["0001"]),
        ("MIZUHO", []),
        ("0001", ["0001"]),
        ("１８２", ["0182"]),
        ("肥後", ["0182"]),
        ("ひご", ["0182"]),
        ("京都", ["1610", "1611"]),
        ("京都信用金庫", ["1610"]),
        ("きょうと", ["1610", "1611"]),
        ("ゆうちょ", ["9900"]),
        ("ゆうちょ銀行", ["9900"]),
        ("9999", []),
        ("", []),
        ("  ", []),
    ],
)
def test_a_bank_is_found(text: str, codes: list[str]) -> None:
    assert [bank.code for bank in find_banks(text)] == codes


@pytest.mark.parametrize(("text", "codes"), [("001", ["001"]), ("1", ["001"]), ("999", []), ("〇五八", [])])
def test_a_branch_is_found_within_its_bank(text: str, codes: list[str]) -> None:
    assert [branch.code for branch in find_branches(Bank.objects.get(code="0001"), text)] == codes


def test_loading_again_changes_nothing() -> None:
    before = (Bank.objects.count(), Branch.objects.count())
    load(date(2023, 5, 1), only=BANKS)
    assert (Bank.objects.count(), Branch.objects.count(), Branch.objects.filter(ended_on__isnull=False).count()) == (
        *before,
        0,
    )


def test_what_the_source_no_longer_names_ends_and_stays() -> None:
    bank = Bank.objects.get(code="0001")
    Branch.objects.create(
        bank=bank, code="998", name="昔", kana="ムカシ", search_key="昔/ムカシ", loaded_on=date(2023, 1, 1)
    )
    load(date(2023, 5, 1), only=BANKS)
    assert Branch.objects.get(bank=bank, code="998").ended_on == date(2023, 5, 1)
    assert find_branches(bank, "昔") == []
