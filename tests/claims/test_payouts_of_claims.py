"""What became of the payouts of claims."""

from __future__ import annotations

import pytest
from django.test import Client

from claims.examination import claims_to_examine, examine
from claims.models import Claim
from claims.payouts_of_claims import close_finished, link_to_choose_by
from compensation.models import Payout, Programme
from foundation.trail import clock
from foundation.trail.actor import Actor
from tests.factories.claims import received
from tests.factories.compensation import coupon_with_ledger

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("programmes")]

BY = Actor.system("tests")


def decided(slug: str) -> Claim:
    coupon_with_ledger(
        programme=Programme.objects.get(slug=slug),
        inquiry_number="12345678",
        traveller_name="山田 太郎",
        app_account="",
        charged_at=None,
        app_phone="",
        app_email="",
    )
    claim = received(slug, delivery_destination="taro@example.jp")
    examine(claims_to_examine(), clock.now(), by=BY)
    return claim


def stands(claim: Claim) -> tuple[str, str]:
    row = Claim.objects.get(pk=claim.pk)
    return row.state, row.closed_as


def ask(client: Client, claim: Claim, contact: str = "taro@example.jp") -> str:
    client.post("/status/", {"number": claim.number, "contact": contact})
    return client.get("/status/shown/").content.decode()


def test_no_link_before_the_release() -> None:
    assert link_to_choose_by(decided("yamanashi")) is None


def test_where_points_are_chosen_on_the_site_the_status_page_leads_on(client: Client) -> None:
    claim = decided("yamanashi")
    Payout.objects.update(state="released")
    assert "ポイントを選んで受け取る" in ask(client, claim)
    address = link_to_choose_by(claim)
    assert address is not None
    assert address.endswith(client.post("/status/choose/").headers["Location"])


def test_a_stranger_is_not_led_on(client: Client) -> None:
    claim = decided("yamanashi")
    Payout.objects.update(state="released")
    ask(client, claim, "hanako@example.jp")
    assert client.post("/status/choose/").headers["Location"] == "/status/shown/"


def test_elsewhere_the_link_goes_to_the_contact_alone(client: Client) -> None:
    claim = decided("kumamoto")
    Payout.objects.update(state="released")
    assert "ポイントを選んで受け取る" not in ask(client, claim)
    assert client.post("/status/choose/").headers["Location"] == "/status/shown/"


def test_the_status_page_says_the_sum_and_why(client: Client) -> None:
    page = ask(client, decided("kumamoto"))
    assert "<h1>補償の対象です</h1>" in page
    assert "2,000円" in page
    assert "判定の理由" in page


@pytest.mark.parametrize(
    ("state", "closed"),
    [("planned", ("decided", "")), ("fulfilled", ("closed", "paid")), ("lapsed", ("closed", "lapsed"))],
)
def test_a_claim_is_closed_with_its_payout(state: str, closed: tuple[str, str]) -> None:
    claim = decided("kumamoto")
    Payout.objects.update(state=state, method="paypay")
    close_finished(by=BY)
    assert stands(claim) == closed
    assert close_finished(by=BY) == 0
