"""Postal codes."""

from __future__ import annotations

import pytest

from foundation.japan import postal
from foundation.japan.errors import UnreadableError


@pytest.mark.parametrize("typed", ["1000001", "100-0001", "〒100-0001", "１００ー０００１", "〒 １００　０００１"])
def test_one_code_however_it_is_typed(typed: str) -> None:
    assert postal.parse(typed) == "100-0001"


@pytest.mark.parametrize("typed", ["", "100", "10000011", "100-000a", "〒"])
def test_no_code(typed: str) -> None:
    with pytest.raises(UnreadableError) as refused:
        postal.parse(typed)
    assert refused.value.en == "A postal code has 7 digits (e.g. 100-0001)."
