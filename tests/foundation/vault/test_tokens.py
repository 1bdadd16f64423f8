"""Tokens, codes and check characters."""

from __future__ import annotations

import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from foundation.vault.tokens import (
    CHECK_ALPHABET,
    CODE_ALPHABET,
    SIGNS,
    check_character,
    new_token,
    read_short_code,
    short_code,
    token_hash,
    valid_number,
)

DIGITS = st.text("0123456789", min_size=2, max_size=18)


def test_tokens_are_long_plain_and_never_the_same() -> None:
    tokens = {new_token() for _ in range(500)}
    assert (len(tokens), {len(token) for token in tokens}, set("".join(tokens))) == (500, {26}, set(SIGNS))


def test_every_sign_is_as_likely_as_another() -> None:
    assert (len(SIGNS), len(set(SIGNS)), 256 % len(SIGNS)) == (32, 32, 0)


@pytest.mark.parametrize("typed", ["10ABC", " 10abc ", "LOabc", "ioabc", "１０ａｂｃ"])
def test_a_token_typed_by_hand_is_found(typed: str) -> None:
    assert token_hash(typed) == token_hash("10abc")


def test_other_tokens_hash_otherwise() -> None:
    assert (token_hash("10abd") == token_hash("10abc"), len(token_hash("10abc"))) == (False, 32)


def test_short_codes_hold_no_look_alikes() -> None:
    assert set("01OILUBSZ") & set(CODE_ALPHABET) == set()
    assert re.fullmatch(f"[{CODE_ALPHABET}]{{8}}", short_code(8))
    assert len({short_code(8) for _ in range(200)}) == 200


@pytest.mark.parametrize("typed", ["A2C5-E8G9", "a2c5e8g9", "ａ２ｃ５ーｅ８ｇ９", "AZCS EBG9"])
def test_short_codes_as_people_type_them(typed: str) -> None:
    assert read_short_code(typed) == "A2C5E8G9"


def test_check_letters_look_like_no_digit() -> None:
    assert (len(CHECK_ALPHABET), set("BDIOSZLU") & set(CHECK_ALPHABET)) == (19, {"D"})


@given(DIGITS)
def test_a_number_with_its_letter_is_valid(digits: str) -> None:
    letter = check_character(digits)
    typed = [digits + letter, f"{digits}-{letter.lower()}", f"{digits}ー{letter}"]
    assert [valid_number(text) for text in typed] == [True, True, True]


@given(DIGITS, st.data())
def test_one_wrong_digit_is_found(digits: str, data: st.DataObject) -> None:
    place = data.draw(st.integers(0, len(digits) - 1))
    wrong = data.draw(st.sampled_from([digit for digit in "0123456789" if digit != digits[place]]))
    assert not valid_number(digits[:place] + wrong + digits[place + 1 :] + check_character(digits))


@given(DIGITS, st.data())
def test_two_digits_changed_over_are_found(digits: str, data: st.DataObject) -> None:
    apart = data.draw(st.integers(1, min(2, len(digits) - 1)))
    left = data.draw(st.integers(0, len(digits) - 1 - apart))
    changed = list(digits)
    changed[left], changed[left + apart] = changed[left + apart], changed[left]
    assert valid_number("".join(changed) + check_character(digits)) == (digits[left] == digits[left + apart])


@pytest.mark.parametrize("text", ["", "A", "12", "12*", "1A2C", "１２"])
def test_what_is_no_number(text: str) -> None:
    assert not valid_number(text)
