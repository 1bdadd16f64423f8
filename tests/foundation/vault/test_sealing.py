"""Sealed fields."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st
from pytest_django import Settings

from foundation.vault.sealing import SealError, open_sealed, seal

OLD, NEW = b"\x01" * 32, b"\x02" * 32


@given(st.text(), st.text())
def test_opens_to_what_was_sealed(text: str, bound_to: str) -> None:
    assert open_sealed(seal(text, bound_to=bound_to), bound_to=bound_to) == text


def test_reads_what_a_database_gives_back() -> None:
    assert open_sealed(memoryview(seal("090", bound_to="a:1")), bound_to="a:1") == "090"


def test_equal_texts_are_sealed_differently() -> None:
    assert seal("090", bound_to="a:1") != seal("090", bound_to="a:1")


@pytest.mark.parametrize("elsewhere", ["message.address:2", "message.body:1", ""])
def test_a_value_moved_elsewhere_does_not_open(elsewhere: str) -> None:
    blob = seal("090", bound_to="message.address:1")
    with pytest.raises(SealError):
        open_sealed(blob, bound_to=elsewhere)


def test_no_bit_can_be_turned_and_no_byte_cut() -> None:
    blob = seal("090", bound_to="a:1")
    turned = [blob[:place] + bytes([blob[place] ^ 1]) + blob[place + 1 :] for place in range(len(blob))]
    cut = [blob[:length] for length in range(len(blob))]
    for spoilt in turned + cut:
        with pytest.raises(SealError):
            open_sealed(spoilt, bound_to="a:1")


def test_a_new_key_seals_and_the_old_one_still_opens(settings: Settings) -> None:
    settings.FIELD_KEYS = {"old": OLD}
    before = seal("090", bound_to="a:1")
    settings.FIELD_KEYS = {"new": NEW, "old": OLD}
    after = seal("090", bound_to="a:1")
    assert [open_sealed(blob, bound_to="a:1") for blob in (before, after)] == ["090", "090"]
    settings.FIELD_KEYS = {"new": NEW}
    assert open_sealed(after, bound_to="a:1") == "090"
    with pytest.raises(SealError):
        open_sealed(before, bound_to="a:1")


def test_without_its_key_nothing_opens(settings: Settings) -> None:
    settings.FIELD_KEYS = {"old": OLD}
    blob = seal("090", bound_to="a:1")
    settings.FIELD_KEYS = {"new": NEW}
    with pytest.raises(SealError):
        open_sealed(blob, bound_to="a:1")


def test_another_secret_under_the_same_id_does_not_open(settings: Settings) -> None:
    settings.FIELD_KEYS = {"k": OLD}
    blob = seal("090", bound_to="a:1")
    settings.FIELD_KEYS = {"k": NEW}
    with pytest.raises(SealError):
        open_sealed(blob, bound_to="a:1")
