"""XLSX files in."""

from __future__ import annotations

from datetime import UTC, date, datetime
from pathlib import Path
from zipfile import ZipFile

import pytest
from openpyxl import Workbook

from foundation.tables import workbook as workbook_module
from foundation.tables.rejects import FileError
from tests.foundation.tables.files import read, workbook


def test_cells_read_as_people_would_type_them(tmp_path: Path) -> None:
    path = workbook(
        tmp_path,
        ["text", "whole", "part", "day", "instant", "midnight", "flag", "none"],
        [
            "=1+1",
            1000,
            0.5,
            date(2031, 2, 24),
            datetime(2031, 2, 24, 1, 0, tzinfo=UTC),
            datetime(2031, 2, 23, 15, tzinfo=UTC),
            True,
            None,
        ],
    )
    good, refused = read(path)
    assert (good[1], refused) == (
        (2, ["=1+1", "1000", "0.5", "2031-02-24", "2031-02-24 10:00:00", "2031-02-24 00:00:00", "true", ""]),
        [],
    )


def test_rows_that_are_short_empty_or_too_wide(tmp_path: Path) -> None:
    good, refused = read(workbook(tmp_path, ["a", "b"], [1], [None, None], [1, 2, 3], ["", "x"]))
    assert good == [(1, ["a", "b"]), (2, ["1", ""]), (5, ["", "x"])]
    assert [(reject.line, reject.value) for reject in refused] == [(4, "3")]


def test_a_workbook_that_another_program_wrote(tmp_path: Path) -> None:
    book = Workbook()
    assert book.active is not None
    book.active.append(["番号", "日"])
    book.active.append([7, datetime(2031, 2, 24)])  # noqa: DTZ001 (a spreadsheet knows no zone)
    book.save(tmp_path / "other.xlsx")
    assert read(tmp_path / "other.xlsx") == ([(1, ["番号", "日"]), (2, ["7", "2031-02-24 00:00:00"])], [])


def test_a_sheet_without_rows(tmp_path: Path) -> None:
    Workbook().save(tmp_path / "empty.xlsx")
    with pytest.raises(FileError) as refused:
        read(tmp_path / "empty.xlsx")
    assert refused.value.en == "The file holds no rows."


def test_an_archive_that_is_no_workbook(tmp_path: Path) -> None:
    with ZipFile(tmp_path / "other.zip", "w") as archive:
        archive.writestr("a.txt", "a")
    with pytest.raises(FileError) as refused:
        read(tmp_path / "other.zip")
    assert refused.value.en == "It cannot be read as an XLSX file."


def test_a_damaged_sheet(tmp_path: Path) -> None:
    with ZipFile(workbook(tmp_path, ["a"], [1])) as whole, ZipFile(tmp_path / "cut.xlsx", "w") as cut:
        for name in whole.namelist():
            content = whole.read(name)
            cut.writestr(name, content[: len(content) // 2] if name.endswith("sheet1.xml") else content)
    with pytest.raises(FileError) as refused:
        read(tmp_path / "cut.xlsx")
    assert refused.value.en == "The XLSX file is damaged."


def test_a_workbook_that_unpacks_too_large(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(workbook_module, "UNPACKED_MAX", 1_000)
    with pytest.raises(FileError) as refused:
        read(workbook(tmp_path, ["a"], [1]))
    assert refused.value.en == "The workbook is too large."
