"""A payout is paid in codes or by transfer, never both: the database itself refuses the second.

No constraint spans two tables, so triggers do it. Each locks the payout's row before it looks, so that two who come
at once wait for each other. They are made anew after every migrate, as those of append-only tables are.
"""

from __future__ import annotations

from typing import Any, Final

from django.db import connections
from django.db.backends.base.base import BaseDatabaseWrapper

from compensation.gifts.models import GiftCode
from compensation.models import Payout
from compensation.transfers.models import TransferRequest
from compensation.transfers.states import ENDED

_ENDED: Final = ", ".join(f"'{state.value}'" for state in ENDED)
_CODES, _REQUESTS, _PAYOUTS = (model._meta.db_table for model in (GiftCode, TransferRequest, Payout))
_LIVE: Final = f"NEW.payout_id IS NOT NULL AND NEW.state NOT IN ({_ENDED})"
_HAS_CODES: Final = f"SELECT 1 FROM {_CODES} WHERE payout_id = NEW.payout_id"  # noqa: S608 - names of our own tables
_HAS_TRANSFER: Final = f"SELECT 1 FROM {_REQUESTS} WHERE payout_id = NEW.payout_id AND state NOT IN ({_ENDED})"  # noqa: S608 - the same
_GUARDS: Final = (
    ("codes_or_transfer", _CODES, "payout_id", "NEW.payout_id IS NOT NULL", _HAS_TRANSFER),
    ("transfer_or_codes", _REQUESTS, "payout_id, state", _LIVE, _HAS_CODES),
)


def protect_after_migrate(*, using: str, **_: Any) -> None:
    """Receiver of post_migrate."""
    connection = connections[using]
    with connection.cursor() as cursor:
        standing = set(connection.introspection.table_names(cursor))
        if not {_CODES, _REQUESTS, _PAYOUTS} <= standing:
            return
        for name, table, columns, concerns, taken in _GUARDS:
            for statement in _statements(connection, name, table, columns, (concerns, taken)):
                cursor.execute(statement)


def _statements(
    connection: BaseDatabaseWrapper, name: str, table: str, columns: str, asked: tuple[str, str]
) -> list[str]:
    return (_postgresql if connection.vendor == "postgresql" else _sqlite)(name, table, columns, asked)


def _postgresql(name: str, table: str, columns: str, asked: tuple[str, str]) -> list[str]:
    concerns, taken = asked
    function = f"""
CREATE OR REPLACE FUNCTION {name}() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF {concerns} THEN
        PERFORM 1 FROM {_PAYOUTS} WHERE id = NEW.payout_id FOR UPDATE;
        IF EXISTS ({taken}) THEN
            RAISE EXCEPTION 'payout % is paid otherwise: {name}', NEW.payout_id USING ERRCODE = 'check_violation';
        END IF;
    END IF;
    RETURN NEW;
END $$"""
    trigger = f"CREATE TRIGGER {name} BEFORE INSERT OR UPDATE OF {columns} ON {table}"
    drop = f"DROP TRIGGER IF EXISTS {name} ON {table}"
    return [function, drop, f"{trigger} FOR EACH ROW EXECUTE FUNCTION {name}()"]


def _sqlite(name: str, table: str, columns: str, asked: tuple[str, str]) -> list[str]:
    concerns, taken = asked
    statements = []
    for event in ("INSERT", f"UPDATE OF {columns}"):
        each = f"{name}_{event.split()[0].lower()}"
        refuse = f"SELECT RAISE(ABORT, 'payout is paid otherwise: {name}') WHERE EXISTS ({taken});"
        head = f"CREATE TRIGGER {each} BEFORE {event} ON {table} WHEN {concerns}"
        statements += [f"DROP TRIGGER IF EXISTS {each}", f"{head} BEGIN {refuse} END"]
    return statements
