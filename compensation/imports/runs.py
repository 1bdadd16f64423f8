"""One import from begin to end: its record, its report of refused rows, its counts, and what becomes of them."""

from __future__ import annotations

import hashlib
from collections import Counter
from collections.abc import Callable, Iterable, Sequence
from contextlib import nullcontext
from dataclasses import dataclass, field
from datetime import datetime
from pathlib import Path
from typing import Any, Final, Literal, NamedTuple

from django.conf import settings
from django.db import connection, transaction

from compensation.imports.checked import Field, Source
from compensation.models import ImportRun
from foundation.tables.exclusive import BusyError, only_one
from foundation.tables.rejects import FileError, Reject, RejectReport
from foundation.trail import clock
from foundation.trail.actor import Actor
from foundation.trail.audit import record

WRITTEN: Final = ("inserted", "changed", "charged", "charged_without_account", "contact_changed_after_release")
Kind = Literal["coupons", "ledger"]


class Options(NamedTuple):
    """What the operator asked for. Without a `report`, one is written under the portal's own folder when needed."""

    path: Path
    report: Path | None = None
    dry_run: bool = False
    all_or_nothing: bool = False
    progress: Callable[[int], None] = lambda _rows: None


@dataclass(slots=True)
class Run:
    """An import that is going on."""

    row: ImportRun
    options: Options
    report: RejectReport
    by: Actor
    counts: Counter[str] = field(default_factory=Counter)
    notes: dict[str, Any] = field(default_factory=dict)

    @property
    def at(self) -> datetime:
        """The instant that its rows carry as recorded."""
        return self.row.started_at

    def refuse(self, rejects: Iterable[Reject]) -> None:
        """Write refused rows into the report, and count them."""
        for reject in rejects:
            self.report.add(reject)
            self.counts["refused"] += 1

    def remark(self, remarks: Iterable[Reject]) -> None:
        """Write into the report what somebody should know of rows that are in."""
        for one in remarks:
            self.report.add(one)

    def count(self, **numbers: int) -> None:
        """Add to the counts, and show how far it is."""
        self.counts.update(numbers)
        self.options.progress(self.counts["rows"])


class Summary(NamedTuple):
    """What an import did. With `written` false nothing of it stands: it was tried only, or refused as a whole."""

    facts: dict[str, Any]
    refused: int
    written: bool


def carry_out(kind: Kind, options: Options, work: Callable[[Run], None], *, by: Actor) -> Summary:
    """Run one import. Raises FileError where another import runs; the file has been opened before."""
    digest = _sha256(options.path)
    path = _report_path(kind, options, digest)
    try:
        with only_one(connection, f"import {kind}"), RejectReport(path) as report:
            return _within(Run(_row(kind, options, digest, by=by), options, report, by), work)
    except BusyError as error:
        raise FileError("別の取込が実行中です。", "Another import is running.") from error


def column_notes(source: Source, fields: Sequence[Field]) -> dict[str, list[str]]:
    """Columns that the file does not have, and those that nobody asked for, for the summary."""
    notes = {
        "columns_absent": [field.name for field in fields if field.name not in source.present],
        "columns_ignored": [heading for heading in source.ignored if heading],
    }
    return {name: columns for name, columns in notes.items() if columns}


def _within(run: Run, work: Callable[[Run], None]) -> Summary:
    """One transaction where all of it may have to be undone; otherwise each chunk brings its own."""
    options = run.options
    with transaction.atomic() if options.dry_run or options.all_or_nothing else nullcontext():
        run.row.save(force_insert=True)
        work(run)
        _finish(run)
        undone = options.dry_run or (options.all_or_nothing and run.counts["refused"] > 0)
        if undone:
            transaction.set_rollback(True)
    if undone and not options.dry_run:
        run.counts.update({name: -run.counts[name] for name in WRITTEN if name in run.counts})
    return Summary({**_facts(run), "written": not undone}, run.counts["refused"], not undone)


def _row(kind: Kind, options: Options, digest: str, *, by: Actor) -> ImportRun:
    return ImportRun(
        kind=kind, file_name=options.path.name[:255], sha256=digest, started_at=clock.now(), started_by=by.ref
    )


@transaction.atomic
def _finish(run: Run) -> None:
    run.row.finished_at = clock.now()
    run.row.counts = dict(run.counts)
    run.row.save(update_fields=["finished_at", "counts"])
    record("imported", by=run.by, kind=f"import of {run.row.kind}", refs=[str(run.row.pk)], detail=run.row.counts)


def _facts(run: Run) -> dict[str, Any]:
    return {
        "file": run.options.path.name,
        "dry_run": run.options.dry_run,
        **{name: run.counts[name] for name in sorted(run.counts)},
        "refused": run.counts["refused"],
        **run.notes,
        "report": str(run.report.path) if run.report.count else None,
    }


def _report_path(kind: Kind, options: Options, digest: str) -> Path:
    """Where refused rows will be listed. A list that an earlier run left there would be taken for this one's."""
    name = f"import-{kind}-{clock.now():%Y%m%d-%H%M%S}-{digest[:8]}.csv"
    path = options.report or Path(settings.VAR_DIR) / "reports" / name
    if path.resolve() == options.path.resolve():
        raise FileError("報告先が取込ファイルと同じです。", "The report would overwrite the file itself.")
    if options.report and not path.parent.is_dir():
        raise FileError("報告先のフォルダーがありません。", f"There is no folder {path.parent} for the report.")
    if path.is_symlink() or (path.exists() and not path.is_file()):
        raise FileError(
            "報告先が通常のファイルではありません。ファイル名を指定してください。",
            f"{path} is no plain file: the report is sorted when it is whole. Name a file for it.",
        )
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        path.unlink(missing_ok=True)
    except OSError as error:
        raise FileError("報告先に書けません。", f"The report cannot be written: {error.strerror}") from error
    return path


def _sha256(path: Path) -> str:
    try:
        with path.open("rb") as file:
            return hashlib.file_digest(file, "sha256").hexdigest()
    except OSError as error:
        raise FileError("ファイルを開けません。", f"The file cannot be opened: {error.strerror}") from error
