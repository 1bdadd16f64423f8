"""Several queries see the same moment."""

from __future__ import annotations

import pytest
from django.db import InternalError, connection

from foundation.japan.models import Holiday
from foundation.tables.one_view import one_view


@pytest.mark.django_db(transaction=True)
@pytest.mark.skipif(connection.vendor != "postgresql", reason="SQLite has one writer and no isolation to choose")
def test_nothing_is_written_inside() -> None:
    with pytest.raises(InternalError), one_view():
        Holiday.objects.create(day="2031-01-01", name="元日")
    assert Holiday.objects.count() == 0


@pytest.mark.django_db(transaction=True)
@pytest.mark.skipif(connection.vendor != "postgresql", reason="SQLite has one writer and no isolation to choose")
def test_what_others_commit_meanwhile_is_not_seen() -> None:
    with one_view():
        assert Holiday.objects.count() == 0
        other = connection.copy()
        try:
            other.cursor().execute("INSERT INTO japan_holiday (day, name) VALUES ('2031-01-01', '元日')")
        finally:
            other.close()
        assert Holiday.objects.count() == 0
    assert Holiday.objects.count() == 1


@pytest.mark.django_db
def test_within_an_open_transaction_it_stands_aside() -> None:
    with one_view():
        Holiday.objects.create(day="2031-01-01", name="元日")
    assert Holiday.objects.count() == 1
