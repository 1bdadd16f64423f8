"""A ledger file into the table, as a whole: what an entry may do depends on all entries of its coupon, in their order.

The checked rows go by COPY into a temporary table, whatever their order. Statements over all of it find the coupons,
the repeats and what is booked already; only coupons whose balance looks wrong are gone through entry by entry. What
is left is inserted in chunks.
"""

from __future__ import annotations

from collections.abc import Generator, Iterator, Sequence
from contextlib import contextmanager
from itertools import groupby
from typing import Any, Final

from django.db import connection, transaction

from compensation.imports import checked
from compensation.imports.charges import mark_charged
from compensation.imports.checked import Chunk, Field
from compensation.imports.restored import RESTORED, note_restorations, noted_otherwise
from compensation.imports.running_balance import Entry, refused_entries
from compensation.imports.runs import Run
from compensation.imports.statements import execute, select
from compensation.models import Coupon, LedgerEntry
from foundation.tables.bulk import copy_rows, stream
from foundation.tables.rejects import Reject

ENTRIES: Final = LedgerEntry._meta.db_table
COUPONS: Final = Coupon._meta.db_table
CONTENT: Final = ("at", "kind", "yen", "store_code", "store_name", "valid_until")
NEW: Final = "r.coupon_id IS NOT NULL AND r.booked_id IS NULL AND r.line = r.first_line"
TABLES: Final = ("incoming", "resolved", "refused")

_UNKNOWN: Final = ("この番号のクーポンはこのプログラムにありません。", "The programme has no coupon of this number.")
_REPEATED: Final = (
    "同じ記録番号が、このファイルの前の行に別の内容であります。",
    "An earlier row of this file has the same entry_id with other content.",
)
_BOOKED: Final = (
    "同じ記録番号が、別の内容で既に記録されています。",
    "This entry_id is booked already with other content.",
)


@contextmanager
def temporary_tables() -> Generator[None]:
    """The tables that a ledger file goes through; `refused` holds lines of it."""
    columns = ", ".join(f"e.{column}" for column in ("programme_id", "entry_id", *CONTENT))
    execute(
        f"CREATE TEMPORARY TABLE incoming AS SELECT 0 AS line, c.inquiry_number, {columns}"  # noqa: S608
        f" FROM {ENTRIES} e, {COUPONS} c LIMIT 0"
    )
    execute("CREATE TEMPORARY TABLE refused (line integer PRIMARY KEY)")
    try:
        yield
    finally:
        for table in TABLES:
            execute(f"DROP TABLE IF EXISTS {table}")


