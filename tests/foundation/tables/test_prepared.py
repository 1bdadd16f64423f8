"""Queries that are written once and filled with values each time."""

from __future__ import annotations

from typing import Any

import pytest
from django.db import connection
from django.db.utils import DataError

from foundation.staff.models import Office
from foundation.tables.prepared import Prepared, Slot, among, execute, keep_plans
from tests.factories.staff import OfficeFactory

pytestmark = pytest.mark.django_db


def named(latest_first: bool, *, slugs: list[str] | Slot, beside: str | Slot) -> Any:
    order = "-slug" if latest_first else "slug"
    return Office.objects.filter(among("slug", slugs)).exclude(slug=beside).order_by(order).values_list("slug")


@pytest.fixture(autouse=True)
def _three() -> None:
    for slug in ("north", "south", "west"):
        OfficeFactory.create(slug=slug)


def test_values_and_shape_change_from_call_to_call() -> None:
    ask = Prepared(named, "slugs", "beside")
    assert ask(False, slugs=["north", "west"], beside="south") == [("north",), ("west",)]
    assert ask(False, slugs=["north", "south", "elsewhere"], beside="north") == [("south",)]
    assert ask(True, slugs=["north", "west"], beside="") == [("west",), ("north",)]
    assert ask(True, slugs=[], beside="") == []


def test_a_query_is_written_once_for_each_shape() -> None:
    if connection.vendor != "postgresql":
        pytest.skip("only PostgreSQL binds values into a written query")
    written = list[bool]()

    def build(latest_first: bool, **values: Any) -> Any:
        written.append(latest_first)
        return named(latest_first, **values)

    ask = Prepared(build, "slugs", "beside")
    for latest_first in (True, False, True):
        ask(latest_first, slugs=["north"], beside="")
    assert written == [True, False]


@pytest.mark.django_db(transaction=True)
def test_a_kept_plan_finds_what_came_later() -> None:
    if connection.vendor != "postgresql":
        pytest.skip("only PostgreSQL keeps plans")
    ask = Prepared(named, "slugs", "beside")
    try:
        keep_plans()
        for _ in range(3):
            assert ask(False, slugs=["east"], beside="") == []
        OfficeFactory.create(slug="east")
        assert ask(False, slugs=["east"], beside="") == [("east",)]
        prepared = execute("SELECT count(*) FROM pg_prepared_statements WHERE statement LIKE %s", ["%ANY(%"])
        assert prepared.fetchone() == (1,)
    finally:
        connection.close()


def test_what_postgresql_refuses_is_an_error_of_the_database() -> None:
    if connection.vendor != "postgresql":
        pytest.skip("SQLite is asked by the ORM")
    with pytest.raises(DataError):
        execute("SELECT 1 / %s::int", [0])
