"""What the ledger says, as the policy's facts."""

from __future__ import annotations

from datetime import datetime
from typing import Any

import orjson
import pytest

from compensation.contacts import Contact
from compensation.facts import Account, FactsOfCoupons, Held, account_of, facts_as_bytes, instants_needed
from compensation.policy.coupons.reading import facts_as_json, read_facts
from tests.factories.bulletins import rules
from tests.factories.compensation import SNAPSHOT, jst

A_BALANCE, LAST_MINUTE = jst(2023, 2, 27), jst(2023, 3, 31, 23, 59)
CONTACT = Contact("+819012345678", "a@example.jp")


def held(**fields: Any) -> Held:
    plain: dict[str, Any] = {
        "id": 1, "inquiry_number": "K1", "traveller_name": "試験 花子", "expires_on": jst(2023, 2, 24).date(),
        "via_travel_support": True, "app_account": "one", "app_phone": CONTACT.phone, "app_email": CONTACT.email,
        "charged_at": jst(2023, 2, 23), "app_withdrawn_at": None, "replaced_by": "", "payee_id": None,
    }  # fmt: skip
    return Held(**(plain | fields))


def account(**fields: Any) -> Account:
    plain: dict[str, Any] = {"key": "one", "contact": CONTACT, "withdrawn": False, "one_traveller": True}
    return Account(**(plain | fields))


@pytest.mark.parametrize(
    ("as_of", "expected"),
    [
        (jst(2023, 2, 26), ()),
        (jst(2023, 3, 20), (A_BALANCE,)),
        (LAST_MINUTE, (A_BALANCE, LAST_MINUTE)),
        (SNAPSHOT, (A_BALANCE, LAST_MINUTE, SNAPSHOT)),
    ],
)
def test_only_balances_that_have_come_are_asked_for(as_of: datetime, expected: tuple[datetime, ...]) -> None:
    assert instants_needed(rules(), as_of) == expected


def test_the_last_minute_is_told_only_where_something_happened_in_it() -> None:
    make = FactsOfCoupons(rules(), SNAPSHOT)
    quiet = make.coupon(held(), {A_BALANCE: 2000, LAST_MINUTE: 1500, SNAPSHOT: 1500})
    spent = make.coupon(held(), {A_BALANCE: 2000, LAST_MINUTE: 1500, SNAPSHOT: 1000})
    assert [yen for _, yen in quiet.balances] == [2000, 1500]
    assert [yen for _, yen in spent.balances] == [2000, 1500, 1000]


def test_an_unknown_balance_is_absent_not_zero() -> None:
    coupon = FactsOfCoupons(rules(), SNAPSHOT).coupon(held(), {A_BALANCE: None, SNAPSHOT: None})
    assert coupon.balances == ()


@pytest.mark.parametrize(
    ("key", "phone", "expected"),
    [
        ("kumamoto-3", "+816012345678", True),
        ("kumamoto-3", "+81963331111", False),
        ("yamanashi-1", "+815012345678", False),
        ("yamanashi-1", "09012345678", True),
        ("yamanashi-1", "unreadable", False),
    ],
)
def test_a_phone_counts_where_a_text_message_reaches_it(key: str, phone: str, expected: bool) -> None:
    facts = FactsOfCoupons(rules(key), SNAPSHOT).automatic(held(), account(contact=Contact(phone, "")), {})
    assert (facts.app.phone, facts.app.email) == (expected, False)


def test_who_the_traveller_is_is_not_known_where_names_differ() -> None:
    make = FactsOfCoupons(rules(), SNAPSHOT)
    named = [
        make.automatic(held(), account(one_traveller=one), {}).claimant_is_named_traveller for one in (True, False)
    ]
    assert named == [True, None]


def test_a_restoration_that_lies_ahead_has_not_happened() -> None:
    make = FactsOfCoupons(rules(), jst(2023, 3, 20))
    restored = [
        make.automatic(held(restored_at=at), account(), {}).restored_at for at in (jst(2023, 3, 10), jst(2023, 3, 25))
    ]
    assert restored == [jst(2023, 3, 10), None]


def test_the_kept_form_is_the_contracts() -> None:
    facts = FactsOfCoupons(rules(), SNAPSHOT).automatic(held(), account(), {A_BALANCE: 2000, SNAPSHOT: 1500})
    assert orjson.loads(facts_as_bytes(facts)) == facts_as_json(facts)
    assert read_facts(orjson.loads(facts_as_bytes(facts))) == facts


@pytest.mark.parametrize(
    ("rows", "expected"),
    [
        ([{}, {}], Account("one", CONTACT, False, True)),
        ([{}, {"app_phone": ""}], Account("one", None, False, True)),
        ([{}, {"traveller_name": "試験 太郎"}], Account("one", CONTACT, False, False)),
        ([{}, {"traveller_name": ""}], Account("one", CONTACT, False, True)),
        ([{"traveller_name": "ｼｹﾝ ﾊﾅｺ"}, {"traveller_name": "シケンハナコ"}], Account("one", CONTACT, False, True)),
        ([{}, {"app_withdrawn_at": SNAPSHOT}], Account("one", CONTACT, True, True)),
        ([{}, {"app_withdrawn_at": jst(2023, 4, 2)}], Account("one", CONTACT, False, True)),
    ],
)
def test_an_account_as_its_coupons_show_it(rows: list[dict[str, Any]], expected: Account) -> None:
    assert account_of([held(**row) for row in rows], SNAPSHOT) == expected


@pytest.mark.parametrize(
    ("fields", "expected"),
    [
        ({}, True),
        ({"charged_at": None}, False),
        ({"charged_at": SNAPSHOT}, False),
        ({"app_withdrawn_at": jst(2023, 3, 1)}, False),
        ({"app_withdrawn_at": jst(2023, 4, 5)}, True),
    ],
)
def test_a_coupon_on_a_live_account(fields: dict[str, Any], expected: bool) -> None:
    assert held(**fields).is_on_app(rules(), jst(2023, 4, 2)) is expected
