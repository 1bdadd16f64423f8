"""Telephone numbers."""

from __future__ import annotations

import pytest

from foundation.japan.errors import UnreadableError
from foundation.japan.phone import Phone, can_take_sms, national, parse

MOBILE = Phone("+819012345678", "mobile")


@pytest.mark.parametrize(
    "typed",
    [
        "09012345678",
        "090-1234-5678",
        "０９０－１２３４－５６７８",
        "090ー1234ー5678",
        "090‐1234−5678",
        "（090）1234 5678",
        "+81 90 1234 5678",
        "＋８１９０１２３４５６７８",
        "+81-090-1234-5678",
        " 090　1234　5678 ",
    ],
)
def test_one_number_however_it_is_typed(typed: str) -> None:
    assert parse(typed) == MOBILE


@pytest.mark.parametrize(
    ("typed", "phone"),
    [
        ("06012345678", Phone("+816012345678", "mobile")),
        ("07012345678", Phone("+817012345678", "mobile")),
        ("08012345678", Phone("+818012345678", "mobile")),
        ("05012345678", Phone("+815012345678", "ip")),
        ("03-3581-4321", Phone("+81335814321", "fixed")),
        ("0120-123-456", Phone("+81120123456", "toll_free")),
        ("0570-012-345", Phone("+81570012345", "other")),
        ("+1 202 555 0123", Phone("+12025550123", "mobile")),
        ("+86 138 0013 8000", Phone("+8613800138000", "mobile")),
    ],
)
def test_kinds_of_line(typed: str, phone: Phone) -> None:
    assert parse(typed) == phone
    assert can_take_sms(phone.e164) == (phone.kind == "mobile")


@pytest.mark.parametrize("typed", ["", "110", "090-0123-4567", "090-1234-567", "でんわ", "0" * 300, "😀"])
def test_no_telephone_number(typed: str) -> None:
    with pytest.raises(UnreadableError) as refused:
        parse(typed)
    assert refused.value.ja == "電話番号を確認してください（例：090-1234-5678）。"


@pytest.mark.parametrize(("e164", "shown"), [("+819012345678", "090-1234-5678"), ("+12025550123", "+1 202-555-0123")])
def test_as_it_is_dialled(e164: str, shown: str) -> None:
    assert national(e164) == shown
