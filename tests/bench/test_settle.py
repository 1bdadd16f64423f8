"""Settling against a bare COPY: the limit is to write the very rows that the settlement wrote, already encoded."""

from __future__ import annotations

import os
from datetime import UTC, datetime
from pathlib import Path
from time import perf_counter
from typing import Final, NamedTuple

import pytest
from django.db import connection, transaction

from compensation.awards.tables import IN_ORDER
from compensation.settlement import settle
from foundation.trail.actor import Actor
from tests.bench.campaign import fill, kumamoto

COUPONS: Final = int(os.environ.get("BENCH_COUPONS", "100000"))
SHARE: Final = 0.6
AS_OF: Final = datetime(2023, 3, 31, 15, tzinfo=UTC)
BY: Final = Actor.system("bench")
KEPT: Final = ("compensation_coupon", "compensation_ledgerentry")


class Kept(NamedTuple):
    """Rows of a table as PostgreSQL would take them."""

    table: str
    columns: str
    data: bytes


@pytest.mark.bench
@pytest.mark.django_db(transaction=True)
def test_settling_keeps_up_with_a_bare_copy() -> None:
    if connection.vendor != "postgresql":
        pytest.skip("COPY is PostgreSQL's")
    programme = kumamoto().programme
    fill(programme, COUPONS)
    ours, growth = _settled()
    limit = _copied()
    print(
        f"\nsettle, {COUPONS:,} coupons: limit {COUPONS / limit:,.0f}/s, ours {COUPONS / ours:,.0f}/s "
        f"({limit / ours:.2f} of it), memory grew by {growth} MB"
    )
    assert limit / ours >= SHARE


def _settled() -> tuple[float, int]:
    """Seconds, and by how much memory grew between the first fifth and the end."""
    sizes = list[int]()
    with connection.cursor() as cursor:
        cursor.execute("CHECKPOINT")
    begun = perf_counter()
    summary = settle("kumamoto", AS_OF, by=BY, progress=lambda _: sizes.append(_resident()))
    taken = perf_counter() - begun
    print(summary)
    return taken, max(sizes) - sizes[len(sizes) // 5]


def _copied() -> float:
    """Seconds to write all rows of the settlement again, into the same tables as they were before it."""
    base, rows = (
        [_kept(table, "*") for table in KEPT],
        [_kept(t.name, ", ".join(f'"{c}"' for c in t.columns)) for t in IN_ORDER],
    )
    with connection.cursor() as cursor:
        cursor.execute("CREATE TEMP TABLE mailing AS SELECT * FROM notifications_mailing")
        every = ", ".join([*KEPT, *(table.name for table in IN_ORDER)])
        cursor.execute(f"TRUNCATE {every} CASCADE")
    for kept in base:
        _write(kept)
    with connection.cursor() as cursor:
        cursor.execute(
            "INSERT INTO notifications_mailing SELECT * FROM mailing WHERE id NOT IN (SELECT id FROM notifications_mailing)"
        )
        cursor.execute("ANALYZE compensation_coupon, compensation_ledgerentry")
        cursor.execute("CHECKPOINT")
    begun = perf_counter()
    with transaction.atomic():
        for kept in rows:
            _write(kept)
    return perf_counter() - begun


def _kept(table: str, columns: str) -> Kept:
    with connection.cursor() as cursor:
        named = columns
        if table == "compensation_coupon":
            cursor.execute("UPDATE compensation_coupon SET payee_id = NULL")
        with cursor.copy(f"COPY (SELECT {columns} FROM {table} ORDER BY id) TO STDOUT (FORMAT BINARY)") as copy:
            data = b"".join(bytes(part) for part in copy)
    return Kept(table, "" if named == "*" else f"({columns})", data)


def _write(kept: Kept) -> None:
    with (
        connection.cursor() as cursor,
        cursor.copy(f"COPY {kept.table} {kept.columns} FROM STDIN (FORMAT BINARY)") as copy,
    ):
        copy.write(kept.data)


def _resident() -> int:
    """This process's memory, in MB."""
    return int(Path("/proc/self/statm").read_text().split()[1]) * os.sysconf("SC_PAGE_SIZE") // 2**20
