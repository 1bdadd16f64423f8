"""Numbers as people type them."""

from __future__ import annotations

import pytest

from foundation.japan.errors import UnreadableError
from foundation.japan.numbers import code, digits, fold

HYPHENS = "-ーｰ－−‐‑‒–—―﹣"


@pytest.mark.parametrize("hyphen", HYPHENS)
def test_every_hyphen(hyphen: str) -> None:
    assert [fold(f"12{hyphen}34"), digits(f"12{hyphen}34"), code(f"ab{hyphen}34")] == ["12-34", "1234", "AB34"]


@pytest.mark.parametrize(
    "typed", ["１２３４", " 12 34 ", "１２　３４", "(12)34", "（１２）３４", "12.34", "12\t34", "①②③④"]
)
def test_digits(typed: str) -> None:
    assert digits(typed) == "1234"


@pytest.mark.parametrize("typed", ["", " ", "-", "12a", "十二", "12+34", "١٢", "12😀"])
def test_what_is_no_number(typed: str) -> None:
    with pytest.raises(UnreadableError) as refused:
        digits(typed)
    assert (refused.value.ja, refused.value.en) == ("数字で入力してください。", "Please enter digits only.")


@pytest.mark.parametrize("typed", ["ab-12 oil", "ＡＢ１２ＯＩＬ", "ａｂー１２　ｏｉｌ"])
def test_codes_fold_width_case_and_hyphens(typed: str) -> None:
    assert [code(typed), code(typed, look_alikes=True)] == ["AB12OIL", "AB12011"]
