"""Reports handed out: the same question, the same bytes; written down; from the command line."""

from __future__ import annotations

import csv
import io
import json
from collections.abc import Iterator
from datetime import datetime
from pathlib import Path
from typing import Any

import pytest
import time_machine
from django.core.management import CommandError, call_command
from openpyxl import load_workbook

from claims.models import ReportSnapshot
from claims.report_snapshots import FORMATS, file_name, hand_out, usual_instant
from claims.report_words import HELD_BACK
from claims.status_report import status_report
from foundation.trail import clock
from foundation.trail.actor import Actor
from foundation.trail.as_of import OutOfReachError
from foundation.trail.models import AuditEvent
from tests.factories.cases import decided, paid_case, paper_coupon
from tests.factories.collection import bulletin_row
from tests.factories.compensation import jst

pytestmark = pytest.mark.django_db

BY = Actor.system("tests")
AS_OF = jst(2023, 4, 3, 10)
CSV, XLSX = b"\xef\xbb\xbf", b"PK"


@pytest.fixture(autouse=True)
def _now() -> Iterator[None]:
    with time_machine.travel(jst(2023, 4, 3, 12, 0), tick=False):
        yield


def made(file_format: str = "csv", **given: Any) -> ReportSnapshot:
    programme = bulletin_row(given.get("key", "kumamoto-3")).programme
    return hand_out("status", programme, given.get("as_of", AS_OF), file_format, by=BY)


@pytest.mark.parametrize("file_format", ["csv", "xlsx"])
def test_asked_again_after_changes_it_is_the_same(file_format: str) -> None:
    decided()
    first = bytes(made(file_format).content)
    paper_coupon(recorded_at=jst(2023, 3, 1))
    assert (bytes(made(file_format).content), ReportSnapshot.objects.count()) == (first, 2)


@pytest.mark.parametrize("file_format", ["csv", "xlsx"])
def test_made_anew_from_the_same_rows_it_is_the_same(file_format: str) -> None:
    decided()
    first = bytes(made(file_format).content)
    with time_machine.travel(jst(2023, 4, 3, 12, 30), tick=False):
        assert FORMATS[file_format](status_report(bulletin_row().programme, AS_OF), clock.now()) == first


def test_the_data_are_flat_and_name_the_prefecture() -> None:
    decided("yamanashi-1")
    rows = list(csv.reader(io.StringIO(bytes(made(key="yamanashi-1").content).decode("utf-8-sig"))))
    assert rows[1] == [
        "190004", "山梨県", "yamanashi", "yamanashi キャンペーン", "2023/04/03 10:00:00", "coupon", "クーポン",
        "ケースA", "eligible", "対象", "automatic", "アプリ会員への自動対応", "held_back", "支払先を担当者が確認中",
        "1", "1500",
    ]  # fmt: skip
    assert len(rows) == 2


def test_the_workbook_has_a_sheet_to_print_and_one_for_machines() -> None:
    paid_case()
    book = load_workbook(io.BytesIO(bytes(made("xlsx").content)))
    assert book.sheetnames == ["帳票", "データ"]
    texts = [str(row[0].value) for row in book["帳票"].iter_rows() if row[0].value]
    assert texts[2] == "令和5年4月3日 10:00:00 時点 / as of 2023-04-03 10:00:00 JST"
    assert texts[3] == "作成日 令和5年4月3日 / made on 2023-04-03"
    assert [line for line in texts if line.startswith("照合")] == [
        "照合：内訳 1件・2,000円 ＝ クーポンの全数 1件・2,000円 / Ties: rows 1, 2,000 yen = all coupons 1, 2,000 yen",
        "照合：内訳 0件・0円 ＝ 申請の全数 0件・0円 / Ties: rows 0, 0 yen = all claims 0, 0 yen",
        "照合：内訳 1件・2,000円 ＝ 支払の全数 1件・2,000円 / Ties: rows 1, 2,000 yen = all payouts 1, 2,000 yen",
    ]
    data = list(book["データ"].iter_rows(min_row=2, values_only=True))
    assert [row[-2:] for row in data] == [(1, 2000), (1, 2000)]


