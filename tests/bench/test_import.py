"""Importing coupons with every row checked, against a bare COPY of the same rows into the same table."""

from __future__ import annotations

import csv
import os
import subprocess
import sys
from collections.abc import Callable, Iterator
from datetime import UTC, datetime, timedelta
from itertools import islice
from pathlib import Path
from statistics import median
from time import perf_counter
from typing import Any, Final

import pytest
from django.db import connection

from compensation.imports.checked import open_source
from compensation.imports.coupon_fields import coupon_fields
from compensation.imports.coupons import import_coupons
from compensation.imports.runs import Options
from compensation.models import Coupon, Programme
from foundation.tables.bulk import copy_rows
from foundation.trail.actor import Actor
from tests.factories.compensation import ProgrammeFactory
from tests.house.tree import ROOT

COUPONS: Final = 100_000
ROUNDS: Final = 3
SHARE: Final = 0.6
PEER_SAMPLE: Final = 10_000
FEW, MANY = 50_000, 250_000
GROWTH_MB: Final = 24
ISSUED: Final = datetime(2023, 2, 20, tzinfo=UTC)
BY: Final = Actor.system("bench")

pytestmark = [pytest.mark.bench, pytest.mark.django_db(transaction=True)]


def write_file(path: Path, count: int) -> Path:
    """A campaign as its ledger exports it: two of three coupons on an app account, numbers in no order."""
    with path.open("w", encoding="utf-8", newline="") as file:
        out = csv.writer(file)
        out.writerow(["programme", *(field.name for field in coupon_fields({})[1:])])
        out.writerows(_row(place) for place in range(count))
    return path


def _row(place: int) -> list[Any]:
    at = ISSUED + timedelta(seconds=place)
    account = (
        [f"member-{place // 2}", (at + timedelta(hours=1)).isoformat(), "", f"090{10_000_000 + place}"]
        if place % 3
        else ["", "", "", ""]
    )
    email = f"traveller{place}@example.jp" if place % 3 else ""
    coupon = ["kumamoto", f"K{place * 7919 % 10**7:07d}", f"C{place:09d}", 2000, at.isoformat(), "2023-02-24"]
    return [*coupon, "ホテル熊本 本館", f"旅行 花子{place}", "true", *account, email, ""]


@pytest.fixture
def programme() -> Programme:
    if connection.vendor != "postgresql":
        pytest.skip("measured on PostgreSQL")
    return ProgrammeFactory.create(slug="kumamoto")


def checked_rows(path: Path, programme: Programme) -> list[tuple[Any, ...]]:
    source = open_source(path, coupon_fields({programme.slug: programme.pk}))
    return [(*row, ISSUED) for chunk in source.chunks for row in chunk.rows]


COLUMNS: Final = ["programme_id", *(field.name for field in coupon_fields({})[1:]), "recorded_at"]


def bare_copy(rows: list[tuple[Any, ...]]) -> None:
    copy_rows(connection, Coupon._meta.db_table, COLUMNS, rows)


def bulk_create(rows: list[tuple[Any, ...]]) -> None:
    made = (Coupon(**dict(zip(COLUMNS, row, strict=True))) for row in rows)
    while batch := list(islice(made, 1_000)):
        Coupon.objects.bulk_create(batch)


def seconds(work: Callable[[], object]) -> float:
    """How long it takes to fill the empty table."""
    with connection.cursor() as cursor:
        cursor.execute(f"TRUNCATE {Coupon._meta.db_table} CASCADE")
        cursor.execute("CHECKPOINT")
    begun = perf_counter()
    work()
    return perf_counter() - begun


def rounds(path: Path, rows: list[tuple[Any, ...]]) -> Iterator[tuple[float, float]]:
    for _ in range(ROUNDS):
        limit = seconds(lambda: bare_copy(rows))
        yield limit, seconds(lambda: import_coupons(Options(path), by=BY))


def test_import_against_a_bare_copy(programme: Programme, tmp_path: Path) -> None:
    path = write_file(tmp_path / "coupons.csv", COUPONS)
    rows = checked_rows(path, programme)
    measured = list(rounds(path, rows))
    limit, ours = median(pair[0] for pair in measured), median(pair[1] for pair in measured)
    share = median(copied / imported for copied, imported in measured)
    peer = PEER_SAMPLE / seconds(lambda: bulk_create(rows[:PEER_SAMPLE]))
    print(
        f"\nimport of {COUPONS:,} coupons: bare COPY {COUPONS / limit:,.0f}/s, bulk_create {peer:,.0f}/s, "
        f"ours with every row checked {COUPONS / ours:,.0f}/s = {share:.2f} of the COPY (asked {SHARE})"
    )
    assert share >= SHARE


def test_memory_does_not_grow_with_the_file(programme: Programme, tmp_path: Path) -> None:
    few = peak_mb(write_file(tmp_path / "few.csv", FEW))
    many = peak_mb(write_file(tmp_path / "many.csv", MANY))
    print(f"\nimport, peak memory: {FEW:,} coupons {few:.0f} MB, {MANY:,} coupons {many:.0f} MB")
    assert many - few <= GROWTH_MB


def peak_mb(path: Path) -> float:
    """The largest size of a process that imports this file."""
    settings = connection.settings_dict
    url = (
        f"postgres://{settings['USER']}:{settings['PASSWORD']}@{settings['HOST']}:{settings['PORT']}/{settings['NAME']}"
    )
    command = [sys.executable, "manage.py", "import_coupons", str(path), "--skip-checks"]
    environment = {**os.environ, "DATABASE_URL": url, "DJANGO_SETTINGS_MODULE": "tests.settings"}
    child = subprocess.Popen(command, cwd=ROOT, env=environment, stdout=subprocess.DEVNULL)
    _, status, usage = os.wait4(child.pid, 0)
    child.returncode = os.waitstatus_to_exitcode(status)
    assert child.returncode == 0
    return usage.ru_maxrss / 1024
