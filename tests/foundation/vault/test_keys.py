"""The keys of the vault."""

from __future__ import annotations

import pytest
from pytest_django import Settings

from foundation.vault.keys import Key, check_field_keys, key_ring


def test_in_the_order_given(settings: Settings) -> None:
    settings.FIELD_KEYS = {"new": bytes(32), "old": b"\x01" * 32}
    assert key_ring() == (Key("new", bytes(32)), Key("old", b"\x01" * 32))
    assert check_field_keys() == []


@pytest.mark.parametrize(
    ("keys", "message"),
    [
        ({}, "FIELD_KEYS is empty"),
        ({"": bytes(32)}, "entry 1 of FIELD_KEYS needs an id of 1 to 16 bytes before its colon"),
        ({"a": bytes(32), "k" * 17: bytes(32)}, "entry 2 of FIELD_KEYS needs an id of 1 to 16 bytes before its colon"),
        ({"a": bytes(16)}, "entry 1 of FIELD_KEYS holds 16 bytes instead of 32"),
    ],
)
def test_the_system_check_says_what_is_wrong(settings: Settings, keys: dict[str, bytes], message: str) -> None:
    settings.FIELD_KEYS = keys
    assert [(error.id, error.msg) for error in check_field_keys()] == [("vault.E001", message)]


def test_subkeys_differ_by_purpose_and_key() -> None:
    derived = [Key("a", secret).derive(purpose) for secret in (bytes(32), b"\x01" * 32) for purpose in ("x", "y")]
    assert (len(set(derived)), {len(subkey) for subkey in derived}) == (4, {32})
