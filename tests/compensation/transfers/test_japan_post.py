"""Symbol and number of Japan Post Bank, converted by its published formula."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from compensation.transfers.japan_post import PostalAccount, convert
from compensation.transfers.states import AccountKind
from foundation.japan.errors import UnreadableError

PAIRS = st.integers(min_value=0, max_value=99).map(lambda pair: f"{pair:02d}")
CHECK = st.integers(min_value=0, max_value=9)


@pytest.mark.parametrize(
    ("symbol", "number", "branch", "name", "account"),
    [
        ("10530", "12345671", "058", "〇五八", "1234567"),
        ("14030", "12345671", "408", "四〇八", "1234567"),
        ("15150", "21111111", "518", "五一八", "2111111"),
        ("17300", "19927651", "738", "七三八", "1992765"),
        ("１０５３０", "１２３４５６７１", "058", "〇五八", "1234567"),
        ("10530", "121", "058", "〇五八", "0000012"),
        ("105301", "12345671", "058", "〇五八", "1234567"),
    ],
)
def test_a_savings_account(symbol: str, number: str, branch: str, name: str, account: str) -> None:
    assert convert(symbol, number) == PostalAccount(branch, name, AccountKind.ORDINARY, account)


@pytest.mark.parametrize(
    ("symbol", "number", "branch", "name", "account"),
    [
        ("00580", "654321", "059", "〇五九", "0654321"),
        ("00160", "100001", "019", "〇一九", "0100001"),
        ("01110", "12", "119", "一一九", "0000012"),
    ],
)
def test_a_giro_account(symbol: str, number: str, branch: str, name: str, account: str) -> None:
    assert convert(symbol, number) == PostalAccount(branch, name, AccountKind.CURRENT, account)


def test_savings_deposits_are_told_apart_by_their_holder() -> None:
    assert convert("10530", "12345671", AccountKind.SAVINGS).kind == AccountKind.SAVINGS


@pytest.mark.parametrize(
    ("symbol", "number"),
    [
        ("1053", "12345671"),
        ("20530", "12345671"),
        ("10531", "12345671"),
        ("10530", "12345670"),
        ("10530", "123456781"),
        ("10530", "1"),
        ("00580", "6543210"),
        ("10530", "ABC"),
        ("", ""),
    ],
)
def test_what_breaks_the_rules_is_refused(symbol: str, number: str) -> None:
    with pytest.raises(UnreadableError):
        convert(symbol, number)


@given(PAIRS, CHECK, st.integers(min_value=1, max_value=9_999_999))
def test_every_savings_number_loses_its_last_digit_alone(pair: str, check: int, account: int) -> None:
    found = convert(f"1{pair}{check}0", f"{account}1")
    assert found == PostalAccount(f"{pair}8", found.branch_name, AccountKind.ORDINARY, f"{account:07d}")


@given(PAIRS, CHECK, st.integers(min_value=0, max_value=999_999))
def test_every_giro_number_stays_whole(pair: str, check: int, account: int) -> None:
    found = convert(f"0{pair}{check}0", str(account))
    assert (found.branch_code, found.kind, int(found.number)) == (f"{pair}9", AccountKind.CURRENT, account)
