"""The codes that statistics name the prefectures by."""

from __future__ import annotations

import pytest

from foundation.japan.prefectures import PREFECTURES, body_code


@pytest.mark.parametrize(
    ("slug", "code"),
    [
        ("hokkaido", "010006"),
        ("iwate", "030007"),
        ("tokyo", "130001"),
        ("yamanashi", "190004"),
        ("nara", "290009"),
        ("kumamoto", "430005"),
        ("okinawa", "470007"),
    ],
)
def test_codes_with_their_check_digit(slug: str, code: str) -> None:
    assert body_code(slug) == code


def test_no_two_are_the_same() -> None:
    assert len({body_code(slug) for slug in PREFECTURES}) == 47
