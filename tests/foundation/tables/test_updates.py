"""Many rows in one statement, each with values of its own."""

from __future__ import annotations

from datetime import date

import pytest
from django.db import DataError, connection, transaction

from foundation.japan.models import Holiday
from foundation.staff.models import Office
from foundation.tables.updates import insert_each, update_each
from tests.factories.staff import OfficeFactory

pytestmark = pytest.mark.django_db


def names() -> list[tuple[str, str, str]]:
    return list(Office.objects.order_by("slug").values_list("slug", "name_ja", "name_en"))


def test_each_row_gets_its_own_and_all_get_the_same() -> None:
    north, south, west = (OfficeFactory.create(slug=slug) for slug in ("north", "south", "west"))
    rows = [(north.pk, "北"), (south.pk, "南'; --")]
    assert update_each(Office, ("id",), ("name_ja",), rows, same={"name_en": "Changed"}) == 2
    assert names() == [
        ("north", "北", "Changed"),
        ("south", "南'; --", "Changed"),
        ("west", west.name_ja, west.name_en),
    ]


def test_rows_are_found_by_all_their_keys() -> None:
    north, south = OfficeFactory.create(slug="north"), OfficeFactory.create(slug="south")
    rows = [(north.pk, "south", "wrong"), (south.pk, "south", "right")]
    assert update_each(Office, ("id", "slug"), ("name_ja",), rows) == 1
    assert Office.objects.get(name_ja="right") == south


def test_rows_are_inserted() -> None:
    insert_each(Office, ("slug", "name_ja", "name_en"), [("north", "北", "North"), ("south", "南", "South")])
    assert names() == [("north", "北", "North"), ("south", "南", "South")]


def test_what_is_too_long_is_refused_and_not_cut() -> None:
    if connection.vendor != "postgresql":
        pytest.skip("SQLite keeps no lengths")
    with pytest.raises(DataError), transaction.atomic():
        insert_each(Office, ("slug", "name_ja", "name_en"), [("n" * 51, "北", "North")])


def test_days_keep_their_type() -> None:
    days = [date(2031, 1, 1), date(2031, 1, 13)]
    insert_each(Holiday, ("day", "name"), [(day, "休日") for day in days])
    assert list(Holiday.objects.filter(name="休日").order_by("day").values_list("day", flat=True)) == days


def test_no_rows_are_no_statement() -> None:
    assert update_each(Office, ("id",), ("name_ja",), []) == 0
    insert_each(Office, ("slug",), [])
    assert names() == []
