"""Taking a claim back: nothing is paid on it afterwards."""

from __future__ import annotations

import pytest
from django.test import Client

from claims import transfer_claims
from claims.call_states import Outcome
from claims.calls import CallAbout, log_call
from claims.examination import examine
from claims.models import Call, Claim
from claims.withdrawal import WithdrawalError, refusal, withdraw
from compensation.models import Entitlement, Payout, PayoutLink, Referral
from compensation.payouts import move, release
from compensation.reconciling import reconcile
from compensation.referrals import refer_claim
from compensation.states import PayoutState
from compensation.transfers import checking
from compensation.transfers.models import TransferRequest
from compensation.transfers.states import AskedAt
from foundation.trail import clock
from foundation.trail.actor import Actor
from notifications.models import Message
from tests.factories.calls import said
from tests.factories.claims import received
from tests.factories.compensation import coupon_with_ledger
from tests.factories.decided import examine_all, examined, refused
from tests.factories.enquiries import ON_PAPER
from tests.factories.transfers import CHECKER, banks, given

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("programmes")]
BY = Actor.person("claim:1")
OPERATOR = Actor("staff", "operator", "コールセンター担当")
ADDRESS = "/status/withdraw/"


def stands(claim: Claim) -> tuple[str, str]:
    row = Claim.objects.get(pk=claim.pk)
    return row.state, row.closed_as


def owner(client: Client, claim: Claim) -> Client:
    client.post("/status/", {"number": claim.number, "contact": "taro@example.jp"})
    return client


def test_a_received_claim_is_withdrawn_and_told() -> None:
    claim = received()
    withdraw(claim, by=BY)
    assert stands(claim) == ("closed", "withdrawn")
    assert Message.objects.filter(purpose="withdrawn", subject_ref=claim.number).count() == 1


def test_done_twice_it_is_done_once() -> None:
    claim = received()
    withdraw(claim, by=BY)
    withdraw(claim, by=BY)
    assert Message.objects.filter(purpose="withdrawn").count() == 1


def test_nothing_is_paid_afterwards() -> None:
    claim = received()
    withdraw(claim, by=BY)
    examine([claim.pk], clock.now(), by=BY)
    assert stands(claim) == ("closed", "withdrawn")
    assert Payout.objects.count() == 0


@pytest.mark.parametrize("state", [PayoutState.PLANNED, PayoutState.RELEASED, PayoutState.OPENED])
def test_a_payout_that_nobody_chose_is_cancelled_with_its_link_and_message(state: PayoutState) -> None:
    claim = examined()
    payout = Payout.objects.get()
    if state != PayoutState.PLANNED:
        release([payout.pk], by=BY)
    if state == PayoutState.OPENED:
        move([payout.pk], PayoutState.OPENED, cause="question answered", by=BY)
    withdraw(claim, by=BY)
    assert (stands(claim), Payout.objects.get().state) == (("closed", "withdrawn"), "cancelled")
    assert PayoutLink.objects.filter(ended_at__isnull=True).count() == 0
    assert list(Message.objects.filter(purpose="payout_link").values_list("state", flat=True)) == ["cancelled"]
    assert Entitlement.objects.get().committed == 0
    examine_all()
    assert Payout.objects.exclude(state="cancelled").count() == 0
    assert [balance.holds for balance in reconcile()] == [True]


def test_what_was_decided_and_is_withdrawn_by_telephone_is_not_paid() -> None:
    claim = examined()
    log_call(CallAbout(claim.programme, claim), said(outcome=Outcome.WITHDRAWN), by=OPERATOR)
    assert (stands(claim), Payout.objects.get().state) == (("closed", "withdrawn"), "cancelled")
    assert Entitlement.objects.get().committed == 0


