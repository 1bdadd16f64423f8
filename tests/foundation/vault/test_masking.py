"""Masks."""

from __future__ import annotations

import pytest

from foundation.vault import masking


@pytest.mark.parametrize(
    ("text", "shown"),
    [("0012345678", "＊＊＊＊＊＊5678"), ("1234567", "＊＊＊＊＊＊＊"), ("12345678", "＊＊＊＊5678"), ("", "")],
)
def test_number(text: str, shown: str) -> None:
    assert masking.number(text) == shown


@pytest.mark.parametrize(
    ("text", "shown"),
    [
        ("090-1234-5678", "＊＊＊-＊＊＊＊-5678"),
        ("+819012345678", "+＊＊＊＊＊＊＊＊5678"),
        ("110", "＊＊＊"),
        ("", ""),
    ],
)
def test_phone(text: str, shown: str) -> None:
    assert masking.phone(text) == shown


@pytest.mark.parametrize(
    ("text", "shown"),
    [
        ("taro@example.jp", "t＊＊＊@example.jp"),
        ("a@b", "a＊＊＊@b"),
        ("@b", "＊＊＊@b"),
        ("no mail", "＊＊＊＊＊＊＊"),
    ],
)
def test_email(text: str, shown: str) -> None:
    assert masking.email(text) == shown


@pytest.mark.parametrize(("text", "shown"), [("山田　太郎", "山＊ 太＊"), ("Smith", "S＊＊＊＊"), ("", "")])
def test_name(text: str, shown: str) -> None:
    assert masking.name(text) == shown
