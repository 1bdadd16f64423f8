"""The contract of facts: what is wrong is named by its path; reading and writing undo each other."""

from __future__ import annotations

import copy
from typing import Any

import orjson
import pytest

from compensation.policy import coupons
from compensation.policy.errors import FactError
from tests.compensation.policy.coupons.test_worked_cases import CASES
from tests.compensation.policy.making import (
    JUNE_5,
    OUTAGE,
    applied,
    called,
    coupon,
    decide,
    facts,
    jst,
    link,
    payment,
)

FULL = coupons.facts_as_json(
    facts(
        coupon(payments=(payment(),)),
        outage=OUTAGE,
        site_application=applied(),
        enquiry=called(),
        restored_at=jst("2023-03-18T10:00:00"),
        payout_link=link(used="2023-04-20T10:00:00"),
    )
)
NULLABLE = [
    "claimant_is_named_traveller",
    "wants.points",
    "outage",
    "site_application",
    "enquiry",
    "enquiry.shop_confirmed",
    "restored_at",
    "payout_link",
    "payout_link.arrived",
    "payout_link.used_at",
    "coupons.0.payments.0.deducted_at",
]


def put(path: str, value: Any) -> dict[str, Any]:
    """The full facts with one value replaced."""
    changed = copy.deepcopy(FULL)
    *parents, last = [int(part) if part.isdigit() else part for part in path.split(".")]
    place: Any = changed
    for part in parents:
        place = place[part]
    place[last] = value
    return changed


def leaves(value: Any, path: str = "") -> list[str]:
    """The paths of everything in the facts."""
    pairs = value.items() if isinstance(value, dict) else enumerate(value) if isinstance(value, list) else ()
    found = []
    for key, part in pairs:
        place = f"{path}.{key}" if path else str(key)
        found += [place, *leaves(part, place)]
    return found


def bracketed(path: str) -> str:
    """The path as an error writes it."""
    return "facts" + "".join(f"[{part}]" if part.isdigit() else f".{part}" for part in path.split("."))


@pytest.mark.parametrize("case", CASES, ids=[case["id"] for case in CASES])
def test_facts_survive_writing_and_reading(case: dict[str, Any]) -> None:
    read = coupons.read_facts(case["facts"])
    kept = orjson.loads(orjson.dumps(coupons.facts_as_json(read)))
    assert coupons.read_facts(kept) == read


@pytest.mark.parametrize("path", leaves(FULL))
def test_a_value_of_another_kind_is_named(path: str) -> None:
    with pytest.raises(FactError) as caught:
        coupons.read_facts(put(path, 0.5))
    assert caught.value.field == bracketed(path)
    assert caught.value.message.startswith("expected ")


@pytest.mark.parametrize("path", leaves(FULL))
def test_null_stands_only_where_the_contract_has_it(path: str) -> None:
    if path in NULLABLE:
        assert coupons.facts_as_json(coupons.read_facts(put(path, None))) == put(path, None)
        return
    with pytest.raises(FactError) as caught:
        coupons.read_facts(put(path, None))
    assert caught.value.field == bracketed(path)


@pytest.mark.parametrize("path", [path for path in leaves(FULL) if not path.split(".")[-1].isdigit()])
def test_a_missing_fact_is_named(path: str) -> None:
    without = put(path, None)
    *parents, last = [int(part) if part.isdigit() else part for part in path.split(".")]
    place: Any = without
    for part in parents:
        place = place[part]
    del place[last]
    with pytest.raises(FactError) as caught:
        coupons.read_facts(without)
    assert (caught.value.field, caught.value.message) == (bracketed(path), "missing")


@pytest.mark.parametrize("path", ["", "coupons.0", "app", "coupons.0.payments.0", "payout_link"])
def test_an_unknown_fact_is_named(path: str) -> None:
    place = f"{path}.colour" if path else "colour"
    with pytest.raises(FactError) as caught:
        coupons.read_facts(put(place, "red"))
    assert caught.value.field == bracketed(place)
    assert caught.value.message.startswith("not a fact of this contract; expected only ")


@pytest.mark.parametrize(
    ("path", "value", "message"),
    [
        ("coupons.0.balances.0.yen", True, "expected a whole number, at most 1,000,000,000"),
        ("coupons.0.balances.0.yen", "1000", "expected a whole number, at most 1,000,000,000"),
        ("coupons.0.balances.0.yen", 1_000_000_001, "expected a whole number, at most 1,000,000,000"),
        ("coupons.0.payments.0.unit_yen", -1, "expected a whole number from 0 to 1,000,000,000"),
        ("coupons.0.payments.0.presses", 1_000_001, "expected a whole number from 0 to 1,000,000"),
        ("coupons.0.lost", 1, "expected true or false"),
        ("coupons.0.expires_at", "2023-02-24", "expected an instant with its offset from UTC, like +09:00"),
        ("coupons.0.expires_at", "24.2.2023", "expected an ISO 8601 instant, like 2030-04-28T12:00:00+09:00"),
        ("coupons.0.expires_at", "0001-01-01T00:00:00+09:00", "expected an instant of the years 1952 to 2999"),
        ("wants.payout", "cash", "expected one of points, bank_transfer"),
        ("coupons.0.prefecture", "", "expected a text that is not empty"),
        ("outage.ends_at", "2023-02-24T17:00:00+09:00", "expected an instant after starts_at"),
    ],
)
def test_what_was_expected_is_said(path: str, value: Any, message: str) -> None:
    with pytest.raises(FactError) as caught:
        coupons.read_facts(put(path, value))
    assert (caught.value.field, caught.value.message) == (bracketed(path), message)


def test_two_balances_at_one_instant_must_agree() -> None:
    first = FULL["coupons"][0]["balances"][0]
    agreeing = put("coupons.0.balances", [first, {**first, "at": "2023-02-26T15:00:00+00:00"}])
    assert coupons.read_facts(agreeing).coupons[0].balances[0].yen == 1000
    with pytest.raises(FactError) as caught:
        coupons.read_facts(put("coupons.0.balances", [first, {**first, "yen": 5}]))
    assert caught.value.field == "facts.coupons[0].balances"


def test_names_of_items_and_points_are_open() -> None:
    read = coupons.read_facts(put("site_application.items", ["ferry_ticket"]))
    assert read.site_application is not None
    assert read.site_application.items == frozenset(("ferry_ticket",))
    assert coupons.read_facts(put("wants.points", "shimapay")).wants.points == "shimapay"


def test_facts_must_be_an_object() -> None:
    with pytest.raises(FactError) as caught:
        coupons.read_facts([])
    assert (caught.value.field, caught.value.message) == ("facts", "expected an object")


def test_what_is_read_can_be_decided() -> None:
    assert decide(coupons.read_facts(FULL), JUNE_5).amount == 1000
