"""The sentences of a decision as its claimant reads them."""

from __future__ import annotations

import pytest

from claims.status_reasons import unnumbered
from compensation.policy.bulletin import Words


@pytest.mark.parametrize(
    ("words", "read"),
    [
        (
            Words("クーポン1の有効期限は、対象となる日です。", "Coupon 1 was valid until the day that is covered."),
            Words(
                "このクーポンの有効期限は、対象となる日です。", "This coupon was valid until the day that is covered."
            ),
        ),
        (
            Words("クーポン1の残額がまだ分かりません。", "The balance of coupon 1 is not known yet."),
            Words("このクーポンの残額がまだ分かりません。", "The balance of this coupon is not known yet."),
        ),
        (
            Words("対象のクーポン1枚は、ご本人のものです。", "1 coupon is covered."),
            Words("対象のクーポン1枚は、ご本人のものです。", "1 coupon is covered."),
        ),
        (Words("残額は1,500円です。", "It is 1,500 yen."), Words("残額は1,500円です。", "It is 1,500 yen.")),
    ],
)
def test_the_only_coupon_is_not_counted(words: Words, read: Words) -> None:
    assert unnumbered(words) == read
