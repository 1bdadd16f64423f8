"""The report of refused rows."""

from __future__ import annotations

import csv
from pathlib import Path

import pytest

from foundation.tables.rejects import Reject, RejectReport

BAD = Reject(2, "phone", "=cmd()", "電話番号を確認してください。", "Please check it.")


def test_the_report_opens_in_a_spreadsheet_and_runs_nothing(tmp_path: Path) -> None:
    path = tmp_path / "refused.csv"
    with RejectReport(path) as report:
        report.add(BAD)
        report.add(BAD._replace(line=5, value='a "b"'))
    assert report.count == 2
    assert path.read_bytes().decode("utf-8-sig") == (
        '"行 line","列 column","値 value","理由 reason (ja)","reason (en)"\r\n'
        '"2","phone","\'=cmd()","電話番号を確認してください。","Please check it."\r\n'
        '"5","phone","a ""b""","電話番号を確認してください。","Please check it."\r\n'
    )


def test_lines_stand_in_their_order_however_they_came(tmp_path: Path) -> None:
    path = tmp_path / "refused.csv"
    with RejectReport(path) as report:
        for line, value in [(3, "三"), (7, "a\nb"), (2, "二"), (3, "later"), (7, "c")]:
            report.add(BAD._replace(line=line, value=value))
    with path.open(encoding="utf-8-sig", newline="") as file:
        rows = [row[:3:2] for row in csv.reader(file)]
    assert rows == [["行 line", "値 value"], ["2", "二"], ["3", "三"], ["3", "later"], ["7", "a\nb"], ["7", "c"]]
    assert list(tmp_path.iterdir()) == [path]


@pytest.mark.parametrize("earlier", [None, "what an earlier run refused"])
def test_nothing_refused_leaves_no_file(tmp_path: Path, earlier: str | None) -> None:
    if earlier:
        (tmp_path / "refused.csv").write_text(earlier, encoding="utf-8")
    with RejectReport(tmp_path / "refused.csv") as report:
        pass
    assert (report.count, list(tmp_path.iterdir())) == (0, [])


def test_counting_without_a_file() -> None:
    with RejectReport() as report:
        report.add(BAD)
    assert report.count == 1