def test_the_printed_sheet_repeats_its_headings_and_explains_what_is_held() -> None:
    decided()
    page = load_workbook(io.BytesIO(bytes(made("xlsx").content)))["帳票"]
    assert (page.print_title_rows, page["A6"].value, page["F6"].value) == ("$6:$6", "事案 / Case", "金額（円）/ Yen")
    texts = [str(row[0].value) for row in page.iter_rows() if row[0].value]
    assert texts.count(f"{HELD_BACK.ja} / {HELD_BACK.en}") == 1


@pytest.mark.parametrize("as_of", [jst(2023, 4, 3, 12, 1), jst(1900, 1, 1)])
def test_an_instant_out_of_reach_is_refused(as_of: datetime) -> None:
    with pytest.raises(OutOfReachError):
        made(as_of=as_of)
    assert ReportSnapshot.objects.count() == 0


def test_each_handing_out_is_written_down() -> None:
    snapshot = made()
    made()
    events = AuditEvent.objects.order_by("id").values_list("action", "subject_ref", "scope", "detail")
    expected = ("exported", "status:kumamoto:2023-04-03T10:00:00+09:00:csv", "kumamoto", {"sha256": snapshot.sha256})
    assert [
        (a, r.replace("2023-04-03T01:00:00+00:00", "2023-04-03T10:00:00+09:00"), s, d) for a, r, s, d in events
    ] == [
        expected,
        expected,
    ]


def test_the_file_is_named_by_instant_and_programme() -> None:
    assert file_name(made("xlsx")) == "20230403_100000_補償状況_kumamoto.xlsx"


def test_the_usual_instant_is_this_minute() -> None:
    with time_machine.travel(jst(2023, 4, 3, 12, 5).replace(second=42), tick=False):
        assert usual_instant() == jst(2023, 4, 3, 12, 5)


def test_the_command_writes_the_file(tmp_path: Path) -> None:
    decided()
    out, said = tmp_path / "report.csv", io.StringIO()
    options = ["--programme", "kumamoto", "--as-of", "2023/4/3 10:00", "--format", "csv", "--out", str(out)]
    call_command("export_report", "status", *options, stdout=said)
    snapshot = ReportSnapshot.objects.get(format="csv")
    assert out.read_bytes() == bytes(snapshot.content)
    assert json.loads(said.getvalue())["sha256"] == snapshot.sha256


@pytest.mark.parametrize(
    ("name", "options", "begins"),
    [
        ("report.csv", [], CSV),
        ("report.CSV", ["--format", "csv"], CSV),
        ("report.xlsx", [], XLSX),
        ("report", [], XLSX),
        ("report", ["--format", "csv"], CSV),
    ],
)
def test_the_file_is_what_its_name_says(tmp_path: Path, name: str, options: list[str], begins: bytes) -> None:
    bulletin_row("kumamoto-3")
    call_command("export_report", "status", "--programme", "kumamoto", "--out", str(tmp_path / name), *options)
    assert (tmp_path / name).read_bytes()[: len(begins)] == begins


@pytest.mark.parametrize(
    ("name", "options"),
    [("report.pdf", []), ("report.pdf", ["--format", "csv"]), ("r.csv", ["--format", "xlsx"])],
)
def test_a_name_that_says_otherwise_is_refused(tmp_path: Path, name: str, options: list[str]) -> None:
    bulletin_row("kumamoto-3")
    with pytest.raises(CommandError) as refused:
        call_command("export_report", "status", "--programme", "kumamoto", "--out", str(tmp_path / name), *options)
    assert (refused.value.returncode, list(tmp_path.iterdir())) == (2, [])


@pytest.mark.parametrize(
    "options",
    [
        ["--programme", "nowhere"],
        ["--programme", "kumamoto", "--as-of", "2023/4/3 13:00"],
        ["--programme", "kumamoto", "--as-of", "yesterday"],
        ["--programme", "kumamoto", "--as-of", "0001-01-01T00:00:00+09:00"],
        ["--programme", "kumamoto", "--as-of", "1900/1/1 0:00"],
        ["--programme", "kumamoto", "--out", "/nowhere/at/all.csv"],
    ],
)
def test_the_command_refuses_with_its_reason(tmp_path: Path, options: list[str]) -> None:
    bulletin_row("kumamoto-3")
    out = [] if "--out" in options else ["--out", str(tmp_path / "report.xlsx")]
    with pytest.raises(CommandError) as refused:
        call_command("export_report", "status", *options, *out)
    assert (refused.value.returncode, list(tmp_path.iterdir())) == (2, [])
