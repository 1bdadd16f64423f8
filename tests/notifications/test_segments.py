"""What a short message costs."""

from __future__ import annotations

import pytest

from notifications.segments import sms_parts, sms_units


@pytest.mark.parametrize(
    ("text", "units", "parts"),
    [
        ("", 0, 1),
        ("a" * 160, 160, 1),
        ("a" * 161, 161, 2),
        ("[" * 80, 160, 1),
        ("あ" * 70, 70, 1),
        ("あ" * 71, 71, 2),
        ("あ" * 134, 134, 2),
        ("あ" * 135, 135, 3),
        ("𠮷" * 35, 70, 1),
        ("𠮷" * 36, 72, 2),
        ("a" * 70 + "あ", 71, 2),
    ],
)
def test_units_and_parts(text: str, units: int, parts: int) -> None:
    assert (sms_units(text), sms_parts(text)) == (units, parts)
