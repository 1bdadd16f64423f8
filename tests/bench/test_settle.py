"""Settling against a bare COPY: the limit is to write the very rows that the settlement wrote, already encoded."""

from __future__ import annotations

import os
from datetime import UTC, datetime
from pathlib import Path
from time import perf_counter
from typing import Final, NamedTuple

import pytest
from django.db import connection, transaction
from django.db.models import Model

from compensation.awards.tables import IN_ORDER
from compensation.models import Decision, DecisionLine, Entitlement, Loss, Payee, Payout, PayoutLine, PayoutLink
from compensation.settlement import settle
from foundation.trail.actor import Actor
from notifications.models import Message
from tests.bench.campaign import fill, kumamoto

COUPONS: Final = int(os.environ.get("BENCH_COUPONS", "100000"))
SAMPLE: Final = 1_000
SHARE: Final = 0.6
GROWTH_MB: Final = 40
AS_OF: Final = datetime(2023, 3, 31, 15, tzinfo=UTC)
BY: Final = Actor.system("bench")
GROUND: Final = ("compensation_coupon", "compensation_ledgerentry")
SAVED: Final[tuple[type[Model], ...]] = (
    Loss,
    Decision,
    DecisionLine,
    Payee,
    Entitlement,
    Payout,
    PayoutLine,
    PayoutLink,
    Message,
)


class Kept(NamedTuple):
    """The rows of a table in PostgreSQL's binary form."""

    table: str
    columns: str
    data: bytes


@pytest.mark.bench
@pytest.mark.django_db(transaction=True)
def test_settling_keeps_up_with_a_bare_copy() -> None:
    if connection.vendor != "postgresql":
        pytest.skip("COPY is PostgreSQL's")
    fill(kumamoto().programme, COUPONS)
    ours, growth = _settled()
    written = [_kept(table.name, ", ".join(f'"{column}"' for column in table.columns)) for table in IN_ORDER]
    sample = _sample()
    _as_before()
    orm = _saved_one_by_one(sample)
    limit = _copied(written)
    print(
        f"\nsettle, {COUPONS:,} coupons: limit {COUPONS / limit:,.0f}/s, ours {COUPONS / ours:,.0f}/s "
        f"({limit / ours:.2f} of it), saved one by one {SAMPLE / orm:,.0f}/s ({SAMPLE / orm * limit / COUPONS:.3f}); "
        f"memory grew by {growth} MB after the first fifth"
    )
    assert (limit / ours >= SHARE, growth <= GROWTH_MB) == (True, True)


def _settled() -> tuple[float, int]:
    """Seconds, and by how many MB memory grew after the first fifth."""
    sizes = list[int]()
    _run("CHECKPOINT")
    begun = perf_counter()
    settle("kumamoto", AS_OF, by=BY, progress=lambda _: sizes.append(_resident()))
    return perf_counter() - begun, max(sizes) - sizes[len(sizes) // 5]


def _sample() -> list[Model]:
    """Rows of every table that the settlement filled, as many as SAMPLE coupons have of them."""
    share = SAMPLE / COUPONS
    return [
        row
        for model in SAVED
        for row in model._default_manager.order_by("pk")[: round(model._default_manager.count() * share)]
    ]


def _as_before() -> None:
    """The database as it was before the settlement; its mailing stays, since messages name it."""
    _run("UPDATE compensation_coupon SET payee_id = NULL")
    ground = [_kept(table, "*") for table in GROUND]
    _run("TRUNCATE notifications_message, compensation_coupon CASCADE")
    _run(f"TRUNCATE {', '.join(table.name for table in IN_ORDER)} CASCADE")
    for kept in ground:
        _write(kept)
    _run("ANALYZE compensation_coupon, compensation_ledgerentry")


def _saved_one_by_one(rows: list[Model]) -> float:
    """Seconds to save rows through the ORM; they are taken back."""
    with transaction.atomic():
        begun = perf_counter()
        for row in rows:
            row.save(force_insert=True)
        taken = perf_counter() - begun
        transaction.set_rollback(True)
    return taken


def _copied(written: list[Kept]) -> float:
    """Seconds to write all rows of the settlement again, in one transaction."""
    _run("CHECKPOINT")
    begun = perf_counter()
    with transaction.atomic():
        for kept in written:
            _write(kept)
    return perf_counter() - begun


def _kept(table: str, columns: str) -> Kept:
    out = f"COPY (SELECT {columns} FROM {table} ORDER BY id) TO STDOUT (FORMAT BINARY)"  # noqa: S608 (names of ours)
    with connection.cursor() as cursor, cursor.copy(out) as copy:
        return Kept(table, "" if columns == "*" else f"({columns})", b"".join(bytes(part) for part in copy))


def _write(kept: Kept) -> None:
    into = f"COPY {kept.table} {kept.columns} FROM STDIN (FORMAT BINARY)"
    with connection.cursor() as cursor, cursor.copy(into) as copy:
        copy.write(kept.data)


def _run(statement: str) -> None:
    with connection.cursor() as cursor:
        cursor.execute(statement)


def _resident() -> int:
    """This process's memory, in MB."""
    return int(Path("/proc/self/statm").read_text().split()[1]) * os.sysconf("SC_PAGE_SIZE") // 2**20
