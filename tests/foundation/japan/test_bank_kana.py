"""The holder's name as a transfer file carries it: what is brought there, and what is refused in words."""

from __future__ import annotations

import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from foundation.japan.bank_kana import LONGEST, holder, same_name
from foundation.japan.errors import UnreadableError

CARRIED = re.compile(r"[ｱ-ﾝﾞﾟA-Z0-9 ().\-]{1,30}")
KANA = st.text(
    alphabet=[chr(sign) for sign in range(ord("ァ"), ord("ヶ") + 1) if chr(sign) not in "ヲヰヱ"] + ["ー", "　"]
)


@pytest.mark.parametrize(
    ("typed", "carried"),
    [
        ("ヤマダ　タロウ", "ﾔﾏﾀﾞ ﾀﾛｳ"),
        ("やまだ たろう", "ﾔﾏﾀﾞ ﾀﾛｳ"),
        ("ﾔﾏﾀﾞ ﾀﾛｳ", "ﾔﾏﾀﾞ ﾀﾛｳ"),
        ("きゃっする　ジョー", "ｷﾔﾂｽﾙ ｼﾞﾖ-"),
        ("ヮヵヶ", "ﾜｶｹ"),
        ("ヴァイオリン", "ｳﾞｱｲｵﾘﾝ"),
        ("ピンポン", "ﾋﾟﾝﾎﾟﾝ"),
        ("か゛", "ｶﾞ"),
        ("ｙａｍａｄａ　taro", "YAMADA TARO"),
        ("カ）ミホン", "ｶ)ﾐﾎﾝ"),
        ("ジョン・スミス", "ｼﾞﾖﾝ ｽﾐｽ"),
        ("  ヤマダ   タロウ  ", "ﾔﾏﾀﾞ ﾀﾛｳ"),
        ("ミホン２ゴウ", "ﾐﾎﾝ2ｺﾞｳ"),
        ("ア" * 30, "ｱ" * 30),
        ("ガ" * 15, "ｶﾞ" * 15),
    ],
)
def test_it_is_brought_to_what_banks_carry(typed: str, carried: str) -> None:
    assert holder(typed) == carried


@pytest.mark.parametrize(
    "typed", ["山田太郎", "ヤマダ,タロウ", "ヤマダ😀", "", "　", "ヰ", "ヷ", "Ü", "ア\u202eイ", "ア\x00"]
)
def test_what_cannot_be_carried_is_refused(typed: str) -> None:
    with pytest.raises(UnreadableError):
        holder(typed)


def test_the_particle_o_is_refused_with_its_remedy() -> None:
    with pytest.raises(UnreadableError) as refused:
        holder("ヲダ　タロウ")
    assert "「オ」に置き換え" in refused.value.ja


@pytest.mark.parametrize("typed", ["ア" * 31, "ガ" * 16])
def test_a_long_name_is_refused_and_never_cut(typed: str) -> None:
    with pytest.raises(UnreadableError) as refused:
        holder(typed)
    assert str(LONGEST) in refused.value.ja


@given(KANA)
def test_whatever_is_kana_is_carried_or_refused(typed: str) -> None:
    try:
        carried = holder(typed)
    except UnreadableError:
        return
    assert CARRIED.fullmatch(carried)
    assert holder(carried) == carried


@pytest.mark.parametrize(
    ("one", "other", "same"),
    [("ﾔﾏﾀﾞ ﾀﾛｳ", "やまだたろう", True), ("ﾔﾏﾀﾞ ﾀﾛｳ", "ヤマダ　ハナコ", False), ("ﾔﾏﾀﾞ", "山田", False)],
)
def test_names_are_compared_as_a_bank_reads_them(one: str, other: str, same: bool) -> None:
    assert same_name(one, other) is same
