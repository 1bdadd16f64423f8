"""Reports that were handed out: the first answer to a question is kept, and given again to whoever asks it again."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime
from hashlib import sha256
from typing import Final

from django.db import IntegrityError, transaction
from django.db.models import QuerySet

from claims.models import ReportSnapshot
from claims.report_files import as_csv, as_xlsx
from claims.status_report import StatusReport, status_report
from compensation.models import Programme
from foundation.trail import audit, clock
from foundation.trail.actor import Actor
from foundation.trail.as_of import within_reach

NAME: Final = "status"
NAMES: Final = (NAME,)
FORMATS: Final[dict[str, Callable[[StatusReport, datetime], bytes]]] = {"xlsx": as_xlsx, "csv": as_csv}
MEDIA_TYPES: Final = {
    "xlsx": "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
    "csv": "text/csv; charset=utf-8",
}


def usual_instant() -> datetime:
    """The present minute's beginning."""
    return clock.now().replace(second=0, microsecond=0)


def hand_out(name: str, programme: Programme, as_of: datetime, file_format: str, *, by: Actor) -> ReportSnapshot:
    """The report for this question, made at its first asking and the same bytes ever after; written down each time.

    Both formats are frozen together, so that they say the same. Raises OutOfReachError for an
    instant that has not come (the figures would still change) or is impossibly old, and DoesNotTieError.
    """
    found = _find(name, programme, within_reach(as_of), file_format) or _freeze(name, programme, as_of, file_format, by)
    return _handed(found, by)


def hand_out_again(snapshot: ReportSnapshot, *, by: Actor) -> ReportSnapshot:
    """A report that was made before."""
    return _handed(snapshot, by)


def earlier(programme: Programme) -> QuerySet[ReportSnapshot]:
    """What was made for a programme, the newest first, without the files themselves."""
    return ReportSnapshot.objects.filter(programme=programme).defer("content").order_by("-as_of", "-made_at", "format")


def file_name(snapshot: ReportSnapshot) -> str:
    """Instant, report and programme; nothing about anybody."""
    local = snapshot.as_of.astimezone(clock.JST)
    return f"{local:%Y%m%d_%H%M%S}_補償状況_{snapshot.programme.slug}.{snapshot.format}"


def _find(name: str, programme: Programme, as_of: datetime, file_format: str) -> ReportSnapshot | None:
    asked = ReportSnapshot.objects.filter(name=name, programme=programme, as_of=as_of, format=file_format)
    return asked.select_related("programme").first()


def _freeze(name: str, programme: Programme, as_of: datetime, file_format: str, by: Actor) -> ReportSnapshot:
    report, at = status_report(programme, as_of), clock.now()
    asked = {"name": name, "programme": programme, "as_of": as_of, "made_at": at, "made_by": by.ref}
    files = {known: render(report, at) for known, render in FORMATS.items()}
    rows = [
        ReportSnapshot(**asked, format=known, content=content, sha256=sha256(content).hexdigest())
        for known, content in files.items()
    ]
    try:
        with transaction.atomic():
            ReportSnapshot.objects.bulk_create(rows)
    except IntegrityError:
        # Somebody asked the same at the same time: what was kept first is the answer.
        pass
    found = _find(name, programme, as_of, file_format)
    if found is None:
        raise RuntimeError("a report was kept and is not there")
    return found


def _handed(snapshot: ReportSnapshot, by: Actor) -> ReportSnapshot:
    question = f"{snapshot.name}:{snapshot.programme.slug}:{snapshot.as_of.isoformat()}:{snapshot.format}"
    with transaction.atomic():
        audit.record(
            "exported",
            by=by,
            kind="report",
            refs=[question],
            scope=snapshot.programme.slug,
            detail={"sha256": snapshot.sha256},
        )
    return snapshot
