"""A claim that a person declines leaves nothing behind that could still be paid, and what was taken is not declined."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from django.test import Client

from claims import transfer_claims
from claims.enquiry_ending import decline, keep_paid
from claims.models import Claim
from claims.moves import move
from claims.payouts_of_claims import close_finished
from claims.states import ClaimState
from claims.taking_back import TakenError
from compensation.models import Entitlement, Payout, PayoutLink, Referral
from compensation.payouts import move as move_payouts
from compensation.payouts import release
from compensation.reconciling import reconcile
from compensation.referrals import refer_claim
from compensation.states import PayoutState
from compensation.transfers import checking
from compensation.transfers.models import TransferRequest
from compensation.transfers.requests import ask_for_payout
from compensation.transfers.states import AskedAt
from foundation.trail.actor import Actor
from foundation.trail.models import AuditEvent
from notifications.models import Message
from tests.claims.desk.conftest import SignedIn, signed_in
from tests.factories.claims import received
from tests.factories.compensation import coupon_with_ledger
from tests.factories.decided import examine_all, examined
from tests.factories.enquiries import ON_PAPER
from tests.factories.transfers import CHECKER, LEADER, banks, given, wanted

__all__ = ["signed_in"]
pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("programmes")]
BY = Actor.system("tests")
CLAIMANT = Actor.person("claim:1")
BECAUSE = "券面と一致しない"


@pytest.fixture(autouse=True)
def _banks(db: None) -> None:
    banks()


def stands(claim: Claim) -> tuple[str, str]:
    row = Claim.objects.get(pk=claim.pk)
    return row.state, row.closed_as


def asked(claim: Claim) -> TransferRequest:
    return transfer_claims.ask(claim, given(), AskedAt.SITE, by=CLAIMANT)


def by_transfer() -> tuple[Claim, TransferRequest]:
    """A claim that was decided, and whose payout waits for a transfer."""
    coupon_with_ledger(traveller_name="山田 太郎", **ON_PAPER)
    claim = received()
    asked(claim)
    examine_all()
    return Claim.objects.select_related("programme", "bulletin").get(pk=claim.pk), TransferRequest.objects.get()


def behind_the_link() -> tuple[Claim, TransferRequest]:
    """The same, asked for on the payout page: that request names no claim."""
    claim = examined()
    payout = Payout.objects.get()
    release([payout.pk], by=BY)
    move_payouts([payout.pk], PayoutState.OPENED, cause="question answered", by=BY)
    payout.refresh_from_db()
    return claim, ask_for_payout(payout, wanted(), by=CLAIMANT)


def nothing_is_left() -> bool:
    return (
        set(Payout.objects.values_list("state", flat=True)) <= {"cancelled"}
        and not PayoutLink.objects.filter(ended_at__isnull=True).exists()
        and not Entitlement.objects.filter(committed__gt=0).exists()
        and all(balance.holds for balance in reconcile())
    )


def referred(claim: Claim) -> Referral:
    """Before a person, although it was decided."""
    move([claim.pk], ClaimState.EXAMINING, detail="decided anew", by=BY)
    move([claim.pk], ClaimState.REFERRED, detail="sum_changed", by=BY)
    return Referral.objects.get(pk=refer_claim(claim.programme_id, claim.pk, "sum_changed", "", by=BY))


def test_a_planned_payout_ends_with_its_link_and_its_message() -> None:
    claim = examined()
    assert decline(claim, BECAUSE, by=LEADER)
    assert (stands(claim), nothing_is_left()) == (("closed", "declined"), True)
    assert list(Message.objects.filter(purpose="payout_link").values_list("state", flat=True)) == ["cancelled"]


def test_the_claimant_is_told_that_there_is_a_result() -> None:
    claim = examined()
    decline(claim, BECAUSE, by=LEADER)
    assert Message.objects.filter(purpose="decision", subject_ref=claim.number).count() == 1


def test_a_request_for_a_transfer_ends_before_the_decision() -> None:
    claim = received()
    request = asked(claim)
    decline(claim, BECAUSE, by=LEADER)
    request.refresh_from_db()
    assert (request.state, request.ended_because, stands(claim)) == ("refused", BECAUSE, ("closed", "declined"))
    assert Message.objects.filter(purpose="transfer_refused").count() == 0


@pytest.mark.parametrize("made", [by_transfer, behind_the_link])
def test_a_transfer_that_somebody_checked_ends_with_its_payout(
    made: Callable[[], tuple[Claim, TransferRequest]],
) -> None:
    claim, request = made()
    checking.check(request, by=CHECKER)
    decline(claim, BECAUSE, by=LEADER)
    request.refresh_from_db()
    assert (request.state, stands(claim), nothing_is_left()) == ("refused", ("closed", "declined"), True)


def test_what_is_listed_for_payment_is_not_declined() -> None:
    claim, request = by_transfer()
    checking.list_for_payment(checking.check(request, by=CHECKER), by=LEADER)
    with pytest.raises(TakenError, match="on its way by bank transfer"):
        decline(claim, BECAUSE, by=LEADER)
    request.refresh_from_db()
    assert (request.state, stands(claim), Payout.objects.get().state) == ("listed", ("decided", ""), "chosen")


def test_what_was_received_is_not_declined() -> None:
    claim = examined()
    Payout.objects.update(state=PayoutState.FULFILLED, method="amazon")
    with pytest.raises(TakenError) as refused:
        decline(claim, BECAUSE, by=LEADER)
    assert refused.value.ja.startswith("この申請の支払いは、すでに受け取られたか")
    assert (stands(claim), AuditEvent.objects.filter(action="payout.cancelled").count()) == (("decided", ""), 0)


def test_declined_twice_it_is_declined_once() -> None:
    claim, _ = by_transfer()
    assert [decline(claim, BECAUSE, by=LEADER) for _ in range(2)] == [True, False]
    assert Message.objects.filter(purpose="decision").count() == 1


def test_a_request_that_was_altered_ends_all_the_same() -> None:
    claim, request = by_transfer()
    TransferRequest.objects.filter(pk=request.pk).update(details_sealed=b"altered")
    assert decline(claim, BECAUSE, by=LEADER)
    assert nothing_is_left()


def test_the_page_of_the_referral_says_why_it_is_not_declined_and_what_else_can_be_done(signed_in: SignedIn) -> None:
    claim = examined()
    Payout.objects.update(state=PayoutState.FULFILLED, method="amazon")
    address = f"/console/referrals/{referred(claim).pk}/"
    browser = signed_in("supervisor")
    answer = browser.post(address, {"then": "declined", "because": BECAUSE})
    assert (answer.status_code, stands(claim)) == (422, ("referred", ""))
    assert "この申請の支払いは、すでに受け取られたか" in answer.content.decode()
    assert browser.post(address, {"then": "kept", "because": "差額は求めない"}).status_code == 302
    assert (stands(claim), Referral.objects.filter(closed_at__isnull=True).count()) == (("decided", ""), 0)
    close_finished(by=BY)
    assert stands(claim) == ("closed", "paid")


def test_what_nobody_took_is_not_kept(signed_in: SignedIn) -> None:
    claim = examined()
    row = referred(claim)
    answer = signed_in("supervisor").post(f"/console/referrals/{row.pk}/", {"then": "kept", "because": BECAUSE})
    assert (answer.status_code, stands(claim)) == (422, ("referred", ""))
    with pytest.raises(ValueError, match="nothing was taken"):
        keep_paid(claim, BECAUSE, by=LEADER)


def test_an_operator_keeps_nothing(signed_in: SignedIn) -> None:
    claim = examined()
    Payout.objects.update(state=PayoutState.FULFILLED, method="amazon")
    row = referred(claim)
    answer = signed_in("operator").post(f"/console/referrals/{row.pk}/", {"then": "kept", "because": BECAUSE})
    assert (answer.status_code, stands(claim)) == (422, ("referred", ""))


def test_the_status_page_promises_no_other_way_to_be_paid(client: Client) -> None:
    claim, _ = by_transfer()
    client.post("/status/", {"number": claim.number, "contact": "taro@example.jp"})
    assert "銀行振込でお支払いします" in client.get("/status/shown/").content.decode()
    decline(claim, BECAUSE, by=LEADER)
    page = client.get("/status/shown/").content.decode()
    assert ("<h1>対象外となりました</h1>" in page, "銀行振込をお受けできませんでした" in page) == (True, False)
