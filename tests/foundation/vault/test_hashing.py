"""Keyed hashes."""

from __future__ import annotations

from pytest_django import Settings

from foundation.vault.hashing import keyed_hash

OLD, NEW = b"\x01" * 32, b"\x02" * 32


def test_equal_values_hash_alike_and_others_do_not() -> None:
    assert keyed_hash("a", purpose="phone") == keyed_hash("a", purpose="phone")
    assert len({keyed_hash(value, purpose=purpose) for value in "ab" for purpose in ("phone", "email")}) == 4
    assert len(keyed_hash("", purpose="phone")) == 32


def test_a_new_key_in_front_breaks_no_look_up(settings: Settings) -> None:
    settings.FIELD_KEYS = {"old": OLD}
    before = keyed_hash("a", purpose="phone")
    settings.FIELD_KEYS = {"new": NEW, "old": OLD}
    assert keyed_hash("a", purpose="phone") == before


def test_it_cannot_be_made_without_the_key(settings: Settings) -> None:
    settings.FIELD_KEYS = {"k": OLD}
    before = keyed_hash("a", purpose="phone")
    settings.FIELD_KEYS = {"k": NEW}
    assert keyed_hash("a", purpose="phone") != before
