"""An empty database becomes a demonstration, once: what then stands in it."""

from __future__ import annotations

import json
from collections.abc import Iterator
from io import StringIO
from pathlib import Path
from typing import Any

import pytest
from django.core.management import CommandError, call_command
from django.test import override_settings
from pytest_django.plugin import DjangoDbBlocker

from claims.models import Claim
from compensation.gifts.models import GiftCode
from compensation.models import Coupon, ImportRun, Payout, Referral
from config.demo.announcement import accounts
from foundation.staff.models import User
from foundation.trail.clock import JST
from notifications.models import Mailing
from tests.factories.compensation import jst

PASSWORD = "a password for these tests"
NUMBER = 300
pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("made")]


@pytest.fixture(scope="module")
def made(
    django_db_setup: None, django_db_blocker: DjangoDbBlocker, tmp_path_factory: pytest.TempPathFactory
) -> Iterator[dict[str, Any]]:
    """What the command says it made. Filled once for all tests here, which only read; emptied after the last."""
    folder: Path = tmp_path_factory.mktemp("var")
    said = StringIO()
    with (
        django_db_blocker.unblock(),
        pytest.MonkeyPatch.context() as patch,
        override_settings(DEMO=True, DEMO_CLOCK=jst(2023, 4, 3, 10), VAR_DIR=folder),
    ):
        patch.setenv("DEMO_PASSWORD", PASSWORD)
        for command in ("load_holidays", "load_bulletins", "load_gift_products", "load_banks"):
            call_command(command, stdout=StringIO())
        call_command("demo_data", coupons=NUMBER, stdout=said)
        yield json.loads(said.getvalue())
        call_command("flush", verbosity=0, interactive=False)


def payouts(*numbers: str) -> list[tuple[int, str]]:
    """Sum and state of the payouts of these coupons."""
    found = Payout.objects.filter(lines__entitlement__loss__coupon__inquiry_number__in=numbers).distinct()
    return sorted(found.values_list("yen", "state"))


def test_the_known_coupons_stand_as_readme_says() -> None:
    assert payouts("4300000001", "4300000002") == [(3150, "released")]
    assert payouts("0300000001") == [(2000, "released")]
    assert payouts("2900000001") == [(700, "released")]
    assert payouts("1900000001") == [(800, "planned")]
    assert payouts("4300000003", "0300000002", "1900000002", "2900000002") == []
    referred = Referral.objects.filter(coupon__app_account__startswith="demo-")
    assert list(referred.values_list("coupon__inquiry_number", flat=True)) == ["1900000002"]


def test_only_mailings_whose_day_has_come_are_released() -> None:
    planned = Mailing.objects.filter(route="automatic").values_list("scope", "state", "prepared_by", "released_by")
    supervisors = ("supervisor", "supervisor2")
    assert sorted(planned) == [
        ("iwate", "released", *supervisors),
        ("kumamoto", "released", *supervisors),
        ("nara", "paused", *supervisors),
        ("yamanashi", "open", "", ""),
    ]


def test_a_sign_in_for_each_account() -> None:
    assert {user.username: (user.role, user.check_password(PASSWORD)) for user in User.objects.all()} == {
        account.username: (account.role, True) for account in accounts()
    }


def test_an_officer_has_the_own_programme_only() -> None:
    officer = User.objects.get(username="officer")
    assert list(officer.offices.values_list("slug", flat=True)) == ["yamanashi"]


def test_calls_about_the_evening_wait_for_whom_they_must() -> None:
    called = Claim.objects.filter(channel="call").exclude(programme__slug="twooca")
    assert sorted(called.values_list("programme__slug", "state", "waiting_for")) == [
        ("iwate", "referred", ""),
        ("kumamoto", "referred", ""),
        ("kumamoto", "referred", ""),
        ("nara", "referred", ""),
        ("yamanashi", "waiting", "date"),
    ]
    reasons = Referral.objects.filter(decision__subject_kind="claim", coupon=None).values_list("reason", flat=True)
    assert sorted(reasons) == ["b.hours_unset"] * 4


def test_claims_in_several_states() -> None:
    applied = Claim.objects.filter(channel="site").exclude(programme__slug="twooca")
    assert sorted(applied.values_list("programme__slug", "state", "waiting_for")) == [
        ("iwate", "decided", ""),
        ("kumamoto", "decided", ""),
        ("kumamoto", "waiting", "issuer"),
        ("nara", "draft", ""),
        ("yamanashi", "decided", ""),
    ]


def test_every_product_can_pay_a_known_payout() -> None:
    assert GiftCode.objects.values("product").distinct().count() == 5


def test_refused_entries_are_counted(made: dict[str, Any]) -> None:
    ledger = ImportRun.objects.get(kind="ledger")
    assert (made["coupons"], made["refused"]) == (NUMBER, ledger.counts.get("refused", 0))
    assert ledger.started_at.astimezone(JST).date().isoformat() == "2023-04-03"


def test_twice_is_refused() -> None:
    with pytest.raises(CommandError) as refused:
        call_command("demo_data", coupons=NUMBER)
    assert (refused.value.returncode, Coupon.objects.count()) == (2, NUMBER)


def test_if_empty_is_silent() -> None:
    said = StringIO()
    call_command("demo_data", if_empty=True, stdout=said)
    assert (said.getvalue(), Coupon.objects.count()) == ("", NUMBER)