class EntryMerge:
    """One ledger file on its way into the table."""

    def __init__(self, run: Run, fields: Sequence[Field]) -> None:
        self.run = run
        self.columns = ["programme_id" if field.name == "programme" else field.name for field in fields]
        self.last_line = 0

    def stage(self, chunk: Chunk) -> None:
        """Put the rows of a chunk beside the table."""
        copy_rows(
            connection,
            "incoming",
            ["line", *self.columns],
            ((line, *row) for line, row in zip(chunk.lines, chunk.rows, strict=True)),
        )
        self.last_line = max([self.last_line, *chunk.lines[-1:]])
        self.run.refuse(chunk.rejects)
        self.run.count(rows=chunk.read)

    def resolve(self) -> None:
        """Find each row's coupon, its first mention in the file, and whether it is booked already."""
        if connection.vendor == "postgresql":
            execute("ANALYZE incoming")
        execute(
            "CREATE TEMPORARY TABLE resolved AS SELECT i.*, c.id AS coupon_id, e.id AS booked_id,"  # noqa: S608
            " MIN(i.line) OVER (PARTITION BY i.programme_id, i.entry_id) AS first_line FROM incoming i"
            f" LEFT JOIN {COUPONS} c ON c.programme_id = i.programme_id AND c.inquiry_number = i.inquiry_number"
            f" LEFT JOIN {ENTRIES} e ON e.programme_id = i.programme_id AND e.entry_id = i.entry_id"
        )
        execute("CREATE INDEX resolved_line ON resolved (line)")
        if connection.vendor == "postgresql":
            execute("ANALYZE resolved")

    def refuse(self) -> None:
        """Refuse what cannot be booked, and count what is booked already."""
        self._refuse_lines("inquiry_number", _UNKNOWN, "FROM resolved r WHERE r.coupon_id IS NULL")
        self._refuse_lines(
            "entry_id",
            _REPEATED,
            "FROM resolved r JOIN resolved f ON f.line = r.first_line"
            " WHERE r.line <> r.first_line AND r.coupon_id IS NOT NULL"
            f" AND ({_unlike('f', 'r')} OR f.coupon_id <> r.coupon_id)",
        )
        self._refuse_lines(
            "entry_id",
            _BOOKED,
            f"FROM resolved r JOIN {ENTRIES} f ON f.id = r.booked_id"
            " WHERE r.line = r.first_line AND r.coupon_id IS NOT NULL"
            f" AND ({_unlike('f', 'r')} OR f.coupon_id <> r.coupon_id)",
        )
        self._refuse_lines("entry_id", _BOOKED, noted_otherwise())
        self._refuse_by_balance()

    def insert(self) -> None:
        """Book what is left, so many lines a transaction: what was cut off is finished by running it again."""
        names = ", ".join(("programme_id", "coupon_id", "entry_id", *CONTENT))
        recorded_at = connection.ops.adapt_datetimefield_value(self.run.at)
        for after in range(0, self.last_line, checked.CHUNK):
            lines = (after + 1, after + checked.CHUNK)
            with transaction.atomic():
                note_restorations(self.run, lines, NEW)
                inserted = execute(
                    f"INSERT INTO {ENTRIES} ({names}, recorded_at) SELECT {names}, %s FROM resolved r"  # noqa: S608
                    f" WHERE {NEW} AND r.line BETWEEN %s AND %s"
                    f" AND NOT EXISTS (SELECT 1 FROM refused x WHERE x.line = r.line) AND NOT {RESTORED}",
                    [recorded_at, *lines],
                )
                mark_charged(self.run, lines)
            self.run.count(inserted=inserted)
        counts = self.run.counts
        counts["unchanged"] = counts["rows"] - counts["inserted"] - counts["restored_here"] - counts["refused"]

    def _refuse_lines(self, column: str, why: tuple[str, str], rows: str) -> None:
        found = stream(connection, f"SELECT r.line, r.{column} {rows} ORDER BY r.line")
        self._write(Reject(line, column, value, *why) for line, value in found)

    def _refuse_by_balance(self) -> None:
        for coupon_id, entries in groupby(self._doubtful(), key=lambda row: row[0]):
            del coupon_id
            rows = list(entries)
            refused = refused_entries([Entry(line, kind, yen) for _, _, line, kind, yen in rows], rows[0][1])
            self._write(Reject(line, "yen", str(yen), *refused[line]) for _, _, line, _, yen in rows if line in refused)

    def _doubtful(self) -> Iterator[tuple[Any, ...]]:
        """(coupon, face, line, kind, yen) of all entries of the coupons that new entries may bring out of order."""
        yield from select(
            f"WITH fresh AS (SELECT r.coupon_id, r.line, r.at, r.entry_id, r.kind, r.yen FROM resolved r WHERE {NEW}"  # noqa: S608
            " AND NOT EXISTS (SELECT 1 FROM refused x WHERE x.line = r.line)),"
            " booked AS (SELECT * FROM fresh UNION ALL"
            f" SELECT e.coupon_id, NULL, e.at, e.entry_id, e.kind, e.yen FROM {ENTRIES} e"
            " WHERE e.coupon_id IN (SELECT coupon_id FROM fresh)),"
            " running AS (SELECT b.coupon_id, b.kind, b.yen, b.line,"
            " SUM(b.yen) OVER (PARTITION BY b.coupon_id ORDER BY b.at, b.entry_id) AS balance FROM booked b),"
            " doubtful AS (SELECT n.coupon_id FROM running n GROUP BY n.coupon_id"
            " HAVING MIN(n.balance) < 0 OR SUM(CASE WHEN n.kind = 'issue' THEN 1 ELSE 0 END) > 1"
            " UNION SELECT n.coupon_id FROM fresh n"
            f" JOIN {COUPONS} c ON c.id = n.coupon_id WHERE n.kind = 'issue' AND n.yen <> c.face_yen)"
            " SELECT b.coupon_id, c.face_yen, b.line, b.kind, b.yen FROM booked b"
            f" JOIN {COUPONS} c ON c.id = b.coupon_id WHERE b.coupon_id IN (SELECT coupon_id FROM doubtful)"
            " ORDER BY b.coupon_id, b.at, b.entry_id"
        )

    def _write(self, rejects: Iterator[Reject]) -> None:
        lines: list[tuple[int]] = []
        for reject in rejects:
            self.run.refuse([reject])
            lines.append((reject.line,))
        copy_rows(connection, "refused", ["line"], lines)


def _unlike(one: str, other: str) -> str:
    unlike = "IS NOT" if connection.vendor == "sqlite" else "IS DISTINCT FROM"
    return " OR ".join(f"{one}.{column} {unlike} {other}.{column}" for column in CONTENT)
