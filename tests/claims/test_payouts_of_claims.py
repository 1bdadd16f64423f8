"""What became of the payouts of claims."""

from __future__ import annotations

import re
from datetime import date
from typing import Any

import pytest
import time_machine
from django.test import Client

from claims.examination import claims_to_examine, examine
from claims.models import Claim
from claims.payouts_of_claims import close_finished, link_to_choose_by
from compensation.models import Payout, Programme
from foundation.trail import clock
from foundation.trail.actor import Actor
from tests.factories.claims import received
from tests.factories.compensation import coupon_with_ledger
from tests.factories.gifts import stocked

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("programmes")]

BY = Actor.system("tests")


def decided(slug: str, *spent: int, answers: dict[str, Any] | None = None, **fields: Any) -> Claim:
    coupon = {"inquiry_number": "12345678", "traveller_name": "山田 太郎", **fields}
    coupon_with_ledger(
        *spent,
        programme=Programme.objects.get(slug=slug),
        app_account="",
        charged_at=None,
        app_phone="",
        app_email="",
        **coupon,
    )
    claim = received(slug, delivery_destination="taro@example.jp", **(answers or {}))
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


@pytest.mark.parametrize(("points", "checked"), [("ponta", ["method-ponta"]), ("later", [])])
def test_the_points_of_the_claim_are_chosen_already_on_the_payout_page(
    client: Client, points: str, checked: list[str]
) -> None:
    for slug in ("amazon", "ponta"):
        stocked(slug, 2000)
    claim = decided("yamanashi", answers={"points": points})
    Payout.objects.update(state="released")
    ask(client, claim)
    page = f"/receive/{Payout.objects.get().number}/"
    client.post("/status/choose/", follow=True)
    asked = client.get(page).content.decode()
    assert ("受付番号とご連絡先だけでは" in asked, "ご登録のメールアドレス" in asked) == (True, False)
    client.post(f"{page}question/", {"answer": "12345678"})
    assert re.findall(r'id="(method-\w+)"[^>]* checked', client.get(page).content.decode()) == checked


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
    ("slug", "state", "title"),
    [
        ("kumamoto", "planned", "補償の対象です"),
        ("kumamoto", "released", "受取用リンクをお送りしました"),
        ("kumamoto", "opened", "受取用リンクをお送りしました"),
        ("kumamoto", "fulfilled", "お受け取り済みです"),
        ("kumamoto", "lapsed", "受取期限が過ぎました"),
        ("kumamoto", "returned", "お支払いを確認しています"),
        ("yamanashi", "planned", "補償の対象です"),
        ("yamanashi", "released", "お受け取りいただけます"),
        ("yamanashi", "fulfilled", "お受け取り済みです"),
    ],
)
def test_the_status_page_follows_the_payout(client: Client, slug: str, state: str, title: str) -> None:
    claim = decided(slug)
    Payout.objects.update(state=state, method="paypay")
    assert f"<h1>{title}</h1>" in ask(client, claim)


def test_after_the_last_day_the_status_page_says_what_can_still_be_done(
    client: Client, clock: time_machine.Traveller
) -> None:
    claim = decided("kumamoto")
    Payout.objects.update(state="released")
    assert Payout.objects.get().collect_by == date(2023, 5, 31)
    clock.move_to("2023-06-01T00:00:00+09:00")
    page = ask(client, claim)
    assert "<h1>受取期限が過ぎました</h1>" in page
    assert "担当者が個別に確認します" in page


def test_the_plan_of_sending_is_told_until_the_link_is_sent(client: Client) -> None:
    claim = decided("kumamoto")
    assert ("受取のご案内（予定）" in ask(client, claim), "受取期限" in ask(client, claim)) == (True, True)
    Payout.objects.update(state="released")
    assert "受取のご案内（予定）" not in ask(client, claim)


@pytest.mark.parametrize(
    ("spent", "fields", "title"),
    [
        ((2000,), {}, "お支払いする残額はありません"),
        ((), {"expires_on": date(2023, 3, 5)}, "対象外となりました"),
    ],
)
def test_who_is_refused_is_told_why_and_of_no_link(
    client: Client, spent: tuple[int, ...], fields: dict[str, Any], title: str
) -> None:
    page = ask(client, decided("kumamoto", *spent, **fields))
    assert f"<h1>{title}</h1>" in page
    assert ("受取のご案内（予定）" in page, "plate-sum" in page) == (False, False)
    assert "二重に引かれた方" in page


def test_a_stranger_to_the_coupon_learns_nothing_of_its_balance(client: Client) -> None:
    claim = decided("kumamoto", 650, traveller_name="見本 次郎")
    page = ask(client, claim)
    assert "<h1>担当者が確認しています</h1>" in page
    assert ("1,350" in page, "円" in page.split("<main")[1].split("</main>")[0]) == (False, False)


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
