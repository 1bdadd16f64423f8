"""A bounce key names one message of ours, and cannot be made by whoever knows its reference."""

from __future__ import annotations

from uuid import uuid4

import pytest

from notifications.bounce_keys import SIGNS, bounce_key, references_in, return_address

ONE = uuid4()
KEY = bounce_key(ONE)


def test_it_begins_with_the_reference_and_is_the_same_each_time() -> None:
    assert (KEY[:32], len(KEY), bounce_key(ONE)) == (ONE.hex, SIGNS, KEY)


def test_the_address_fits_what_servers_take() -> None:
    address = return_address("b" * 11 + "@portal.example", ONE)
    assert address == f"{'b' * 11}+{KEY}@portal.example"
    assert len(address.partition("@")[0]) == 64


@pytest.mark.parametrize("text", [KEY, KEY.upper(), f"<bounces+{KEY}@portal.example>", f"x {KEY}, y"])
def test_it_is_found_wherever_it_stands(text: str) -> None:
    assert references_in(["", text]) == {ONE}


@pytest.mark.parametrize(
    "text",
    [
        "",
        str(ONE),
        ONE.hex,
        ONE.hex + "0" * 20,
        KEY[:-1] + ("0" if KEY[-1] != "0" else "1"),
        uuid4().hex + KEY[32:],
        f"a{KEY}",
        f"{KEY}0",
    ],
)
def test_what_only_looks_like_one_names_nothing(text: str) -> None:
    assert references_in([text]) == set()
