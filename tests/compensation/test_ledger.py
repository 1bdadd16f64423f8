"""Balances at instants, the history of a coupon, and its validity."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest

from compensation.ledger import balance, balances, entries_of, validity
from compensation.states import EntryKind
from tests.factories.compensation import CouponFactory, LedgerEntryFactory, coupon_with_ledger, jst

pytestmark = pytest.mark.django_db

FEBRUARY, APRIL = jst(2023, 2, 27), jst(2023, 4, 1)


def test_balances_of_several_coupons_at_several_instants(django_assert_num_queries: Any) -> None:
    spent, whole = coupon_with_ledger(500, 300), coupon_with_ledger()
    with django_assert_num_queries(1):
        found = balances([spent.pk, whole.pk], [FEBRUARY, jst(2023, 3, 4), APRIL])
    assert found == {
        spent.pk: {FEBRUARY: 2000, jst(2023, 3, 4): 1500, APRIL: 1200},
        whole.pk: {FEBRUARY: 2000, jst(2023, 3, 4): 2000, APRIL: 2000},
    }


def test_without_an_issue_a_balance_is_not_known() -> None:
    bare, paid = CouponFactory.create(), CouponFactory.create()
    LedgerEntryFactory.create(coupon=paid, kind=EntryKind.PAYMENT, yen=-500)
    assert balances([bare.pk, paid.pk], [APRIL]) == {bare.pk: {APRIL: None}, paid.pk: {APRIL: None}}


def test_a_negative_balance_is_told_as_it_is() -> None:
    assert balance(coupon_with_ledger(2500), APRIL) == -500


def test_what_is_booked_at_the_instant_itself_is_after_it() -> None:
    coupon = coupon_with_ledger()
    LedgerEntryFactory.create(coupon=coupon, kind=EntryKind.PAYMENT, yen=-700, at=APRIL)
    assert (balance(coupon, APRIL), balance(coupon, jst(2023, 4, 1, 0, 0, 1))) == (2000, 1300)


def test_of_nothing() -> None:
    assert (balances([], [APRIL]), balances([1], [])) == ({}, {1: {}})


def test_the_history_has_a_running_balance() -> None:
    coupon = coupon_with_ledger(500)
    LedgerEntryFactory.create(
        coupon=coupon, kind=EntryKind.EXTENSION, valid_until=date(2023, 2, 26), at=jst(2023, 2, 24, 20)
    )
    LedgerEntryFactory.create(coupon=coupon, kind=EntryKind.RESTORATION, yen=200, at=jst(2023, 3, 20))
    history = [(booked.entry.kind, booked.balance) for booked in entries_of(coupon)]
    assert history == [("issue", 2000), ("extension", 2000), ("payment", 1500), ("restoration", 1700)]


def test_the_history_without_an_issue_has_no_balance() -> None:
    coupon = CouponFactory.create()
    LedgerEntryFactory.create(coupon=coupon, kind=EntryKind.PAYMENT, yen=-500)
    assert [booked.balance for booked in entries_of(coupon)] == [None]


@pytest.mark.parametrize(
    ("extensions", "last_day"),
    [
        ([], date(2023, 2, 24)),
        ([date(2023, 2, 26), date(2023, 3, 31)], date(2023, 3, 31)),
        ([date(2023, 3, 31), date(2023, 2, 26)], date(2023, 3, 31)),
        ([date(2023, 2, 1)], date(2023, 2, 24)),
    ],
)
def test_validity(extensions: list[date], last_day: date) -> None:
    coupon = CouponFactory.create(expires_on=date(2023, 2, 24))
    for day, valid_until in enumerate(extensions, start=1):
        LedgerEntryFactory.create(
            coupon=coupon, kind=EntryKind.EXTENSION, valid_until=valid_until, at=jst(2023, 3, day)
        )
    assert validity(coupon) == last_day
