"""Demonstration data is made in demonstration mode only, and of a number of coupons."""

from __future__ import annotations

import pytest
from django.core.management import CommandError, call_command
from pytest_django import Settings

from compensation.models import Coupon
from config.demo.gift_codes import faces_needed
from foundation.staff.models import User

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def _demonstration(settings: Settings, monkeypatch: pytest.MonkeyPatch) -> None:
    settings.DEMO = True
    monkeypatch.setenv("DEMO_PASSWORD", "a password for one test")


def test_outside_a_demonstration_nothing_is_made(settings: Settings) -> None:
    settings.DEMO = False
    with pytest.raises(CommandError) as refused:
        call_command("demo_data")
    assert (refused.value.returncode, Coupon.objects.count(), User.objects.count()) == (2, 0, 0)


def test_without_bulletins_it_says_what_is_missing() -> None:
    with pytest.raises(CommandError, match="load_bulletins"):
        call_command("demo_data")


def test_without_a_password_it_says_who_makes_one(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv("DEMO_PASSWORD")
    with pytest.raises(CommandError, match="make run"):
        call_command("demo_data")


@pytest.mark.parametrize("number", ["many", "-5", "", "²"])
def test_a_number_that_is_none(monkeypatch: pytest.MonkeyPatch, number: str) -> None:
    monkeypatch.setenv("DEMO_COUPONS", number)
    with pytest.raises(CommandError, match="DEMO_COUPONS"):
        call_command("demo_data")


def test_faces_make_up_every_sum() -> None:
    assert dict(faces_needed([3150, 800], [1000, 500, 100, 50])) == {1000: 3, 500: 1, 100: 4, 50: 1}
