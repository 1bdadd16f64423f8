"""A claim number can be said on the phone, and tells nothing about another one."""

from __future__ import annotations

from datetime import date

import pytest

from claims.numbers import new_number, read_number


def test_begins_with_the_fiscal_year() -> None:
    assert new_number(date(2024, 3, 31))[:2] == "23"
    assert new_number(date(2024, 4, 1))[:2] == "24"


def test_a_number_reads_back_as_itself() -> None:
    number = new_number(date(2023, 4, 10))
    assert read_number(number) == number


@pytest.mark.parametrize("change", [str.lower, lambda text: text.replace("-", ""), lambda text: text.replace("-", " ")])
def test_is_read_as_people_type_it(change: object) -> None:
    number = new_number(date(2023, 4, 10))
    assert callable(change)
    assert read_number(change(number)) == number


def test_full_width_is_read() -> None:
    number = new_number(date(2023, 4, 10))
    wide = "".join(chr(ord(sign) + 0xFEE0) if sign.isalnum() else "－" for sign in number)
    assert read_number(wide) == number


def test_one_wrong_digit_is_no_number() -> None:
    number = new_number(date(2023, 4, 10))
    wrong = number[:4] + str((int(number[4]) + 1) % 10) + number[5:]
    assert read_number(wrong) is None


@pytest.mark.parametrize("typed", ["", "23", "K", "23-1234-5678", "あいう", "23-1234-5678-K\x00", "9" * 500])
def test_what_is_no_number(typed: str) -> None:
    assert read_number(typed) is None


def test_numbers_do_not_follow_one_another() -> None:
    numbers = {new_number(date(2023, 4, 10))[3:12] for _ in range(50)}
    assert len(numbers) == 50
