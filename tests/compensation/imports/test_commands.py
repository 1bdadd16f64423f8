"""The two commands: their exit codes, their summary on the last line, their reason on standard error."""

from __future__ import annotations

import json
from io import StringIO
from pathlib import Path
from typing import Any

import pytest
from django.core.management import CommandError, call_command

from compensation.models import Coupon, LedgerEntry, Programme
from tests.compensation.imports.files import coupon_row, entry_row, write_csv

pytestmark = pytest.mark.django_db


class Ran:
    """A command that ran: its exit code, and what it wrote."""

    def __init__(self, name: str, *arguments: Any) -> None:
        out, err = StringIO(), StringIO()
        self.code, self.error = 0, ""
        try:
            call_command(name, *map(str, arguments), stdout=out, stderr=err, skip_checks=True)
        except SystemExit as left:
            self.code = int(left.code or 0)
        except CommandError as error:
            self.code, self.error = error.returncode, str(error)
        self.lines = out.getvalue().splitlines()
        self.chatter = err.getvalue()

    @property
    def summary(self) -> dict[str, Any]:
        found: dict[str, Any] = json.loads(self.lines[-1])
        return found


def test_done(kumamoto: Programme, tmp_path: Path) -> None:
    ran = Ran("import_coupons", write_csv(tmp_path, coupon_row()))
    assert (ran.code, len(ran.lines), ran.chatter) == (0, 1, "")
    assert ran.summary == {
        "file": "file.csv",
        "dry_run": False,
        "rows": 1,
        "inserted": 1,
        "changed": 0,
        "unchanged": 0,
        "contact_changed_after_release": 0,
        "refused": 0,
        "report": None,
        "written": True,
    }
    ledger = Ran("import_ledger", write_csv(tmp_path, entry_row()))
    assert (ledger.code, ledger.summary["inserted"], LedgerEntry.objects.count()) == (0, 1, 1)


def test_done_with_refusals(kumamoto: Programme, tmp_path: Path, settings: Any) -> None:
    settings.VAR_DIR = tmp_path / "var"
    ran = Ran("import_coupons", write_csv(tmp_path, coupon_row("KM0001"), coupon_row("KM0002", face_yen="x")))
    report = Path(ran.summary["report"])
    assert (ran.code, ran.summary["refused"], report.parent) == (1, 1, tmp_path / "var" / "reports")
    assert len(report.read_text(encoding="utf-8-sig").splitlines()) == 2


def test_nothing_done(kumamoto: Programme, tmp_path: Path) -> None:
    ran = Ran("import_ledger", tmp_path / "nowhere.csv")
    assert (ran.code, ran.lines) == (2, [])
    assert ran.error == ("ファイルを開けません。 The file cannot be opened: No such file or directory")


def test_nothing_done_where_all_or_nothing_was_asked(kumamoto: Programme, tmp_path: Path) -> None:
    path = write_csv(tmp_path, coupon_row("KM0001"), coupon_row("KM0002", face_yen="x"))
    ran = Ran("import_coupons", path, "--all-or-nothing", "--report", tmp_path / "report.csv")
    assert {name: ran.summary[name] for name in ("rows", "inserted", "changed", "unchanged")} == {
        "rows": 2, "inserted": 0, "changed": 0, "unchanged": 0,
    }  # fmt: skip
    assert (ran.code, ran.summary["refused"], ran.summary["written"], Coupon.objects.count()) == (2, 1, False, 0)
    assert (tmp_path / "report.csv").exists()


def test_a_report_makes_no_folder(kumamoto: Programme, tmp_path: Path) -> None:
    ran = Ran("import_coupons", write_csv(tmp_path, coupon_row()), "--report", tmp_path / "nowhere" / "report.csv")
    assert (ran.code, (tmp_path / "nowhere").exists(), Coupon.objects.count()) == (2, False, 0)


def test_options(kumamoto: Programme, tmp_path: Path) -> None:
    path = write_csv(tmp_path, coupon_row(programme=""))
    dry = Ran("import_coupons", path, "--programme", "kumamoto", "--dry-run")
    assert (dry.code, dry.summary["dry_run"], Coupon.objects.count()) == (0, True, 0)
    assert Ran("import_coupons", path, "--programme", "atlantis").code == 2
