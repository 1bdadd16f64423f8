"""Reading ahead gives the same items, and raises what the source raises."""

from __future__ import annotations

from collections.abc import Iterator
from threading import Event, get_ident

import pytest

from foundation.tables.ahead import Ahead


def test_items_come_in_their_order() -> None:
    with Ahead(iter([1, 2])) as ahead:
        assert [ahead.take(), ahead.take(), ahead.take(), ahead.take()] == [1, 2, None, None]


def test_the_next_is_made_while_its_owner_does_something_else() -> None:
    made = Event()

    def source() -> Iterator[int]:
        made.set()
        yield get_ident()

    with Ahead(source()) as ahead:
        assert not made.is_set()
        ahead.prepare()
        ahead.prepare()
        assert made.wait(5)
        assert ahead.take() != get_ident()


def test_an_error_of_the_source_is_raised_at_its_place() -> None:
    def source() -> Iterator[int]:
        yield 1
        raise ValueError("the file ends here")

    with Ahead(source()) as ahead:
        assert ahead.take() == 1
        ahead.prepare()
        with pytest.raises(ValueError, match="the file ends here"):
            ahead.take()
