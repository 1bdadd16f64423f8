"""A bank transfer on the special site: after applying, from the status page, before and after the decision."""

from __future__ import annotations

import re

import pytest
import time_machine
from django.test import Client

from claims.examination import claims_to_examine, examine
from claims.models import Claim
from claims.transfer_claims import refuse, request_of
from compensation.models import Coupon, Decision, Payout, PayoutLink
from compensation.reconciling import reconcile
from compensation.transfers import checking
from compensation.transfers.accounts import details_of
from compensation.transfers.models import TransferRequest
from compensation.transfers.moves import TransferError
from compensation.transfers.requests import attach
from foundation.trail import clock as portal_clock
from foundation.trail.actor import Actor
from notifications.models import Message
from tests.claims.apply.walking import holding
from tests.claims.test_examination import paper_coupon
from tests.factories.claims import received
from tests.factories.compensation import jst
from tests.factories.transfers import CHECKER, LEADER, TYPED, banks

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("programmes")]
BY = Actor.system("tests")
ASK, CONFIRM = "/status/transfer/", "/status/transfer/confirm/"


@pytest.fixture(autouse=True)
def _banks(db: None) -> None:
    banks()


def examined() -> None:
    examine(claims_to_examine(), portal_clock.now(), by=BY)


def status(client: Client, claim: Claim, contact: str = "taro@example.jp") -> str:
    client.post("/status/", {"number": claim.number, "contact": contact})
    return client.get("/status/shown/").content.decode()


def send(client: Client, ask: str = ASK, confirm: str = CONFIRM) -> None:
    client.post(ask, TYPED)
    shown = re.search(r'name="shown" value="(\w+)"', client.get(confirm).content.decode())
    assert shown
    client.post(confirm, {"shown": shown[1]})


def asked(client: Client, claim: Claim) -> TransferRequest:
    status(client, claim)
    send(client)
    found = request_of(claim)
    assert found is not None
    return found


def coupon(slug: str = "kumamoto") -> Coupon:
    return paper_coupon("12345678", 500, slug=slug)


def test_asked_for_with_the_application_it_is_paid_without_a_link(client: Client) -> None:
    coupon()
    claim = received()
    page = holding(client, claim)
    assert "銀行振込を申請する" in client.get(f"{page}done/").content.decode()
    send(client, f"{page}transfer/", f"{page}transfer/confirm/")
    assert "申請を受け付けました" in client.get(f"{page}done/").content.decode()
    examined()
    request, payout = request_of(claim), Payout.objects.get()
    assert request is not None
    assert (request.payout_id, payout.state, payout.method, payout.yen) == (payout.pk, "chosen", "bank_transfer", 1500)
    assert (PayoutLink.objects.count(), Message.objects.filter(purpose="payout_link").count()) == (0, 0)
    decision = Decision.objects.get(subject_kind="claim", subject_id=claim.pk)
    assert decision.facts["wants"]["payout"] == "bank_transfer"
    assert "銀行振込でお支払いします" in status(client, claim)
    assert all(balance.holds for balance in reconcile())


def test_asked_for_after_the_decision_its_link_never_goes_out(client: Client) -> None:
    coupon()
    claim = received()
    examined()
    asked(client, claim)
    assert (Payout.objects.get().state, Payout.objects.get().method) == ("chosen", "bank_transfer")
    assert list(Message.objects.filter(purpose="payout_link").values_list("state", flat=True)) == ["cancelled"]


def test_once_the_link_went_out_the_page_behind_it_is_the_place(client: Client) -> None:
    coupon()
    claim = received()
    examined()
    Payout.objects.update(state="released")
    assert "銀行振込を申請する" not in status(client, claim)
    assert client.get(ASK)["Location"] == "/status/shown/"


@pytest.mark.parametrize(
    ("slug", "offered"), [("kumamoto", True), ("iwate", True), ("yamanashi", True), ("nara", False)]
)
def test_it_is_offered_where_the_bulletin_does(client: Client, slug: str, offered: bool) -> None:
    claim = received(slug)
    assert ("銀行振込を申請する" in status(client, claim)) == offered
    assert client.get(ASK).status_code == (200 if offered else 302)


