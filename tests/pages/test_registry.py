"""Every pattern of addresses stands in the register, or has a reason not to; the register names no other."""

from __future__ import annotations

from collections import Counter

import pytest

from tests.pages.entry import Entry
from tests.pages.registry import ENTRIES, READINGS, REFUSALS, WITHOUT_PAGE, patterns


def test_every_address_has_its_page_in_the_register_or_a_reason() -> None:
    named = [entry.pattern for entry in ENTRIES if entry.pattern not in REFUSALS]
    assert Counter([*named, *WITHOUT_PAGE]) == Counter(patterns())


def test_no_two_pictures_have_one_name() -> None:
    assert [name for name, times in Counter(reading.name for reading in READINGS).items() if times > 1] == []


@pytest.mark.parametrize("entry", ENTRIES, ids=lambda entry: entry.pattern)
def test_a_page_is_read_in_some_state(entry: Entry) -> None:
    assert entry.states
