"""One chunk of checked coupons into the table: new ones inserted, changed ones updated and kept as they were.

As long as all coupons of a file are new they go straight into the table, which refuses a number that is there already.
From the first such chunk on the rows go into a temporary table, and from there by statements over the whole chunk.
`seen` remembers the coupons that stood already and that the file named, so that a later row with other content is known
as a repeat; those that it added carry the run's own instant. A coupon that changes keeps the instant since which it is
known: what was reported as of an earlier one goes on counting it.
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Generator, Iterator, Mapping, Sequence
from contextlib import contextmanager
from typing import Any, Final, NamedTuple

from django.db import IntegrityError, connection, transaction

from compensation.imports import changes
from compensation.imports.charges import keep_booked_charges
from compensation.imports.checked import Chunk, Field
from compensation.imports.coupon_fields import RowChecks
from compensation.imports.runs import Run
from compensation.imports.statements import execute, select
from compensation.models import Coupon, PayoutLine
from compensation.redirecting import redirect
from compensation.states import PayoutState
from foundation.tables.bulk import copy_rows
from foundation.tables.rejects import Reject

TABLE: Final = Coupon._meta.db_table
KEY: Final = ("programme_id", "inquiry_number")
NOT_YET_SENT: Final = (PayoutState.PLANNED, PayoutState.CANCELLED)


class Difference(NamedTuple):
    """A row of the file that says something else than the coupon does."""

    line: int
    coupon: Coupon
    row: tuple[Any, ...]


class CouponMerge:
    """The statements for one file: they name the columns that it has."""

    def __init__(self, run: Run, fields: Sequence[Field], present: Collection[str]) -> None:
        self.run = run
        self.checks = RowChecks(list(fields))
        self.columns = [_column(field.name) for field in fields]
        self.place = {column: at for at, column in enumerate(self.columns)}
        given = [_column(name) for name in present]
        self.compared = [column for column in self.columns if column in given and column not in KEY]
        self.all_new = True
        self.moved: list[int] = []
        self.recorded_at = connection.ops.adapt_datetimefield_value(run.at)

    @contextmanager
    def tables(self) -> Generator[None]:
        """The temporary tables, as long as the file is read."""
        execute(f"CREATE TEMPORARY TABLE incoming AS SELECT 0 AS line, {self._names()} FROM {TABLE} LIMIT 0")  # noqa: S608
        execute("CREATE TEMPORARY TABLE matched (line integer, coupon_id bigint)")
        execute("CREATE TEMPORARY TABLE seen (coupon_id bigint PRIMARY KEY)")
        try:
            yield
        finally:
            for table in ("incoming", "matched", "seen"):
                execute(f"DROP TABLE {table}")

    @transaction.atomic
    def write(self, chunk: Chunk, *, meanwhile: Callable[[], None]) -> None:
        """Bring one chunk in, all of it or nothing; `meanwhile` is called where only the database has work to do."""
        self.all_new = self.all_new and self._write_new(chunk, meanwhile)
        if not self.all_new:
            self._merge(chunk, meanwhile)
        self.run.refuse(chunk.rejects)
        self.run.count(rows=chunk.read, unchanged=chunk.repeats)

    def _write_new(self, chunk: Chunk, meanwhile: Callable[[], None]) -> bool:
        """Write coupons that are new; false, and nothing written, where one of them is not."""
        rows = _and_then(((*row, self.run.at) for row in chunk.rows), meanwhile)
        try:
            with connection.wrap_database_errors, transaction.atomic():
                inserted = copy_rows(connection, TABLE, [*self.columns, "recorded_at"], rows)
        except IntegrityError:
            return False
        self.run.count(inserted=inserted)
        return True

    def _merge(self, chunk: Chunk, meanwhile: Callable[[], None]) -> None:
        """Write new and changed coupons, whatever stands already."""
        self._stage(chunk)
        meanwhile()
        matched = self._match()
        differences = self._differences(chunk) if matched else []
        refused = self._repeats(differences)
        changed = [one for one in differences if one.line not in refused]
        self._update(changed, refused)
        inserted = self._insert()
        if matched:
            execute("INSERT INTO seen SELECT DISTINCT coupon_id FROM matched WHERE true ON CONFLICT DO NOTHING")
        self.run.refuse(refused.values())
        self.run.count(inserted=inserted, changed=len(changed), unchanged=matched - len(differences))

    def _stage(self, chunk: Chunk) -> None:
        for table in ("incoming", "matched"):
            execute(f"DELETE FROM {table}" if connection.vendor == "sqlite" else f"TRUNCATE {table}")  # noqa: S608
        rows = ((line, *row) for line, row in zip(chunk.lines, chunk.rows, strict=True))
        copy_rows(connection, "incoming", ["line", *self.columns], rows)

    def _match(self) -> int:
        """Find the coupons that stand already. A look into the index for each row: no plan can go wrong with it."""
        return execute(
            "INSERT INTO matched WITH found AS MATERIALIZED (SELECT i.line, (SELECT c.id FROM "  # noqa: S608
            f"{TABLE} c WHERE c.inquiry_number = i.inquiry_number AND c.programme_id = i.programme_id) AS coupon_id"
            " FROM incoming i) SELECT line, coupon_id FROM found WHERE coupon_id IS NOT NULL"
        )

    def _differences(self, chunk: Chunk) -> list[Difference]:
        keep_booked_charges()
        found = select(
            f"SELECT m.line, m.coupon_id FROM matched m JOIN incoming i ON i.line = m.line JOIN {TABLE} c"  # noqa: S608
            f" ON c.id = m.coupon_id WHERE {self._differing()} ORDER BY m.line"
        )
        rows = dict(zip(chunk.lines, chunk.rows, strict=True))
        coupons = Coupon.objects.in_bulk([coupon_id for _, coupon_id in found])
        return [Difference(line, coupons[coupon_id], rows[line]) for line, coupon_id in found]

    def _repeats(self, differences: list[Difference]) -> dict[int, Reject]:
        """Rows whose coupon an earlier row of the same file named: which of the two is right, nobody can tell."""
        if not differences:
            return {}
        marks = ", ".join(["%s"] * len(differences))
        ids = [one.coupon.pk for one in differences]
        seen = {pk for (pk,) in select(f"SELECT coupon_id FROM seen WHERE coupon_id IN ({marks})", ids)}  # noqa: S608
        return {
            one.line: self.checks.repeated(one.line, one.row)
            for one in differences
            if one.coupon.pk in seen or one.coupon.recorded_at == self.run.at
        }

    def _update(self, changed: list[Difference], refused: Collection[int]) -> None:
        if not changed:
            return
        moved = self._moved(changed)
        self._remark_contacts(moved)
        changes.keep([one.coupon for one in changed], self.run)
        if refused:
            marks = ", ".join(["%s"] * len(refused))
            execute(f"DELETE FROM matched WHERE line IN ({marks})", list(refused))  # noqa: S608
        news = ", ".join(f"{column} = i.{column}" for column in self.compared)
        execute(
            f"UPDATE {TABLE} AS c SET {news} FROM matched m, incoming i"  # noqa: S608
            f" WHERE c.id = m.coupon_id AND i.line = m.line AND ({self._differing()})"
        )
        self._redirect(moved, take_back=False)
        self.moved += moved

    def finish(self) -> None:
        """Once the whole file is in: payouts whose account shows no clear contact any more are taken back."""
        if self.moved:
            self._redirect(self.moved, take_back=True)

    def _redirect(self, coupon_ids: Collection[int], *, take_back: bool) -> None:
        if coupon_ids:
            done = redirect(coupon_ids, take_back=take_back, by=self.run.by)
            self.run.count(redirected_before_release=done.messages, taken_back_before_release=done.taken_back)

    def _moved(self, changed: list[Difference]) -> dict[int, Difference]:
        """Those of which a contact changes, by coupon."""
        return {
            one.coupon.pk: one
            for one in changed
            for column in ("app_phone", "app_email")
            if column in self.compared and getattr(one.coupon, column) != one.row[self.place[column]]
        }

    def _remark_contacts(self, moved: Mapping[int, Difference]) -> None:
        """Contacts that changed after the payout was released: what went out stays where it went."""
        released = (
            PayoutLine.objects.filter(entitlement__loss__coupon__in=list(moved))
            .exclude(payout__state__in=NOT_YET_SENT)
            .values_list("entitlement__loss__coupon_id", flat=True)
        )
        remarks = [_not_redirected(moved[pk]) for pk in sorted(set(released))] if moved else []
        self.run.remark(remarks)
        self.run.count(contact_changed_after_release=len(remarks))

    def _insert(self) -> int:
        return execute(
            f"INSERT INTO {TABLE} ({self._names()}, recorded_at) SELECT {self._names()}, %s FROM incoming i"  # noqa: S608
            " WHERE NOT EXISTS (SELECT 1 FROM matched m WHERE m.line = i.line)",
            [self.recorded_at],
        )

    def _names(self) -> str:
        return ", ".join(self.columns)

    def _differing(self) -> str:
        unlike = "IS NOT" if connection.vendor == "sqlite" else "IS DISTINCT FROM"
        return " OR ".join(f"c.{column} {unlike} i.{column}" for column in self.compared)


def _and_then(rows: Iterator[tuple[Any, ...]], meanwhile: Callable[[], None]) -> Iterator[tuple[Any, ...]]:
    yield from rows
    meanwhile()


def _not_redirected(one: Difference) -> Reject:
    return Reject(
        one.line,
        "app_phone / app_email",
        one.coupon.inquiry_number,
        "送付の確定後に連絡先が変わりました。取り込みましたが、送付先は変わりません。",
        "The contact changed after the payout was released: taken in, and what was sent is not redirected.",
    )


def _column(name: str) -> str:
    return "programme_id" if name == "programme" else name
