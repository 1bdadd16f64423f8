"""Single facts out of JSON: the outermost values that pass, and word for word what is said of the next one."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any, NamedTuple

import pytest

from compensation.policy import json_values
from compensation.policy.errors import FactError
from compensation.policy.json_values import (
    PLACES,
    as_json,
    count,
    fields,
    instant,
    listed,
    names,
    object_of,
    one_of,
    or_null,
    sequence_of,
    text,
    whole,
    whole_not_negative,
    yes_or_no,
)

COLOUR = one_of("red", "blue")
YEN = "expected a whole number, at most 1,000,000,000"
SUM = "expected a whole number from 0 to 1,000,000,000"
TIMES = "expected a whole number from 0 to 1,000,000"
ISO = "expected an ISO 8601 instant, like 2030-04-28T12:00:00+09:00"
YEARS = "expected an instant of the years 1952 to 2999"


class Shop(NamedTuple):
    name: str
    till: int


SHOP = {"name": text, "till": count}


@pytest.mark.parametrize(
    ("check", "value"),
    [
        *((yes_or_no, value) for value in (True, False)),
        *((whole, value) for value in (-1_000_000_000, 0, 1_000_000_000)),
        *((whole_not_negative, value) for value in (0, 1_000_000_000)),
        *((count, value) for value in (0, 1_000_000)),
        (text, "x"),
        (listed, []),
        *((COLOUR, value) for value in ("red", "blue")),
        *((or_null(count), value) for value in (None, 3)),
    ],
)
def test_what_passes_is_given_back(check: Callable[[Any, str], Any], value: Any) -> None:
    assert check(value, "facts.x") == value


@pytest.mark.parametrize(
    ("check", "value", "said"),
    [
        (yes_or_no, 1, "facts.x: expected true or false"),
        (whole, -1_000_000_001, f"facts.x: {YEN}"),
        (whole, 1_000_000_001, f"facts.x: {YEN}"),
        (whole, True, f"facts.x: {YEN}"),
        (whole_not_negative, -1, f"facts.x: {SUM}"),
        (whole_not_negative, 1_000_000_001, f"facts.x: {SUM}"),
        (whole_not_negative, "5", f"facts.x: {SUM}"),
        (count, -1, f"facts.x: {TIMES}"),
        (count, 1_000_001, f"facts.x: {TIMES}"),
        (count, False, f"facts.x: {TIMES}"),
        (text, "", "facts.x: expected a text that is not empty"),
        (text, 5, "facts.x: expected a text that is not empty"),
        (instant, 5, "facts.x: expected an instant as text, like 2030-04-28T12:00:00+09:00"),
        (instant, "soon", f"facts.x: {ISO}"),
        (instant, "2030-04-28T12:00:00", "facts.x: expected an instant with its offset from UTC, like +09:00"),
        (instant, "1951-12-31T12:00:00+09:00", f"facts.x: {YEARS}"),
        (instant, "3000-01-01T12:00:00+09:00", f"facts.x: {YEARS}"),
        (COLOUR, "green", "facts.x: expected one of red, blue"),
        (COLOUR, ["red"], "facts.x: expected one of red, blue"),
        (listed, {}, "facts.x: expected a list"),
        (names, ["a", ""], "facts.x[1]: expected a text that is not empty"),
        (or_null(count), "3", f"facts.x: {TIMES}"),
        (object_of(SHOP, Shop), [], "facts.x: expected an object"),
        (object_of(SHOP, Shop), {"name": "a"}, "facts.x.till: missing"),
        (
            object_of(SHOP, Shop),
            {"name": "a", "till": 1, "hue": 2},
            "facts.x.hue: not a fact of this contract; expected only name, till",
        ),
        (sequence_of(SHOP, Shop), [{"name": "a", "till": 1}, {"name": "", "till": 1}], "facts.x[1].name: expected a"),
    ],
)
def test_what_is_refused_is_told_what_was_expected(check: Callable[[Any, str], Any], value: Any, said: str) -> None:
    with pytest.raises(FactError) as caught:
        check(value, "facts.x")
    assert str(caught.value)[: len(said)] == said
    assert str(caught.value) == f"{caught.value.field}: {caught.value.message}"


@pytest.mark.parametrize(
    ("given", "kept"),
    [
        ("1952-01-01T00:00:00+09:00", "1952-01-01T00:00:00+09:00"),
        ("2999-12-31T23:59:59+09:00", "2999-12-31T23:59:59+09:00"),
        ("2023-03-31T15:00:00Z", "2023-04-01T00:00:00+09:00"),
    ],
)
def test_an_instant_is_kept_in_japans_time(given: str, kept: str) -> None:
    assert instant(given, "facts.x").isoformat() == kept
    assert as_json(instant(given, "facts.x")) == kept


def test_objects_become_facts_and_facts_objects() -> None:
    shops = sequence_of(SHOP, Shop)([{"till": 2, "name": "b"}, {"name": "a", "till": 1}], "facts.shops")
    assert shops == (Shop("b", 2), Shop("a", 1))
    assert as_json(shops) == [{"name": "b", "till": 2}, {"name": "a", "till": 1}]
    assert as_json(names(["b", "a", "b"], "facts.x")) == ["a", "b"]


def test_the_paths_that_are_remembered_have_a_bound(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(json_values, "PLACES", {})
    monkeypatch.setattr(json_values, "MOST_PLACES", 2)
    for number in (0, 1, 2, 1):
        assert fields({"name": "a", "till": 1}, f"facts.shops[{number}]", SHOP) == ["a", 1]
    assert [path for path, _ in json_values.PLACES] == ["facts.shops[0]", "facts.shops[1]"]
    assert json_values.PLACES is not PLACES
