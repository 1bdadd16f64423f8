"""Where a claim stands, for its owner and nobody else."""

from __future__ import annotations

import pytest
import time_machine
from django.test import Client

from claims.apply import throttle
from claims.examination import examine
from claims.models import Claim
from claims.moves import move
from claims.states import ClaimState
from compensation.models import Programme
from foundation.trail import clock as portal_clock
from foundation.trail.actor import Actor
from tests.factories.claims import received
from tests.factories.compensation import coupon_with_ledger

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("programmes")]


def asked(client: Client, number: str | None, contact: str) -> str:
    answer = client.post("/status/", {"number": number, "contact": contact})
    return str(answer.headers.get("Location", ""))


@pytest.mark.parametrize("contact", ["090-1234-5678", "０９０１２３４５６７８", "taro@example.jp", "TARO@EXAMPLE.JP"])
def test_the_owner_sees_it_by_either_contact(client: Client, contact: str) -> None:
    claim = received()
    assert asked(client, claim.number, contact) == "/status/shown/"
    page = client.get("/status/shown/").content.decode()
    assert "<h1>受け付けました</h1>" in page
    assert "090-1234-5678" not in page
    assert "taro@example.jp" not in page


@pytest.mark.parametrize(("programme", "missing"), [("kumamoto", False), ("yamanashi", True)])
def test_the_owner_reads_which_document_decided(client: Client, programme: str, missing: bool) -> None:
    coupon_with_ledger(
        programme=Programme.objects.get(slug=programme), inquiry_number="12345678", paper=True, traveller_name=""
    )
    claim = received(programme, points="amazon")
    examine([claim.pk], portal_clock.now(), by=Actor.system("tests"))
    asked(client, claim.number, "taro@example.jp")
    page = client.get("/status/shown/").content.decode()
    assert ("判定した文書：" in page, "その文書は確認できていません" in page) == (True, missing)


def test_a_stranger_with_the_number_sees_nothing(client: Client) -> None:
    assert asked(client, received().number, "080-1111-2222") == ""
    assert client.get("/status/shown/").headers["Location"] == "/status/"


def test_a_wrong_contact_and_a_number_that_is_not_there_get_the_same_answer(client: Client) -> None:
    claim = received()
    pages = [
        client.post("/status/", {"number": number, "contact": "080-1111-2222"}).content.decode()
        for number in (claim.number, "23-0000-0000-C", "nonsense")
    ]
    messages = [page.split('role="alert"')[1].split("</ul>")[0] for page in pages]
    assert messages[0] == messages[1] == messages[2]


def test_a_draft_cannot_be_asked_for(client: Client) -> None:
    assert asked(client, "", "taro@example.jp") == ""


def guessed(client: Client, claim: Claim, times: int, *, address: str = "192.0.2.1") -> None:
    for _ in range(times):
        client.post("/status/", {"number": claim.number, "contact": "080-1111-2222"}, REMOTE_ADDR=address)


def test_guessing_on_one_number_is_stopped(client: Client) -> None:
    claim = received()
    guessed(client, claim, throttle.MOST_ON_ONE_NUMBER)
    own = {"number": claim.number, "contact": "taro@example.jp"}
    assert client.post("/status/", own, REMOTE_ADDR="192.0.2.1").status_code == 429


def test_a_stranger_does_not_lock_the_owner_out(client: Client) -> None:
    claim = received()
    guessed(client, claim, throttle.MOST_ON_ONE_NUMBER)
    assert asked(client, claim.number, "taro@example.jp") == "/status/shown/"


def test_guessing_on_one_number_from_everywhere_is_stopped(client: Client, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(throttle, "MOST_ON_ONE_NUMBER_FROM_ANYWHERE", 3)
    claim = received()
    for n in range(3):
        guessed(client, claim, 1, address=f"192.0.2.{n}")
    assert client.post("/status/", {"number": claim.number, "contact": "taro@example.jp"}).status_code == 429


def test_guessing_over_many_numbers_is_stopped(client: Client) -> None:
    for n in range(throttle.MOST_FROM_ONE_ADDRESS):
        asked(client, f"x{n}", "080-1111-2222")
    assert client.post("/status/", {"number": "y", "contact": "z"}).status_code == 429


def test_a_forged_cookie_opens_nothing(client: Client) -> None:
    claim = received()
    client.cookies["status"] = f"{claim.pk}:forged"
    assert client.get("/status/shown/").headers["Location"] == "/status/"


def test_says_what_is_needed_of_the_claimant(client: Client) -> None:
    claim = received()
    by = Actor.system("tests")
    move([claim.pk], ClaimState.WAITING, detail="test", by=by, waiting_for="claimant")
    asked(client, claim.number, "taro@example.jp")
    assert "<h1>追加の確認が必要です</h1>" in client.get("/status/shown/").content.decode()


@pytest.mark.parametrize(
    ("moment", "told"),
    [
        ("2023-04-10T10:00:00+09:00", "1枚目の正しい番号"),
        ("2023-05-01T00:00:00+09:00", "申請の受付は終わっています。"),
    ],
)
def test_a_number_that_is_not_found_is_told_with_what_to_do(
    client: Client, clock: time_machine.Traveller, moment: str, told: str
) -> None:
    claim = received()
    examine([claim.pk], portal_clock.now(), by=Actor.system("tests"))
    clock.move_to(moment)
    asked(client, claim.number, "taro@example.jp")
    page = client.get("/status/shown/").content.decode()
    assert "<h1>番号が見つかりません</h1>" in page
    assert told in page
