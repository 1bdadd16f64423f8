"""Master data that many tests begin with: read from its files once a run, and put down as the same rows ever after."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any

from django.db import models, transaction

from compensation.bulletin_loading import load_bulletins
from compensation.gifts.models import GiftProduct
from compensation.gifts.products import load_products
from compensation.models import Bulletin, Incident, Programme
from foundation.trail import clock
from foundation.trail.actor import Actor
from foundation.trail.models import AuditEvent

BY = Actor.system("tests")
Table = type[models.Model]
Row = dict[str, Any]
_NONE: Mapping[Table, str] = {}


class Loaded:
    """What `load` writes into `tables`, of which each refers to earlier ones only.

    `dated` names, by table, the field that holds the portal's instant. Where the first table has rows already, `load`
    itself has to say what becomes of them.
    """

    def __init__(self, load: Callable[[], object], *tables: Table, dated: Mapping[Table, str] = _NONE) -> None:
        self._load, self._tables, self._dated = load, tables, dated
        self._kept: list[list[Row]] = []

    def __call__(self) -> None:
        """Make it stand in the database, as loading would."""
        if self._tables[0]._default_manager.exists():
            self._load()
        elif self._kept:
            self._put_down()
        else:
            self._bring_in()

    def _bring_in(self) -> None:
        before = [_last(table) for table in self._tables]
        self._load()
        self._kept = [_rows(table, last) for table, last in zip(self._tables, before, strict=True)]

    def _put_down(self) -> None:
        keys: dict[tuple[Table, Any], Any] = {}
        with transaction.atomic():
            for table, rows in zip(self._tables, self._kept, strict=True):
                dated = {self._dated[table]: clock.now()} if table in self._dated else {}
                made = table._default_manager.bulk_create(
                    [table(**{**_referring(table, row, keys), **dated}) for row in rows]
                )
                keys |= {(table, row["id"]): one.pk for row, one in zip(rows, made, strict=True)}


def _last(table: Table) -> int:
    newest = table._default_manager.order_by("pk").last()
    return newest.pk if newest else 0


def _rows(table: Table, after: int) -> list[Row]:
    return list(table._default_manager.filter(pk__gt=after).order_by("pk").values())


def _referring(table: Table, row: Row, keys: Mapping[tuple[Table, Any], Any]) -> Row:
    """The row under a new key, with the new keys of the rows that it refers to."""
    found = {name: value for name, value in row.items() if name not in ("id", "recorded_at")}
    for field in table._meta.concrete_fields:
        if field.related_model in {of for of, _ in keys}:
            found[field.attname] = keys.get((field.related_model, row[field.attname]))
    return found


def _load_all() -> None:
    load_bulletins(by=BY)
    load_products(by=BY)


DATES: Mapping[Table, str] = {Bulletin: "loaded_at", AuditEvent: "at"}
bulletins = Loaded(lambda: load_bulletins(by=BY), Incident, Programme, Bulletin, AuditEvent, dated=DATES)
"""The bulletin files of the repository, loaded."""
programmes = Loaded(_load_all, Incident, Programme, Bulletin, GiftProduct, AuditEvent, dated=DATES)
"""These, with the products that their points are paid in."""
