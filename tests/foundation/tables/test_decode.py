"""CSV files in, whatever wrote them."""

from __future__ import annotations

import tracemalloc
from pathlib import Path

import pytest

from foundation.tables.decode import rows
from foundation.tables.delimited import LINE_MAX
from foundation.tables.rejects import FileError
from tests.foundation.tables.files import read, text_file

TABLE = "番号,氏名\r\n１,髙﨑\r\n2,㈱～\r\n"
ROWS = [(1, ["番号", "氏名"]), (2, ["１", "髙﨑"]), (3, ["2", "㈱～"])]


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "cp932"])
def test_every_encoding_excel_writes(tmp_path: Path, encoding: str) -> None:
    assert read(text_file(tmp_path, TABLE, encoding)) == (ROWS, [])


@pytest.mark.parametrize("end", ["\n", "\r\n", "\r"])
@pytest.mark.parametrize("last", [True, False], ids=["ended", "open"])
def test_every_end_of_line(tmp_path: Path, end: str, last: bool) -> None:
    content = end.join(["a,b", "1,2", "3,4"]) + (end if last else "")
    assert read(text_file(tmp_path, content)) == ([(1, ["a", "b"]), (2, ["1", "2"]), (3, ["3", "4"])], [])


def test_quotes_hold_commas_quotes_and_lines_and_empty_rows_are_passed_over(tmp_path: Path) -> None:
    content = 'a,b\n"1,""x""","two\nlines"\n\n,\n3,4\n'
    assert read(text_file(tmp_path, content)) == ([(1, ["a", "b"]), (2, ['1,"x"', "two\nlines"]), (6, ["3", "4"])], [])


def test_each_bad_row_costs_that_row_alone(tmp_path: Path) -> None:
    lines = ["a,b", "1", "1,2,3", "1,\0", f"1,{'x' * LINE_MAX}", '"1"2,3', "7,8"]
    good, refused = read(text_file(tmp_path, "\n".join(lines)))
    assert good == [(1, ["a", "b"]), (7, ["7", "8"])]
    assert [(reject.line, reject.en.split(" (")[0]) for reject in refused] == [
        (2, "The header has 2 columns, this row 1."),
        (3, "The header has 2 columns, this row 3."),
        (4, "The line holds a null character."),
        (5, "The line is longer than 100,000 characters."),
        (6, "The quotation marks do not match"),
    ]
    assert all(reject.ja for reject in refused)


def test_a_quote_that_never_closes_is_reported_with_its_lines(tmp_path: Path) -> None:
    good, refused = read(text_file(tmp_path, 'a,b\n1,2\n"3,4\n5,6\n'))
    assert good == [(1, ["a", "b"]), (2, ["1", "2"])]
    assert [(reject.line, reject.ja) for reject in refused] == [(3, "引用符の対応が正しくありません（3–4 行）。")]


@pytest.mark.parametrize(
    ("content", "message"),
    [
        (b"", "The file is empty."),
        (b"\n\n\r\n", "The file holds no rows."),
        (b"\xef\xbb\xbf", "The file holds no rows."),
        ("a,b\n".encode("utf-16"), "Save it as CSV (UTF-8 or Shift_JIS) or as XLSX."),
        (b"\xd0\xcf\x11\xe0 old", "Save it as CSV (UTF-8 or Shift_JIS) or as XLSX."),
        (b"a,b\n\xff\xff\n", "It is neither UTF-8 nor Shift_JIS text."),
        (b"PK\x03\x04 no archive", "It cannot be read as an XLSX file."),
    ],
)
def test_what_is_no_table(tmp_path: Path, content: bytes, message: str) -> None:
    with pytest.raises(FileError) as refused:
        read(text_file(tmp_path, content))
    assert refused.value.en == message


@pytest.mark.parametrize("missing", ["gone.csv", "."])
def test_what_cannot_be_opened(tmp_path: Path, missing: str) -> None:
    with pytest.raises(FileError) as refused:
        read(tmp_path / missing)
    assert refused.value.ja == "ファイルを開けません。"


@pytest.mark.parametrize(
    "line", ["1,2\n", "x" * 50 + '"' + "x" * 50, '"' + "x" * 100], ids=["rows", "a line", "a quote"]
)
def test_memory_does_not_grow_with_the_file(tmp_path: Path, line: str) -> None:
    path = text_file(tmp_path, "a,b\n" + line * (3_000_000 // len(line)))
    tracemalloc.start()
    try:
        for _ in rows(path, on_reject=lambda _: None):
            pass
        peak = tracemalloc.get_traced_memory()[1]
    finally:
        tracemalloc.stop()
    assert peak < 2_500_000