@pytest.mark.parametrize(("at", "offered"), [((2023, 4, 30, 23, 59), True), ((2023, 5, 1), False)])
def test_its_deadline_is_that_of_the_application(
    client: Client, clock: time_machine.Traveller, at: tuple[int, ...], offered: bool
) -> None:
    claim = received()
    clock.move_to(jst(*at))
    page = status(client, claim)
    assert ("銀行振込を申請する" in page, "銀行振込の申請期限は過ぎました" in page) == (offered, not offered)


def test_withdrawn_before_the_decision_it_is_paid_by_a_link(client: Client) -> None:
    coupon()
    claim = received()
    asked(client, claim)
    client.post("/status/transfer/withdraw/")
    examined()
    assert (Payout.objects.get().state, PayoutLink.objects.count()) == ("planned", 1)


def test_refused_after_the_decision_the_claim_is_decided_again_and_a_link_made(client: Client) -> None:
    coupon()
    claim = received()
    request = asked(client, claim)
    examined()
    request.refresh_from_db()
    refuse(request, "名義が違います。", by=LEADER)
    assert Claim.objects.get(pk=claim.pk).state == "examining"
    examined()
    states = sorted(Payout.objects.values_list("state", "yen"))
    assert states == [("cancelled", 1500), ("planned", 1500)]
    assert (PayoutLink.objects.filter(ended_at=None).count(), Claim.objects.get(pk=claim.pk).state) == (1, "decided")
    assert all(balance.holds for balance in reconcile())


def test_a_sum_that_a_later_decision_adds_goes_to_the_same_account(client: Client) -> None:
    coupon()
    claim = received()
    first = asked(client, claim)
    examined()
    paid = Payout.objects.get()
    more = Payout.objects.create(
        number="more", programme=paid.programme, payee=paid.payee, route=paid.route, yen=300, bulletin=paid.bulletin,
        recorded_at=paid.recorded_at,
    )  # fmt: skip
    second = attach(claim.programme, str(claim.number), by=BY)
    assert second is not None
    more.refresh_from_db()
    assert (second.payout_id, second.state, more.state) == (more.pk, "requested", "chosen")
    assert details_of(second).account == details_of(first).account
    assert attach(claim.programme, str(claim.number), by=BY) is None


def test_a_claim_that_is_not_paid_ends_its_request(client: Client) -> None:
    paper_coupon("12345678", 2000)
    claim = received()
    request = asked(client, claim)
    examined()
    request.refresh_from_db()
    assert (request.state, Message.objects.filter(purpose="transfer_refused").count()) == ("refused", 0)


def test_before_the_decision_it_cannot_be_checked(client: Client) -> None:
    request = asked(client, received())
    with pytest.raises(TransferError):
        checking.check(request, by=CHECKER)


def test_a_question_is_answered_from_the_status_page(client: Client) -> None:
    claim = received()
    request = asked(client, claim)
    checking.ask_back(request, ["lodging"], "施設名をお知らせください。", by=CHECKER)
    assert "施設名をお知らせください。" in status(client, claim)
    send(client)
    request.refresh_from_db()
    assert request.state == "requested"


def test_a_stranger_gets_nowhere(client: Client) -> None:
    claim = received()
    asked(client, claim)
    for path in (ASK, CONFIRM, "/status/transfer/withdraw/"):
        assert Client().get(path)["Location"] == "/status/shown/"
    page = Client().get(f"/kumamoto/apply/{claim.draft_key}/transfer/").content.decode()
    assert "<h1>申請を途中から続ける</h1>" in page


def test_the_claimant_is_told_at_the_contact_of_the_claim(client: Client) -> None:
    claim = received()
    asked(client, claim)
    message = Message.objects.get(purpose="transfer_asked")
    assert (message.subject_kind, message.subject_ref, message.channel) == ("transfer", claim.number, "email")
