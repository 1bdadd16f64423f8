"""Tables out."""

from __future__ import annotations

import io
from datetime import UTC, date, datetime
from typing import Any
from zipfile import ZipFile

import pytest
from openpyxl import load_workbook

from foundation.tables.guards import Cell, Sheet, csv_bytes, text_cell, xlsx_bytes

CREATED = datetime(2031, 4, 1, tzinfo=UTC)
FORMULAS = ["=1+1", "+1", "-1", "@SUM(A1)", "\t=1", "\r=1"]


def sheet(*rows: list[Cell]) -> list[Sheet]:
    return [Sheet("帳票", ["a", "b"], rows, [8])]


def read_back(content: bytes) -> Any:
    return load_workbook(io.BytesIO(content)).worksheets[0]


@pytest.mark.parametrize("text", FORMULAS)
def test_formulas_are_shown(text: str) -> None:
    assert text_cell(text) == f"'{text}"


@pytest.mark.parametrize("text", ["", "1+1", "山田", "'x", " =1"])
def test_other_text_stays(text: str) -> None:
    assert text_cell(text) == text


def test_csv() -> None:
    moment = datetime(2031, 5, 31, 16, 0, tzinfo=UTC)
    content = csv_bytes(["番号", "=b"], [["0012", -5], ["=1", None], [date(2031, 5, 31), moment], ['"', "𠮷"]])
    assert (
        content
        == (
            '\ufeff"番号","\'=b"\r\n"0012","-5"\r\n"\'=1",""\r\n"2031/05/31","2031/06/01 01:00:00"\r\n"""","𠮷"\r\n'
        ).encode()
    )


@pytest.mark.parametrize("text", [*FORMULAS[:4], "0012345", "https://example.jp/", "1/2", "𠮷\x01é"])
def test_xlsx_text_is_text(text: str) -> None:
    cell = read_back(xlsx_bytes(sheet([text, 1]), CREATED))["A2"]
    assert (cell.data_type, cell.hyperlink) in {("s", None), ("inlineStr", None)}
    assert str(cell.value).replace("_x0001_", "\x01") == text


def test_xlsx_values_keep_their_kind() -> None:
    page = read_back(
        xlsx_bytes(sheet([1000, date(2031, 5, 31)], [None, datetime(2031, 5, 31, 16, tzinfo=UTC)]), CREATED)
    )
    assert [[cell.value for cell in row] for row in page.iter_rows(min_row=2)] == [
        [1000, datetime(2031, 5, 31)],  # noqa: DTZ001 (a spreadsheet knows no zone)
        [None, datetime(2031, 6, 1, 1)],  # noqa: DTZ001
    ]
    assert (page.title, page.freeze_panes, page.column_dimensions["A"].width) == ("帳票", "A2", pytest.approx(8, abs=1))


def test_the_same_rows_give_the_same_bytes() -> None:
    once, again = (xlsx_bytes(sheet(["x", 1], ["y", 2]), CREATED) for _ in range(2))
    assert once == again
    with ZipFile(io.BytesIO(once)) as archive:
        assert b"2031-04-01T09:00:00Z" in archive.read("docProps/core.xml")


def test_a_text_that_a_cell_cannot_hold() -> None:
    with pytest.raises(ValueError, match="row 2, column 1"):
        xlsx_bytes(sheet(["x" * 32_768, 1]), CREATED)
