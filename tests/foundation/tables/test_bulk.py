"""Many rows, on whichever database the tests run."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import UTC, datetime
from typing import Any

import pytest
from django.db import DatabaseError, connection, transaction

from foundation.japan.models import Holiday
from foundation.staff.models import Office
from foundation.tables.bulk import copy_packed, copy_rows, pack_rows, raw_json, stream
from foundation.trail.models import AuditEvent

AT = datetime(2031, 5, 31, 1, 2, 3, 456, tzinfo=UTC)
COLUMNS = [
    "at",
    "recorded_at",
    "actor_kind",
    "actor_ref",
    "actor_label",
    "action",
    "subject_kind",
    "subject_ref",
    "scope",
    "detail",
]

pytestmark = pytest.mark.django_db


def events(count: int) -> Iterator[tuple[Any, ...]]:
    return ((AT, AT, "system", "a", "あ", "x", "k", str(ref), "", {"n": ref, "語": None}) for ref in range(count))


def test_rows_come_in_as_the_orm_would_write_them() -> None:
    assert copy_rows(connection, "trail_auditevent", COLUMNS, events(3)) == 3
    written = AuditEvent.objects.order_by("id").values_list("at", "actor_label", "subject_ref", "detail")
    assert list(written) == [(AT, "あ", str(ref), {"n": ref, "語": None}) for ref in range(3)]


def test_more_rows_than_a_batch() -> None:
    assert copy_rows(connection, "trail_auditevent", COLUMNS, events(4_321)) == 4_321
    assert AuditEvent.objects.count() == 4_321


def test_days() -> None:
    days = [(AT.date(), "a"), (datetime(2031, 6, 1, tzinfo=UTC).date(), "b")]
    copy_rows(connection, "japan_holiday", ("day", "name"), days)
    assert list(Holiday.objects.values_list("day", "name")) == days


def test_types_that_the_caller_knows() -> None:
    copy_rows(connection, "japan_holiday", ("day", "name"), [(AT.date(), "a")], types=("date", "varchar"))
    assert Holiday.objects.get().name == "a"


def test_no_rows() -> None:
    assert copy_rows(connection, "trail_auditevent", COLUMNS, []) == 0


def test_a_refused_row_leaves_none() -> None:
    rows = [(f"slug-{n}", "名", "name") for n in range(3_000)]
    with pytest.raises(DatabaseError), transaction.atomic():
        copy_rows(connection, "staff_office", ("slug", "name_ja", "name_en"), [*rows, ("slug-1", "名", "name")])
    assert Office.objects.count() == 0


def test_a_temporary_table() -> None:
    with connection.cursor() as cursor:
        cursor.execute("CREATE TEMPORARY TABLE loaded (number bigint, name text)")
    assert copy_rows(connection, "loaded", ("number", "name"), [(1, "a"), (None, "b")]) == 2
    assert list(stream(connection, "SELECT number, name FROM loaded ORDER BY name")) == [(1, "a"), (None, "b")]


@pytest.mark.parametrize("size", [1, 7, 100])
def test_a_stream_gives_every_row_in_order(size: int) -> None:
    copy_rows(connection, "trail_auditevent", COLUMNS, events(20))
    sql = "SELECT subject_ref FROM trail_auditevent WHERE action = %s ORDER BY id"
    assert list(stream(connection, sql, ["x"], size=size)) == [(str(ref),) for ref in range(20)]


@pytest.mark.django_db(transaction=True)
def test_a_stream_outside_a_transaction() -> None:
    copy_rows(connection, "trail_auditevent", COLUMNS, events(20))
    assert sum(1 for _ in stream(connection, "SELECT id FROM trail_auditevent", size=3)) == 20


PACKED_TYPES = ["timestamptz", "timestamptz", *["varchar"] * 7, "jsonb"]


def packed_events(count: int) -> list[tuple[Any, ...]]:
    return [(*event[:-1], raw_json(b'{"n":%d}' % n)) for n, event in enumerate(events(count))]


def test_packed_rows_come_in_as_others_do() -> None:
    packed = pack_rows(connection, PACKED_TYPES, packed_events(3))
    assert (packed.count, AuditEvent.objects.count()) == (3, 0)
    assert copy_packed(connection, "trail_auditevent", COLUMNS, packed) == 3
    written = AuditEvent.objects.order_by("id").values_list("at", "actor_label", "subject_ref", "detail")
    assert list(written) == [(AT, "あ", str(ref), {"n": ref}) for ref in range(3)]


def test_more_packed_rows_than_a_buffer() -> None:
    packed = pack_rows(connection, PACKED_TYPES, packed_events(4_321))
    copy_packed(connection, "trail_auditevent", COLUMNS, packed)
    assert AuditEvent.objects.count() == 4_321


def test_a_refused_packed_row_leaves_none() -> None:
    rows = [(f"slug-{n}", "名", "name") for n in (1, 2, 1)]
    packed = pack_rows(connection, ["varchar"] * 3, rows)
    with pytest.raises(DatabaseError), transaction.atomic():
        copy_packed(connection, "staff_office", ("slug", "name_ja", "name_en"), packed)
    assert Office.objects.count() == 0


def test_no_packed_rows() -> None:
    assert copy_packed(connection, "staff_office", ("slug",), pack_rows(connection, ["varchar"], [])) == 0
