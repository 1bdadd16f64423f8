"""Codes are handed out exactly, once, and the ones that expire first go first."""

from __future__ import annotations

from datetime import date

import pytest
from django.db import IntegrityError, transaction
from hypothesis import given
from hypothesis import strategies as st

from compensation.gifts import stock
from compensation.gifts.models import GiftCode
from compensation.models import Payout
from foundation.trail.actor import Actor
from foundation.trail.models import AuditEvent
from tests.factories.compensation import PayoutFactory, jst
from tests.factories.gifts import GiftProductFactory, stocked

pytestmark = pytest.mark.django_db
AT, TODAY = jst(2023, 4, 10, 12), date(2023, 4, 10)


def _assign(payout: Payout, slug: str = "amazon") -> list[str]:
    with transaction.atomic():
        stock.assign(payout, slug, at=AT, today=TODAY)
    return [held.code for held in stock.held(payout)]


def test_the_largest_codes_make_up_the_sum() -> None:
    stocked("amazon", 100, 500, 500, 1000, 2000)
    assert _assign(PayoutFactory.create(yen=1600)) == ["amazon-1000-3", "amazon-500-1", "amazon-100-0"]


def test_a_sum_that_the_stock_does_not_make_up_takes_nothing() -> None:
    stocked("amazon", 1000, 500)
    with pytest.raises(stock.OutOfStockError):
        _assign(PayoutFactory.create(yen=1200))
    assert GiftCode.objects.filter(payout__isnull=False).count() == 0


def test_a_code_goes_to_one_payout_only() -> None:
    stocked("amazon", 1000)
    assert _assign(PayoutFactory.create(yen=1000)) == ["amazon-1000-0"]
    with pytest.raises(stock.OutOfStockError):
        _assign(PayoutFactory.create(yen=1000))


def test_the_code_that_expires_first_goes_first_and_an_expired_one_never() -> None:
    product = GiftProductFactory.create()
    days = {"late": date(2024, 1, 1), "soon": date(2023, 6, 1), "gone": date(2023, 4, 9)}
    stock.add(product, [stock.NewCode(name, 500, expires_on=day) for name, day in days.items()], by=Actor.system("t"))
    assert [_assign(PayoutFactory.create(yen=500)) for _ in range(2)] == [["soon"], ["late"]]
    assert stock.can_pay(["amazon"], 500, TODAY) == frozenset()


def test_the_same_code_is_stocked_once_and_the_stocking_is_on_record() -> None:
    product = GiftProductFactory.create()
    codes = [stock.NewCode("AB-1", 500), stock.NewCode("AB-2", 500)]
    assert [stock.add(product, codes, by=Actor.system("t")) for _ in range(2)] == [2, 0]
    assert list(AuditEvent.objects.values_list("action", "subject_ref")) == [("stocked", "amazon")] * 2


def test_no_code_is_kept_readable() -> None:
    stocked("amazon", 500)
    row = GiftCode.objects.get()
    assert b"amazon" not in bytes(row.code_sealed) + bytes(row.code_hash)


def test_which_products_can_pay_a_sum() -> None:
    stocked("amazon", 1000, 500)
    stocked("edy", 1000)
    assert stock.can_pay(["amazon", "edy", "ponta"], 1500, TODAY) == frozenset({"amazon"})


@pytest.mark.parametrize("change", [{"assigned_at": AT}, {"first_shown_at": AT}])
def test_the_database_refuses_a_code_given_to_nobody(change: dict[str, object]) -> None:
    stocked("amazon", 500)
    with pytest.raises(IntegrityError), transaction.atomic():
        GiftCode.objects.update(**change)


@given(st.integers(min_value=1, max_value=20_000))
def test_with_every_denomination_at_hand_any_sum_is_made_up(yen: int) -> None:
    faces = dict.fromkeys([5000, 2000, 1000, 500, 100, 50, 10, 5, 1], 10)
    made = stock.makes_up(faces, yen)
    assert made is not None
    assert sum(face * count for face, count in made.items()) == yen
