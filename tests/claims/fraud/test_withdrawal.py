"""Taking a claim back: by its owner, by the desk on their word; nothing is paid afterwards."""

from __future__ import annotations

from datetime import date

import pytest
from django.test import Client

from claims.calls import CallAbout, log_call
from claims.fraud_decisions import DecisionError, approve, prepare, reconsider
from claims.fraud_examination import ExaminationError, sheet_of, sign
from claims.fraud_facts import facts_of
from claims.fraud_questions import ask
from claims.fraud_withdrawal import may_withdraw, withdraw
from claims.models import Claim, ClaimTransition, FraudProposal
from claims.withdrawal import WithdrawalError
from compensation.credits.models import CreditInstruction
from compensation.models import Decision, Entitlement, Referral
from foundation.trail.models import AuditEvent
from notifications.models import Message
from tests.claims.fraud.conftest import SignedIn
from tests.factories.calls import said
from tests.factories.fraud import ARRIVED, BOSS, BY, THIRD, arrived, decided, examined

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("programmes")]


def ask_status(client: Client, claim: Claim, contact: str = "taro@example.jp") -> str:
    client.post("/status/", {"number": claim.number, "contact": contact})
    return client.get("/status/shown/").content.decode()


def test_the_claimant_is_asked_once_more(client: Client) -> None:
    claim = arrived()
    assert 'name="withdraw"' in ask_status(client, claim)
    asked = client.post("/status/shown/", {"withdraw": "1"}).content.decode()
    assert ("取り下げますか" in asked, Claim.objects.get().state) == (True, "received")
    client.post("/status/shown/", {"withdraw_confirmed": "1"})
    claim = Claim.objects.get()
    assert (claim.state, claim.closed_as) == ("closed", "withdrawn")
    page = client.get("/status/shown/").content.decode()
    assert ("申請は取り下げられました" in page, 'name="withdraw"' in page) == (True, False)
    step = ClaimTransition.objects.get(to_state="closed")
    assert (step.actor, step.detail) == (f"claim:{claim.pk}", "withdrawn")
    assert AuditEvent.objects.filter(action="claim.closed").count() == 1


def test_a_stranger_withdraws_nothing(client: Client) -> None:
    ask_status(client, arrived(), "other@example.jp")
    client.post("/status/shown/", {"withdraw_confirmed": "1"})
    assert Claim.objects.get().state == "received"


def test_pressed_twice_it_is_done_and_told_once(client: Client) -> None:
    ask_status(client, arrived())
    for _ in range(2):
        client.post("/status/shown/", {"withdraw_confirmed": "1"})
    assert Message.objects.filter(purpose="misuse_withdrawn").count() == 1
    assert ClaimTransition.objects.filter(to_state="closed").count() == 1


def test_the_desk_withdraws_on_the_word_of_whom_it_recognised(signed_in: SignedIn) -> None:
    claim, browser = arrived(), signed_in("clerk", "operator")
    address = f"/console/misuse/{claim.number}/withdraw/"
    refused = browser.post(address, {"because": "カード会社が補償するため。"})
    assert (refused.status_code, Claim.objects.get().state) == (422, "received")
    browser.post(address, {"because": "カード会社が補償するため。", "checked": ["claim", "contact"]})
    assert Claim.objects.get().closed_as == "withdrawn"


def test_a_call_that_withdraws_goes_the_same_way() -> None:
    claim = examined(arrived())
    prepare(claim, by=BY)
    log_call(CallAbout(claim.programme, claim), said(outcome="withdrawn", checked=["claim"]), by=BY)
    assert (Claim.objects.get().closed_as, FraudProposal.objects.get().returned_by) == ("withdrawn", "clerk")


def test_nothing_is_paid_afterwards() -> None:
    claim = examined(arrived())
    proposal = prepare(claim, by=BY)
    withdraw(claim, "申請者の申し出", by=BY)
    for act in (
        lambda: approve(proposal, by=BOSS),
        lambda: prepare(claim, by=THIRD),
        lambda: reconsider(claim, "もう一度", by=THIRD),
    ):
        with pytest.raises(DecisionError):
            act()
    with pytest.raises(ExaminationError):
        sign(claim, "4.9", "clear", "確認した。", by=BY)
    assert [model.objects.count() for model in (Decision, Entitlement, CreditInstruction)] == [0, 0, 0]


def test_what_was_granted_is_not_withdrawn() -> None:
    claim = decided(examined(arrived()))
    with pytest.raises(WithdrawalError):
        withdraw(claim, "申し出", by=BY)
    reconsider(claim, "見直し", by=BY)
    claim.refresh_from_db()
    assert (may_withdraw(claim), claim.state) == (False, "examining")
    with pytest.raises(WithdrawalError):
        withdraw(claim, "申し出", by=BY)


def test_a_reconsidered_refusal_may_be_withdrawn() -> None:
    claim = decided(examined(arrived(), ("4.9",)))
    reconsider(claim, "見直し", by=BY)
    assert withdraw(claim, "申し出", by=BY).closed_as == "withdrawn"


def test_its_referrals_are_closed_with_the_reason() -> None:
    claim = examined(arrived(act_1_balance="card", act_1_kind="charge"))
    assert Referral.objects.filter(closed_at__isnull=True).exists()
    withdraw(claim, "申し出", by=BY)
    assert set(Referral.objects.values_list("closed_because", flat=True)) == {"申請の取り下げ：申し出"}


def test_a_reason_is_needed() -> None:
    with pytest.raises(WithdrawalError):
        withdraw(arrived(), " ", by=BY)


def test_while_a_question_is_open_too() -> None:
    claim = arrived()
    ask(claim, "端末はどこですか。", date(2023, 4, 24), by=BY)
    assert withdraw(claim, "申し出", by=BY).state == "closed"


def test_whether_a_withdrawn_claim_counts_is_a_persons_to_say() -> None:
    withdraw(arrived(), "申し出", by=BY)
    second = arrived(act_1_at="2023-04-03 8:00", at=ARRIVED.replace(day=7))
    assert facts_of(second).previous_claim_received_at is None
    assert "4.11" in sheet_of(second).lacks
