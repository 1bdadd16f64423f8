"""A number that is not found is put right where it is told, and what is missing is added there."""

from __future__ import annotations

import pytest
import time_machine
from django.test import Client

from claims import answers as claim_answers
from claims import corrections
from claims.answers import Answers
from claims.corrections import CorrectionError, correct_numbers, unfound
from claims.models import Claim
from claims.moves import move
from claims.states import ClaimState
from compensation.models import Programme
from foundation.trail.actor import Actor
from foundation.trail.models import AuditEvent
from tests.factories.claims import received
from tests.factories.compensation import coupon_with_ledger
from tests.factories.decided import examine_all

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("programmes")]
BY = Actor.person("claim:1")


@pytest.fixture
def claim(programmes: None) -> Claim:
    """A claim of two coupons of which the records hold the first."""
    coupon_with_ledger(programme=Programme.objects.get(slug="kumamoto"), inquiry_number="11112222", paper=True)
    found = received(coupon_number=["11112222", "99998888"])
    examine_all()
    return found


def numbers(claim: Claim) -> list[str]:
    return list(claim.coupons.order_by("position").values_list("inquiry_number", flat=True))


def owner(client: Client, claim: Claim) -> Client:
    client.post("/status/", {"number": claim.number, "contact": "taro@example.jp"})
    return client


def test_only_what_was_not_found_is_asked(client: Client, claim: Claim) -> None:
    page = owner(client, claim).get("/status/shown/").content.decode()
    assert ("2枚目の正しい番号" in page, "1枚目の正しい番号" in page) == (True, False)


def test_the_right_number_is_examined(client: Client, claim: Claim) -> None:
    owner(client, claim).post("/status/correct/", {"number-2": "３３３３ー４４４４"})
    assert numbers(claim) == ["11112222", "33334444"]
    assert claim_answers.of(Claim.objects.get()).given["coupon_number"] == ["11112222", "33334444"]
    assert Claim.objects.get().state == "examining"
    assert AuditEvent.objects.get(action="claim.corrected").detail == {"from": ["99998888"], "to": ["33334444"]}


def test_a_found_number_stays(client: Client, claim: Claim) -> None:
    owner(client, claim).post("/status/correct/", {"number-1": "55556666", "number-2": ""})
    assert (numbers(claim), Claim.objects.get().state) == (["11112222", "99998888"], "waiting")


@pytest.mark.parametrize("text", ["<b>", "ab", "あいうえお", "1" * 41, "1234\x00", "😀", "a" * 5000])
def test_what_is_no_number_is_said_and_stays_typed(client: Client, claim: Claim, text: str) -> None:
    page = owner(client, claim).post("/status/correct/", {"number-2": text}).content.decode()
    assert 'href="#id_number-2"' in page
    assert numbers(claim) == ["11112222", "99998888"]


def test_the_same_number_twice_is_refused(client: Client, claim: Claim) -> None:
    page = owner(client, claim).post("/status/correct/", {"number-2": "1111-2222"}).content.decode()
    assert "同じ番号が二度あります" in page


def test_numbers_are_not_tried_out(claim: Claim) -> None:
    for n in range(corrections.A_DAY):
        correct_numbers(claim, {2: f"9000000{n}"}, by=BY)
        examine_all()
    with pytest.raises(CorrectionError):
        correct_numbers(claim, {2: "33334444"}, by=BY)


def test_after_the_last_day_nothing_is_put_right_here(
    client: Client, claim: Claim, clock: time_machine.Traveller
) -> None:
    clock.move_to("2023-05-01T00:00:00+09:00")
    owner(client, claim).post("/status/correct/", {"number-2": "33334444"})
    assert numbers(claim) == ["11112222", "99998888"]


def test_a_stranger_puts_nothing_right(client: Client, claim: Claim) -> None:
    client.post("/status/correct/", {"number-2": "33334444"})
    assert numbers(claim) == ["11112222", "99998888"]


def test_a_decided_claim_has_nothing_to_put_right(claim: Claim) -> None:
    move([claim.pk], ClaimState.REFERRED, detail="test", by=BY)
    assert unfound(Claim.objects.get()) == []


@pytest.fixture
def lacking(programmes: None) -> Claim:
    """A claim that waits for the name of its claimant."""
    found = received()
    given = {**claim_answers.of(found).given}
    del given["name"]
    Claim.objects.update(answers_sealed=claim_answers.sealed(found.draft_key, Answers({}, given)))
    [waiting] = move([found.pk], ClaimState.WAITING, detail="test", by=BY, waiting_for="claimant")
    return waiting


def test_the_missing_item_is_asked_and_nothing_else(client: Client, lacking: Claim) -> None:
    page = owner(client, lacking).get("/status/shown/").content.decode()
    assert ('name="name"' in page, 'name="address"' in page) == (True, False)
    assert ("下の「足りない項目を入力する」から" in page, "番号をご用意のうえ" in page) == (True, False)
    assert page.index('id="items"') < page.index("by-transfer")
    client.post("/status/complete/", {"name": "山田　太郎"})
    assert claim_answers.of(Claim.objects.get()).given["name"] == "山田 太郎"
    assert Claim.objects.get().state == "examining"


def test_a_missing_item_that_cannot_be_read_is_said(client: Client, lacking: Claim) -> None:
    page = owner(client, lacking).post("/status/complete/", {"name": "😀"}).content.decode()
    assert 'href="#id_name"' in page
    assert Claim.objects.get().state == "waiting"
