"""The report of the misuse programme: claims and credits, each in its state, and it ties out."""

from __future__ import annotations

from datetime import timedelta

import pytest

from claims.status_report import Row, Total, status_report
from compensation.credits.exports import send_ready
from compensation.models import Programme
from foundation.trail import clock
from tests.claims.fraud.conftest import SignedIn
from tests.factories.fraud import BOSS, act, arrived, decided, examined

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("programmes")]


def test_credits_stand_in_their_states() -> None:
    programme = Programme.objects.get(slug="twooca")
    decided(examined(arrived()))
    assert send_ready(programme, by=BOSS) is not None
    decided(examined(arrived(act(2, balance="money"), customer_id="TW-2")))
    report = status_report(programme, clock.now() + timedelta(seconds=1))
    assert report.rows_of("credit") == (
        Row("credit", "fraud", "", "", "ready", 2, 15330),
        Row("credit", "fraud", "", "", "sent", 1, 10330),
    )
    assert report.totals[-1] == Total("credit", 3, 25660)


def test_a_coupon_programme_has_no_credits() -> None:
    report = status_report(Programme.objects.get(slug="kumamoto"), clock.now())
    assert [total.unit for total in report.totals] == ["coupon", "claim", "payout"]


def test_the_page_shows_them(signed_in: SignedIn) -> None:
    decided(examined(arrived()))
    page = signed_in("lead").get("/reports/twooca/").content.decode()
    assert "残高への加算" in page
