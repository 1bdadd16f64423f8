"""Reading ahead gives the same items, and raises what the source raises."""

from __future__ import annotations

from collections.abc import Iterator
from threading import Event, get_ident

import pytest

from foundation.tables.ahead import Ahead, read_ahead


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


def test_free_reading_gives_every_item() -> None:
    with read_ahead(iter(range(5))) as ahead:
        assert list(ahead) == [0, 1, 2, 3, 4]


def test_free_reading_goes_no_further_than_its_depth() -> None:
    third = Event()

    def source() -> Iterator[int]:
        yield from (1, 2)
        third.set()
        yield 3

    with read_ahead(source(), depth=1) as ahead:
        assert not third.wait(0.2)
        assert next(ahead) == 1
        assert third.wait(5)
        assert list(ahead) == [2, 3]


def test_free_reading_raises_the_error_at_its_place() -> None:
    def source() -> Iterator[int]:
        yield 1
        raise ValueError("the file ends here")

    with read_ahead(source()) as ahead:
        assert next(ahead) == 1
        with pytest.raises(ValueError, match="the file ends here"):
            next(ahead)


def test_free_reading_ends_with_its_owner() -> None:
    with pytest.raises(ValueError, match="no more"), read_ahead(iter(int, 1)):
        raise ValueError("no more")
