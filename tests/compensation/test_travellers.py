"""Whether the applicant is the traveller named on the coupon."""

from __future__ import annotations

import pytest

from compensation.travellers import Applicant, contradict, is_named


@pytest.mark.parametrize(
    ("one", "other", "expected"),
    [
        ("山田 太郎", "山田　太郎", False),
        ("山田太郎", "山田 太郎", False),
        ("ﾔﾏﾀﾞ ﾀﾛｳ", "やまだ　たろう", False),
        ("YAMADA Taro", "ｔａｒｏ　ｙａｍａｄａ", False),
        ("山田 太郎", "山田 次郎", True),
        ("ヤマダ タロウ", "ヤマダ ジロウ", True),
        ("Taro Yamada", "Jiro Yamada", True),
        ("山田 太郎", "ヤマダ タロウ", False),
        ("山田 太郎", "Taro Yamada", False),
        ("", "山田 太郎", False),
    ],
)
def test_names_are_compared_where_they_are_written_alike(one: str, other: str, expected: bool) -> None:
    assert (contradict(one, other), contradict(other, one)) == (expected, expected)


@pytest.mark.parametrize(
    ("applicant", "recorded", "expected"),
    [
        (Applicant("山田 太郎", True), ["山田　太郎", "山田太郎"], True),
        (Applicant("山田 太郎", True), [""], True),
        (Applicant("山田 太郎", True), ["ヤマダ タロウ"], True),
        (Applicant("", True), ["山田 太郎"], True),
        (Applicant("山田 太郎", True), ["見本 次郎"], False),
        (Applicant("山田 太郎", True), ["山田 太郎", "山田 花子"], False),
        (Applicant("山田 太郎", False), ["山田 太郎"], False),
        (Applicant("", True), ["山田 太郎", "山田 花子"], None),
        (Applicant("山田 太郎", None), ["山田 太郎"], None),
    ],
)
def test_the_declaration_counts_unless_the_records_contradict(
    applicant: Applicant, recorded: list[str], expected: bool | None
) -> None:
    assert is_named(applicant, recorded) == expected
