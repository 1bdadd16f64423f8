"""Writes a batch: all of it in one transaction, or nothing."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Final, NamedTuple

from django.db import IntegrityError, connection, transaction
from django.db.backends.base.base import BaseDatabaseWrapper
from django.db.models import F

from compensation.awards.batch import Batch, TopUp
from compensation.awards.tables import IN_ORDER, Table
from compensation.awards.terms import Terms
from compensation.models import Coupon, Decision, Entitlement, Referral
from compensation.sending import PURPOSE
from foundation.tables.among import Among
from foundation.tables.bulk import Packed, copy_packed, pack_rows
from foundation.trail import audit
from notifications.mailings import open_mailing

NO_LONGER: Final = "a later decision needs no person"
RAISED: Final = "entitlement.raised"
"""The audit log's word for an entitlement that owes more than before; `raised_by` in its detail says how much."""


class OvertakenError(Exception):
    """Somebody changed what the batch was built on; nothing of it is written. Build it again from what stands now."""


class Sheaf(NamedTuple):
    """A batch whose rows are encoded."""

    batch: Batch
    packed: Mapping[Table, Packed]


def pack(connection: BaseDatabaseWrapper, batch: Batch) -> Sheaf:
    """Encode the rows of a batch for `write`."""
    packed = {table: pack_rows(connection, table.types, batch.rows[table]) for table in IN_ORDER if batch.rows[table]}
    return Sheaf(batch, packed)


def mailing_for(terms: Terms) -> int:
    """The open mailing of the terms' route, held by the caller's transaction."""
    sending = terms.sending
    if sending is None:
        raise ValueError(f"{terms.bulletin.key} has no route {terms.route}")
    scope, route = terms.programme.slug, terms.route
    return open_mailing(scope, route, PURPOSE, sending.planned_on, sending.planned_text, terms.at).pk


def write(sheaf: Sheaf, terms: Terms, *, to_disk: bool = True) -> None:
    """Write everything of a batch in one transaction, with its record in the audit log. Raises OvertakenError.

    Without `to_disk` PostgreSQL does not wait for its disk: a crash of the server may then lose the last batches,
    whole and in their order, until a later transaction that waits. Only for what is run again after a crash.
    """
    batch = sheaf.batch
    try:
        with transaction.atomic():
            if not to_disk and connection.vendor == "postgresql":
                _do_not_wait()
            _hold_mailing(batch, terms)
            _supersede(batch, terms)
            _answer(batch, terms)
            for top_up in batch.top_ups:
                _raise(top_up, terms)
            for table, packed in sheaf.packed.items():
                copy_packed(connection, table.name, table.columns, packed)
            _claim_coupons(batch)
            _record(sheaf, terms)
    except IntegrityError as refused:
        raise OvertakenError(str(refused)) from refused


def _do_not_wait() -> None:
    with connection.cursor() as cursor:
        cursor.execute("SET LOCAL synchronous_commit TO off")


def _hold_mailing(batch: Batch, terms: Terms) -> None:
    if batch.mailing_id is not None and mailing_for(terms) != batch.mailing_id:
        raise OvertakenError("the mailing was prepared meanwhile")


def _supersede(batch: Batch, terms: Terms) -> None:
    if not batch.superseded:
        return
    standing = Decision.objects.filter(Among(F("pk"), batch.superseded), superseded_at__isnull=True)
    if standing.update(superseded_at=terms.at) != len(batch.superseded):
        raise OvertakenError("a decision was superseded meanwhile")


def _answer(batch: Batch, terms: Terms) -> None:
    if not batch.answered:
        return
    waiting = Referral.objects.filter(Among(F("pk"), batch.answered), closed_at__isnull=True)
    waiting.update(closed_at=terms.at, closed_by=terms.by.ref, closed_because=NO_LONGER)
    audit.record(
        "referral.closed",
        by=terms.by,
        kind="referral",
        refs=[str(pk) for pk in batch.answered],
        scope=terms.programme.slug,
        detail={"because": NO_LONGER},
    )


def _raise(top_up: TopUp, terms: Terms) -> None:
    unchanged = Entitlement.objects.filter(
        pk=top_up.entitlement_id, committed=top_up.was_committed, owed=top_up.owed - top_up.raised_by
    )
    if not unchanged.update(owed=top_up.owed, committed=top_up.committed):
        raise OvertakenError("an entitlement was changed meanwhile")
    audit.record(
        RAISED,
        by=terms.by,
        kind="entitlement",
        refs=[str(top_up.entitlement_id)],
        scope=terms.programme.slug,
        detail={"raised_by": top_up.raised_by, "owed": top_up.owed},
    )


def _claim_coupons(batch: Batch) -> None:
    """Give coupons their payee, which is set once: somebody who was quicker keeps the coupon."""
    if not batch.claimed:
        return
    table = Coupon._meta.db_table
    with connection.cursor() as cursor:
        if connection.vendor == "postgresql":
            cursor.execute(
                f"UPDATE {table} SET payee_id = v.payee FROM unnest(%s::bigint[], %s::bigint[]) AS v(coupon, payee) "  # noqa: S608 - a table of ours
                f"WHERE {table}.id = v.coupon AND {table}.payee_id IS NULL",
                [[coupon for coupon, _ in batch.claimed], [payee for _, payee in batch.claimed]],
            )
        else:
            cursor.executemany(
                f"UPDATE {table} SET payee_id = %s WHERE id = %s AND payee_id IS NULL",  # noqa: S608 - a table of ours
                [(payee, coupon) for coupon, payee in batch.claimed],
            )
        if cursor.rowcount != len(batch.claimed):
            raise OvertakenError("a coupon got another payee meanwhile")


def _record(sheaf: Sheaf, terms: Terms) -> None:
    """One entry for the whole batch: its rows are their own record, one by one."""
    written = {table.name: packed.count for table, packed in sheaf.packed.items()}
    audit.record(
        "awards.written",
        by=terms.by,
        kind="programme",
        refs=[terms.programme.slug],
        scope=terms.programme.slug,
        detail={"as_of": terms.as_of.isoformat(), "route": terms.route, "rows": written},
    )
