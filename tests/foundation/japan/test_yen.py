"""Sums of yen."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from foundation.japan.errors import UnreadableError
from foundation.japan.yen import format_yen, format_yen_en, parse_yen


@pytest.mark.parametrize(
    "typed", ["1000", "1,000", "１，０００円", "¥1,000", "￥１０００", "1 000円", "+1000", "\\1000"]
)
def test_one_sum_however_it_is_typed(typed: str) -> None:
    assert parse_yen(typed) == 1000


@pytest.mark.parametrize("typed", ["-1000", "−1,000", "▲1,000円", "△1000", "－１０００"])
def test_negative(typed: str) -> None:
    assert parse_yen(typed) == -1000


@pytest.mark.parametrize("typed", ["", "円", "1,00", "10,00円", "1000.5", "1e3", "千円", "--1", "1000円円", "$10"])
def test_no_sum(typed: str) -> None:
    with pytest.raises(UnreadableError) as refused:
        parse_yen(typed)
    assert refused.value.ja == "金額を確認してください（例：1,000円）。"


@given(st.integers())
def test_what_is_written_is_read_back(yen: int) -> None:
    assert parse_yen(format_yen(yen)) == yen


def test_written_for_people() -> None:
    assert [format_yen(1_234_567), format_yen_en(1_234_567)] == ["1,234,567円", "1,234,567 yen"]
