"""What was agreed with a cardholder who is no user is paid by transfer: same table, same check, same list."""

from __future__ import annotations

import re

import pytest
from django.db.utils import IntegrityError
from django.test import Client

from claims.fraud_decisions import Agreed
from claims.fraud_turns import turn_of, turns_of
from claims.models import Claim
from compensation.credits.models import Arrangement
from compensation.models import Entitlement, Payout
from compensation.reconciling import Balance, reconcile
from compensation.transfers import checking
from compensation.transfers.models import TransferRequest
from compensation.transfers.moves import TransferError
from compensation.transfers.requests import ask_as_agreed
from tests.claims.fraud.conftest import SignedIn
from tests.factories.fraud import BY, CARDHOLDER, arrived, decided, examined
from tests.factories.transfers import ACCOUNT, CHECKER, CLERK, LEADER, agreed_wanted, banks

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("programmes")]


@pytest.fixture(autouse=True)
def _banks(db: None) -> None:
    banks()


def agreed() -> Claim:
    claim = examined(arrived(CARDHOLDER), account="TW-1")
    return decided(claim, agreed=Agreed(10_330, "本人の口座へ振り込む。"))


def arrangement(claim: Claim) -> Arrangement:
    return Arrangement.objects.get(claim_number=claim.number, kind="consultation")


def standing() -> Balance:
    [found] = [balance for balance in reconcile() if balance.programme == "twooca"]
    return found


def send(browser: Client, where: str) -> None:
    browser.post(where, ACCOUNT)
    shown = re.search(r'name="shown" value="(\w+)"', browser.get(f"{where}confirm/").content.decode())
    assert shown
    browser.post(f"{where}confirm/", {"shown": shown[1]})


def test_it_becomes_a_payout_that_is_owed_once() -> None:
    found = arrangement(agreed())
    assert (standing().unclaimed, standing().in_flight) == (10_330, 0)
    request = ask_as_agreed(found, agreed_wanted(), by=CLERK)
    payout = Payout.objects.get()
    assert (payout.yen, payout.state, payout.method, payout.route) == (10_330, "chosen", "bank_transfer", "agreed")
    assert (request.payout_id, request.claim_number) == (payout.pk, found.claim_number)
    assert (standing().holds, standing().in_flight, standing().by_transfer) == (True, 10_330, 10_330)


def test_asked_twice_it_is_one_request() -> None:
    found = arrangement(agreed())
    assert ask_as_agreed(found, agreed_wanted(), by=CLERK) == ask_as_agreed(found, agreed_wanted(), by=CLERK)
    assert Payout.objects.count() == 1


def test_a_second_payout_of_the_same_sum_is_refused_by_the_database() -> None:
    ask_as_agreed(arrangement(agreed()), agreed_wanted(), by=CLERK)
    with pytest.raises(IntegrityError, match="committed_within_owed"):
        Entitlement.objects.update(committed=20_660)


def test_it_is_checked_and_listed_like_any_other_and_no_time_is_promised() -> None:
    request = ask_as_agreed(arrangement(agreed()), agreed_wanted(), by=CLERK)
    checking.check(request, by=CHECKER)
    assert checking.list_for_payment(request, by=LEADER).planned_from is None


def test_withdrawn_the_agreement_waits_for_another_account() -> None:
    found = arrangement(agreed())
    checking.withdraw(ask_as_agreed(found, agreed_wanted(), by=CLERK), "口座を変えたい。", by=CLERK)
    assert (standing().holds, standing().unclaimed) == (True, 10_330)
    assert ask_as_agreed(found, agreed_wanted(), by=CLERK).state == "requested"


def test_until_it_is_paid_it_is_somebodys_turn() -> None:
    claim = agreed()
    waits = turn_of(claim)
    assert waits is not None
    assert (waits.kind, waits.who.en, str(waits.due_on), waits.waits) == ("agreed", "Claimant", "2023-04-17", True)
    ask_as_agreed(arrangement(claim), agreed_wanted(), by=CLERK)
    asked = turn_of(claim)
    assert asked is not None
    assert (asked.kind, asked.who.en) == ("transfer", "Whoever checks transfers")
    assert [turn.kind for turn in turns_of([claim.programme])] == []


def test_what_was_not_noted_yet_is_not_paid() -> None:
    found = arrangement(agreed())
    Arrangement.objects.update(words="", noted_at=None, noted_by="")
    with pytest.raises(TransferError):
        ask_as_agreed(found, agreed_wanted(), by=BY)


def test_the_cardholder_gives_the_account_on_the_status_page(client: Client) -> None:
    claim = agreed()
    client.post("/status/", {"number": claim.number, "contact": "taro@example.jp"})
    page = client.get("/status/shown/").content.decode()
    assert ("10,330円" in page, "振込先の口座を入力する" in page) == (True, True)
    asked = client.get("/status/transfer/").content.decode()
    assert ("口座名義（カナ）" in asked, "宿泊日" in asked) == (True, False)
    send(client, "/status/transfer/")
    assert "申請を受け付けました" in client.get("/status/shown/").content.decode()
    assert TransferRequest.objects.get().asked_in == "site"


def test_before_a_decision_there_is_nothing_to_ask_for(client: Client) -> None:
    claim = arrived(CARDHOLDER)
    client.post("/status/", {"number": claim.number, "contact": "taro@example.jp"})
    assert client.get("/status/transfer/")["Location"] == "/status/shown/"


def test_the_desk_takes_the_account_down(signed_in: SignedIn) -> None:
    found, operator = arrangement(agreed()), signed_in("op", "operator")
    where = f"/console/transfers/new/agreement/{found.pk}/"
    assert where in operator.get("/console/misuse/credits/").content.decode()
    send(operator, where)
    request = TransferRequest.objects.get()
    page = operator.get(f"/console/transfers/{request.pk}/").content.decode()
    assert ("本人の口座へ振り込む。" in page, "あなたの番" in operator.get("/console/transfers/").content.decode()) == (
        True,
        False,
    )
    assert operator.get(where).status_code == 404
    assert operator.get(f"/console/payouts/{Payout.objects.get().number}/").status_code == 200


def test_a_stranger_to_the_centre_takes_nothing_down(signed_in: SignedIn) -> None:
    found = arrangement(agreed())
    stranger = signed_in("op", "operator", offices=("kumamoto",))
    assert stranger.get(f"/console/transfers/new/agreement/{found.pk}/").status_code == 404
