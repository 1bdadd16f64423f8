"""Payout numbers as they are read out and typed."""

from __future__ import annotations

import re

import pytest

from compensation.numbers import payout_number, read_payout_number


def test_numbers_are_short_unlike_and_never_twice() -> None:
    numbers = [payout_number(pk) for pk in range(1, 20_001)]
    assert len(set(numbers)) == 20_000
    assert [number for number in numbers if not re.fullmatch(r"\d{3}-\d{3}-\d{3}[A-Z]", number)] == []
    assert numbers[0][:3] != numbers[1][:3]


@pytest.mark.parametrize("typed", ["{}", " {} ", "{plain}", "{lower}", "{wide}"])
def test_a_number_is_read_in_any_form(typed: str) -> None:
    number = payout_number(12)
    wide = number.translate({ord(sign): ord(sign) + 0xFEE0 for sign in "0123456789"}).replace("-", "ー")
    text = typed.format(number, plain=number.replace("-", ""), lower=number.lower(), wide=wide)
    assert read_payout_number(text) == number


def test_a_wrong_digit_is_seen() -> None:
    number = payout_number(12)
    others = [str(digit) for digit in range(10) if str(digit) != number[0]]
    assert [read_payout_number(other + number[1:]) for other in others] == [None] * 9


@pytest.mark.parametrize("typed", ["", "K", "123", "かきくけこ", "1234567890123K"])
def test_what_is_no_number_is_none(typed: str) -> None:
    assert read_payout_number(typed) is None
