"""Case B is put back on the coupon or paid out, never both: the database itself refuses the second.

No constraint spans these tables, so triggers do it, made anew after every migrate as those of append-only tables are.
A restoration belongs to a line of its own loss that restores, and to none whose deduction was paid out; a line that was
restored owes nothing beside the balance. A coupon's loss is owed on no balance but its own, and an entitlement stays
for what it is. Entitlements come by the million: PostgreSQL looks at them together, once a statement.
"""

from __future__ import annotations

from typing import Any, Final

from django.db import connections
from django.db.backends.base.base import BaseDatabaseWrapper

from compensation.models import DecisionLine, Entitlement, Loss, Restoration

_LINES, _OWED, _LOSSES, _RESTORED = (model._meta.db_table for model in (DecisionLine, Entitlement, Loss, Restoration))
_RESTORES: Final = f"SELECT 1 FROM {_LINES} WHERE id = NEW.line_id AND loss_id = NEW.loss_id AND remedy = 'restore'"  # noqa: S608 - names of our own tables
_PAID: Final = (
    f"SELECT 1 FROM {_OWED} AS owed WHERE owed.loss_id = NEW.loss_id AND (owed.line_id = NEW.line_id OR "  # noqa: S608 - the same
    f"owed.committed > 0 AND EXISTS (SELECT 1 FROM {_LINES} AS line WHERE line.loss_id = owed.loss_id"
    " AND line.\"case\" = 'B' AND line.remedy = 'pay'))"
)
_MAY_NOT_RESTORE: Final = f"NOT EXISTS ({_RESTORES}) OR EXISTS ({_PAID})"
_MAY_NOT_OWE: Final = (
    f"EXISTS (SELECT 1 FROM {{made}} JOIN {_RESTORED} AS back ON back.line_id = made.line_id) OR "  # noqa: S608 - the same
    f"EXISTS (SELECT 1 FROM {{made}} JOIN {_LOSSES} AS loss ON loss.id = made.loss_id"
    " WHERE made.balance <> '' AND loss.coupon_id IS NOT NULL)"
)
_ONE_ROW: Final = "(SELECT NEW.line_id AS line_id, NEW.loss_id AS loss_id, NEW.balance AS balance) AS made"
_MOVED: Final = "NEW.loss_id <> OLD.loss_id OR NEW.line_id <> OLD.line_id OR NEW.balance <> OLD.balance"
_FIXED: Final = "UPDATE OF loss_id, line_id, balance"


def protect_after_migrate(*, using: str, **_: Any) -> None:
    """Receiver of post_migrate."""
    connection = connections[using]
    with connection.cursor() as cursor:
        if {_LINES, _OWED, _LOSSES, _RESTORED} <= set(connection.introspection.table_names(cursor)):
            for statement in _statements(connection):
                cursor.execute(statement)


def _statements(connection: BaseDatabaseWrapper) -> list[str]:
    make = _postgresql if connection.vendor == "postgresql" else _sqlite
    made = "made" if connection.vendor == "postgresql" else _ONE_ROW
    return [
        *make("restored_or_paid", _RESTORED, "BEFORE INSERT", _MAY_NOT_RESTORE),
        *make("owed_for_one_thing", _OWED, f"BEFORE {_FIXED}", _MOVED),
        *make("paid_or_restored", _OWED, "AFTER INSERT", _MAY_NOT_OWE.format(made=made)),
    ]


def _postgresql(name: str, table: str, event: str, refused: str) -> list[str]:
    together = event.startswith("AFTER")
    function = f"""
CREATE OR REPLACE FUNCTION {name}() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF {refused} THEN
        RAISE EXCEPTION 'a loss is made good once: {name}' USING ERRCODE = 'check_violation';
    END IF;
    RETURN {"NULL" if together else "NEW"};
END $$"""
    rows = "REFERENCING NEW TABLE AS made FOR EACH STATEMENT" if together else "FOR EACH ROW"
    trigger = f"CREATE TRIGGER {name} {event} ON {table} {rows} EXECUTE FUNCTION {name}()"
    return [function, f"DROP TRIGGER IF EXISTS {name} ON {table}", trigger]


def _sqlite(name: str, table: str, event: str, refused: str) -> list[str]:
    refuse = f"SELECT RAISE(ABORT, 'a loss is made good once: {name}') WHERE {refused};"
    return [f"DROP TRIGGER IF EXISTS {name}", f"CREATE TRIGGER {name} {event} ON {table} BEGIN {refuse} END"]
