"""Files that are no files of rows: a clear word, and nothing lost."""

from __future__ import annotations

import os
from collections.abc import Callable
from pathlib import Path

import pytest

from compensation.imports.coupons import import_coupons
from compensation.imports.runs import Options
from compensation.models import Coupon, ImportRun
from foundation.tables.rejects import FileError
from foundation.trail.actor import Actor
from tests.compensation.imports.conftest import Bring
from tests.compensation.imports.files import coupon_row, csv_text, entry_row, write_csv

pytestmark = pytest.mark.django_db
Report = Callable[[], list[tuple[str, ...]]]

GOOD = csv_text([coupon_row()])
HEADER, ROW = GOOD.splitlines()


@pytest.mark.parametrize(
    "content",
    [
        b"",
        b"\n\n",
        HEADER.encode(),
        HEADER.encode() + b"\r\n\r\n",
        bytes(range(256)) * 100,
        b"\xff\xfe" + GOOD.encode("utf-16-le"),
        b"PK\x03\x04 no workbook",
        b"inquiry_number,face_yen\n1,2000\n",
        GOOD.replace("expires_on", "face_yen", 1).encode(),
        GOOD.replace("app_phone", "app_phome", 1).encode(),
        GOOD.replace("髙", "高").encode("euc_jp"),
    ],
    ids=[
        "empty",
        "blank lines",
        "only a header",
        "a header and a blank line",
        "binary",
        "UTF-16",
        "damaged workbook",
        "missing columns",
        "a column twice",
        "a misspelt column",
        "EUC-JP",
    ],
)
def test_the_file_is_refused_as_a_whole(bring_coupons: Bring, tmp_path: Path, content: bytes) -> None:
    path = tmp_path / "bad.csv"
    path.write_bytes(content)
    with pytest.raises(FileError):
        bring_coupons(path=path)
    assert (Coupon.objects.count(), ImportRun.objects.count()) == (0, 0)


def test_a_file_that_is_not_there(bring_coupons: Bring, tmp_path: Path) -> None:
    with pytest.raises(FileError):
        bring_coupons(path=tmp_path / "nowhere.csv")


@pytest.mark.parametrize(
    ("line", "column"),
    [
        ("KM0002,too,few", ""),
        (ROW + ",one,more", ""),
        ("x" * 10_000_000, ""),
        (ROW.replace("阿蘇", "阿\0蘇"), ""),
        (ROW.replace("KM0001", '"KM00"01'), ""),
    ],
    ids=["too few columns", "too many columns", "ten million characters", "a null character", "stray quotes"],
)
def test_a_line_that_cannot_be_read_costs_itself(
    bring_coupons: Bring, report: Report, tmp_path: Path, line: str, column: str
) -> None:
    path = tmp_path / "file.csv"
    third = ROW.replace("KM0001", "KM0003")
    path.write_text(f"{HEADER}\r\n{ROW}\r\n{line}\r\n{third}\r\n", encoding="utf-8", newline="")
    summary = bring_coupons(path=path)
    assert [entry[:2] for entry in report()] == [("3", column)]
    assert (summary.facts["rows"], summary.refused) == (3, 1)
    assert list(Coupon.objects.order_by("pk").values_list("inquiry_number", flat=True)) == ["KM0001", "KM0003"]


def test_an_open_quotation_mark_keeps_what_came_before(bring_coupons: Bring, tmp_path: Path) -> None:
    path = tmp_path / "file.csv"
    path.write_text(GOOD + '"KM0002,never closed', encoding="utf-8", newline="")
    assert (bring_coupons(path=path).refused, Coupon.objects.count()) == (1, 1)


def test_columns_that_nobody_asked_for_are_named(bring_coupons: Bring) -> None:
    summary = bring_coupons(coupon_row(備考="急ぎ"))
    assert summary.facts["columns_ignored"] == ["備考"]


def test_a_file_of_coupons_is_no_ledger(bring_ledger: Bring) -> None:
    with pytest.raises(FileError) as refused:
        bring_ledger(coupon_row())
    assert str(refused.value) == "Columns are missing: entry_id, at, kind, yen"


def test_an_old_report_does_not_stay(bring_coupons: Bring, report: Report) -> None:
    bring_coupons(coupon_row(face_yen="x"))
    assert len(report()) == 1
    bring_coupons(coupon_row())
    assert report() == []


@pytest.mark.parametrize("kind", ["device", "link", "folder"])
@pytest.mark.usefixtures("kumamoto")
def test_a_report_that_is_no_plain_file_is_refused_and_left_alone(tmp_path: Path, kind: str) -> None:
    place, kept = tmp_path / "place", tmp_path / "kept.csv"
    kept.write_text("kept", encoding="utf-8")
    made: dict[str, Callable[[], None]] = {
        "device": lambda: os.mkfifo(place), "link": lambda: place.symlink_to(kept), "folder": place.mkdir,
    }  # fmt: skip
    made[kind]()
    with pytest.raises(FileError, match="is no plain file"):
        import_coupons(Options(write_csv(tmp_path, coupon_row()), place), by=Actor.system("tests"))
    assert (os.path.lexists(place), kept.read_text(encoding="utf-8"), Coupon.objects.count()) == (True, "kept", 0)


def test_the_report_may_not_be_the_file(bring_ledger: Bring, tmp_path: Path) -> None:
    path = write_csv(tmp_path, entry_row(), name="report.csv")
    before = path.read_bytes()
    with pytest.raises(FileError):
        bring_ledger(path=path)
    assert path.read_bytes() == before