def test_what_was_taken_is_not_withdrawn_by_telephone() -> None:
    claim = examined()
    Payout.objects.update(state=PayoutState.CHOSEN, method="amazon")
    with pytest.raises(WithdrawalError, match="chosen how to be paid"):
        log_call(CallAbout(claim.programme, claim), said(outcome=Outcome.WITHDRAWN), by=OPERATOR)
    assert (Call.objects.count(), stands(claim)) == (0, ("decided", ""))


@pytest.mark.parametrize("state", [PayoutState.CHOSEN, PayoutState.FULFILLED])
def test_once_a_method_was_chosen_it_is_refused_with_the_reason(client: Client, state: PayoutState) -> None:
    claim = examined()
    Payout.objects.update(state=state, method="amazon")
    with pytest.raises(WithdrawalError, match="chosen how to be paid"):
        withdraw(claim, by=BY)
    answer = owner(client, claim).post(ADDRESS)
    assert (answer.status_code, stands(claim)) == (409, ("decided", ""))
    assert "受取方法をすでに選ばれている" in answer.content.decode()


def with_transfer() -> tuple[Claim, TransferRequest]:
    """A claim that asked for a transfer before it was decided, with the payout that waits for it."""
    banks()
    coupon_with_ledger(traveller_name="山田 太郎", **ON_PAPER)
    claim = received()
    request = transfer_claims.ask(claim, given(), AskedAt.SITE, by=BY)
    examine_all()
    return Claim.objects.select_related("programme", "bulletin").get(pk=claim.pk), request


def test_a_transfer_that_nobody_checked_ends_with_its_claim(client: Client) -> None:
    claim, request = with_transfer()
    assert owner(client, claim).post(ADDRESS).headers["Location"] == "/status/shown/"
    request.refresh_from_db()
    assert (stands(claim), request.state, Payout.objects.get().state) == (
        ("closed", "withdrawn"), "withdrawn", "cancelled",
    )  # fmt: skip
    assert (Entitlement.objects.get().committed, [balance.holds for balance in reconcile()]) == (0, [True])


def test_a_transfer_that_was_checked_stands_in_the_way() -> None:
    claim, request = with_transfer()
    checking.check(request, by=CHECKER)
    with pytest.raises(WithdrawalError, match="chosen how to be paid"):
        withdraw(claim, by=BY)
    assert (stands(claim), Payout.objects.get().state) == (("decided", ""), "chosen")


def test_what_waits_for_a_person_is_closed() -> None:
    claim = received()
    refer_claim(claim.programme_id, claim.pk, "claimed_elsewhere", "", by=BY)
    withdraw(claim, by=BY)
    assert Referral.objects.filter(closed_at__isnull=True).count() == 0


def test_the_owner_confirms_it_on_the_status_page(client: Client) -> None:
    claim = received()
    assert "申請を取り下げますか" in owner(client, claim).get(ADDRESS).content.decode()
    assert stands(claim) == ("received", "")
    assert "受取期限" in client.get("/status/shown/").content.decode()
    assert client.post(ADDRESS).headers["Location"] == "/status/shown/"
    page = client.get("/status/shown/").content.decode()
    assert ("<h1>取り下げ済みです</h1>" in page, "受取期限" in page) == (True, False)


def test_a_stranger_withdraws_nothing(client: Client) -> None:
    claim = received()
    assert client.post(ADDRESS).headers["Location"] == "/status/"
    client.post("/status/", {"number": claim.number, "contact": "080-1111-2222"})
    client.post(ADDRESS)
    assert stands(claim) == ("received", "")


def test_a_claim_that_is_over_cannot_be_withdrawn(client: Client) -> None:
    claim = received()
    withdraw(claim, by=BY)
    done = Claim.objects.select_related("programme").get(pk=claim.pk)
    assert str(refusal(done)) == "This claim is closed, so it cannot be withdrawn."
    assert owner(client, claim).get(ADDRESS).status_code == 409


def test_a_refused_claim_may_be_withdrawn() -> None:
    claim = refused()
    withdraw(claim, by=BY)
    assert stands(claim) == ("closed", "withdrawn")
