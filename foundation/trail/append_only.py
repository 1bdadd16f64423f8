"""Tables that only grow: the database itself refuses to change or delete their rows.

A model says so with `append_only = True`. Fields that may still change (when a later row superseded this one)
are named in `append_only_except`; deleting stays refused. `append_only_until` names the one among them that, once it
is set, lets nothing change any more: an approval is given once. The triggers are made anew after every migrate, because
SQLite rebuilds a table to alter it and loses its triggers without a word.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import Any

from django.apps import apps
from django.db import connections, models
from django.db.backends.base.base import BaseDatabaseWrapper

_AGAIN = "again"
_REFUSE = """
CREATE OR REPLACE FUNCTION append_only_refuse() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    RAISE EXCEPTION '% is append-only: % refused', TG_TABLE_NAME, TG_OP USING ERRCODE = 'restrict_violation';
END $$
"""


def append_only_models() -> list[type[models.Model]]:
    """Every installed model that declares itself append-only."""
    return [model for model in apps.get_models() if getattr(model, "append_only", False)]


def protect(connection: BaseDatabaseWrapper, tables: Iterable[type[models.Model]]) -> None:
    """Make the triggers of these models, on those tables that stand."""
    with connection.cursor() as cursor:
        standing = set(connection.introspection.table_names(cursor))
        if connection.vendor == "postgresql":
            cursor.execute(_REFUSE)
        for model in tables:
            if model._meta.db_table in standing:
                for statement in _statements(connection, model):
                    cursor.execute(statement)


def release(connection: BaseDatabaseWrapper, tables: Iterable[type[models.Model]]) -> list[str]:
    """The statements that take the triggers of these models away again, for a test database that is emptied."""
    return [_drop(connection, model, event) for model in tables for event in ("update", "delete", _AGAIN)]


def protect_after_migrate(*, using: str, **_: Any) -> None:
    """Receiver of post_migrate."""
    protect(connections[using], append_only_models())


def _statements(connection: BaseDatabaseWrapper, model: type[models.Model]) -> Iterator[str]:
    for event, guarded in (("update", f"UPDATE{_guarded_columns(connection, model)}"), ("delete", "DELETE")):
        yield _drop(connection, model, event)
        yield _create(connection, model, event, guarded)
    last: str = getattr(model, "append_only_until", "")
    if last:
        [column] = [connection.ops.quote_name(str(f.column)) for f in model._meta.concrete_fields if f.name == last]
        yield _drop(connection, model, _AGAIN)
        yield _create(connection, model, _AGAIN, "UPDATE", f" WHEN (OLD.{column} IS NOT NULL)")


def _create(
    connection: BaseDatabaseWrapper, model: type[models.Model], event: str, guarded: str, when: str = ""
) -> str:
    table = model._meta.db_table
    head = f"CREATE TRIGGER {_name(connection, model, event)} BEFORE {guarded} ON {connection.ops.quote_name(table)}"
    if connection.vendor == "postgresql":
        return f"{head} FOR EACH ROW{when} EXECUTE FUNCTION append_only_refuse()"
    return f"{head}{when} BEGIN SELECT RAISE(ABORT, '{table} is append-only: {event.upper()} refused'); END"


def _drop(connection: BaseDatabaseWrapper, model: type[models.Model], event: str) -> str:
    on_table = f" ON {connection.ops.quote_name(model._meta.db_table)}" if connection.vendor == "postgresql" else ""
    return f"DROP TRIGGER IF EXISTS {_name(connection, model, event)}{on_table}"


def _name(connection: BaseDatabaseWrapper, model: type[models.Model], event: str) -> str:
    return connection.ops.quote_name(f"append_only_{event}_{model._meta.db_table}"[:63])


def _guarded_columns(connection: BaseDatabaseWrapper, model: type[models.Model]) -> str:
    """The columns an update may not name: none given means all of them."""
    free: tuple[str, ...] = getattr(model, "append_only_except", ())
    if not free:
        return ""
    guarded = [field for field in model._meta.concrete_fields if field.name not in free]
    return " OF " + ", ".join(connection.ops.quote_name(str(field.column)) for field in guarded)
