"""Names and their reading."""

from __future__ import annotations

import pytest

from foundation.japan.errors import UnreadableError
from foundation.japan.kana import name, reading, search_key


@pytest.mark.parametrize(
    "typed", ["ヤマダ　タロウ", "やまだ たろう", "ﾔﾏﾀﾞ ﾀﾛｳ", " ヤマダ　　タロウ ", "やまた゛ たろう", "ヤマタﾞ　タロウ"]
)
def test_one_reading_however_it_is_typed(typed: str) -> None:
    assert reading(typed) == "ヤマダ　タロウ"


@pytest.mark.parametrize(
    ("typed", "read"),
    [("ショーン・オコナー", "ショーン・オコナー"), ("Sean O'Connor", "Sean　O'Connor"), ("ゔぃお", "ヴィオ")],
)
def test_long_vowels_and_foreign_names(typed: str, read: str) -> None:
    assert reading(typed) == read


@pytest.mark.parametrize("typed", ["", "　", "山田", "ヤマダ1", "゛ヤマダ", "ヤマダ゜", "ヤマダ Taro", "ヤマダ😀"])
def test_no_reading(typed: str) -> None:
    with pytest.raises(UnreadableError) as refused:
        reading(typed)
    assert refused.value.ja == "フリガナはカタカナで入力してください（例：ヤマダ　タロウ）。"


@pytest.mark.parametrize("kanji", ["髙﨑", "\ufa19田", "\ufa1b田", "𠮷野", "葛\U000e0100城"])
def test_name_kanji_stay_as_they_are(kanji: str) -> None:
    assert name(f" {kanji}　　太郎 ") == f"{kanji} 太郎"


@pytest.mark.parametrize("typed", ["やまだ", "ﾔﾏﾀﾞ", "ヤマダ", "ヤマ ダ", "や ま だ"])
def test_one_key_to_search_by(typed: str) -> None:
    assert search_key(typed) == "ヤマダ"


def test_latin_names_are_found_in_any_case_and_width() -> None:
    assert [search_key("smith"), search_key("ＳＭＩＴＨ")] == ["SMITH", "SMITH"]
