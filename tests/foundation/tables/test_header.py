"""Which column is which field."""

from __future__ import annotations

import pytest

from foundation.tables.header import Column, Header, read_header
from foundation.tables.rejects import FileError

COLUMNS = (Column("number", ("番号", "No.")), Column("phone", ("電話番号",)), Column("note", ("備考",), required=False))


@pytest.mark.parametrize(
    "cells",
    [["phone", "number"], ["電話番号", "番号"], [" Phone ", "ＮＯ．"], ["電話 番号", "NUMBER"]],
)
def test_names_in_either_language_any_width_and_order(cells: list[str]) -> None:
    assert read_header(cells, COLUMNS) == Header({"phone": 0, "number": 1}, ())


def test_what_nobody_asked_for_is_named() -> None:
    assert read_header(["number", "x", "phone", "備考", ""], COLUMNS) == Header(
        {"number": 0, "phone": 2, "note": 3}, ("x", "")
    )


def test_what_is_missing_is_named() -> None:
    with pytest.raises(FileError) as refused:
        read_header(["備考"], COLUMNS)
    assert (refused.value.ja, refused.value.en) == (
        "必要な列がありません：number／番号／No.、phone／電話番号",
        "Columns are missing: number, phone",
    )


def test_what_is_there_twice_is_named() -> None:
    with pytest.raises(FileError) as refused:
        read_header(["number", "phone", "番号"], COLUMNS)
    assert refused.value.en == "The column number is there twice."


def test_picking_values() -> None:
    header = read_header(["phone", "number"], COLUMNS)
    row = ["090", "1"]
    picked = [header.picker(fields)(row) for fields in (["number", "phone"], ["number"], ["note", "phone"])]
    assert picked == [("1", "090"), ("1",), ("", "090")]
