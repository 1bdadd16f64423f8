"""What of misuse is put before a person: why, by which clause, once; and only a person closes it."""

from __future__ import annotations

import pytest
import time_machine

from claims.fraud_examination import establish, sign
from claims.fraud_facts import JUDGED
from claims.fraud_referrals import refer_open_grounds
from claims.tasks import examine_claims
from compensation.models import Referral
from compensation.referrals import close
from foundation.trail import clock as portal
from foundation.trail.actor import Actor
from tests.claims.fraud.conftest import SignedIn
from tests.factories.fraud import BOSS, BY, CARDHOLDER, act, arrived, examined, facts

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("programmes")]
BELL = Actor.system("examine")
CARD = {"act_1_balance": ["card"], "act_1_kind": ["charge"]}


def reasons() -> list[tuple[str, str]]:
    return list(Referral.objects.order_by("pk").values_list("reason", "clause"))


def test_a_contested_reading_with_its_clause() -> None:
    claim = examined(arrived(CARD))
    assert ("doubt_card_after_takeover", "twooca.1.1") in reasons()
    assert {row.about_claim for row in Referral.objects.all()} == {claim.pk}


def test_a_plain_claim_and_a_cardholder_are_not_referred() -> None:
    examined(arrived())
    examined(arrived(CARDHOLDER), account="TW-9", acts={0: {"reference": "R-9"}})
    assert reasons() == []


def test_each_reason_once_also_after_a_person_closed_it() -> None:
    claim = examined(arrived(CARD))
    before = reasons()
    close(list(Referral.objects.values_list("pk", flat=True)), because="カードの定めによると判断した。", by=BOSS)
    sign(claim, "4.15", "clear", "もう一度確かめた。", by=BOSS)
    assert reasons() == before


def test_the_same_act_by_user_and_cardholder_is_referred_for_both() -> None:
    user = arrived({**CARD, "cause": ["card_info_stolen"], "issuer_told": ["yes"]})
    establish(user, facts(user), by=BY)
    assert reasons() == []
    other = arrived(CARDHOLDER)
    establish(other, facts(other, acts={0: {"reference": "ｒ－０"}})._replace(account="ＴＷ－１２３４"), by=BY)
    rows = Referral.objects.filter(reason="act_claimed_twice")
    assert {(row.about_claim, row.clause) for row in rows} == {(user.pk, "twooca.5.1"), (other.pk, "twooca.5.1")}


def test_another_act_is_no_referral() -> None:
    user = arrived(CARD)
    establish(user, facts(user), by=BY)
    other = arrived(CARDHOLDER)
    establish(other, facts(other, acts={0: {"reference": "R-5"}})._replace(account="TW-1234"), by=BY)
    assert not Referral.objects.filter(reason="act_claimed_twice").exists()


def test_judgement_that_nobody_signs_is_referred_after_the_day(clock: time_machine.Traveller) -> None:
    claim = arrived()
    assert refer_open_grounds(portal.now(), by=BELL) == 0
    clock.shift(20 * 24 * 3600)
    examine_claims()
    examine_claims()
    assert reasons() == [("grounds_open", "twooca.4")]
    assert Referral.objects.get().about_claim == claim.pk


def test_what_is_signed_is_not(clock: time_machine.Traveller) -> None:
    claim = arrived()
    for item in JUDGED:
        sign(claim, item, "clear", "確認した。", by=BY)
    clock.shift(20 * 24 * 3600)
    assert refer_open_grounds(portal.now(), by=BELL) == 0


def test_the_one_list_shows_why_and_the_clause_and_a_person_closes_it(signed_in: SignedIn) -> None:
    claim, browser = examined(arrived(CARD)), signed_in("clerk", "operator")
    rows = browser.get("/console/referrals/").context["rows"]
    shown = {(str(waiting.place.id), waiting.claim.pk) for waiting in rows}
    assert ("twooca.1.1", claim.pk) in shown
    assert "お知らせの定めだけでは判定できません。" not in {waiting.why.ja for waiting in rows}
    pk = rows[0].row.pk
    assert browser.post(f"/console/referrals/{pk}/", {"because": ""}).status_code == 422
    browser.post(f"/console/referrals/{pk}/", {"because": "カード発行元と確認した。"})
    row = Referral.objects.get(pk=pk)
    assert (row.closed_by, row.closed_because) == ("clerk", "カード発行元と確認した。")
    page = browser.get(f"/console/misuse/{claim.number}/").content.decode()
    assert "カード発行元と確認した。" in page


def test_a_doubt_and_its_own_step_are_one_referral() -> None:
    examined(arrived(act(2, balance="money"), recovered_yen="1000"))
    assert reasons() == [("doubt_split_over_balances", "twooca.5.4")]


def test_charge_and_spending_in_one_claim() -> None:
    examined(arrived(act(2, kind="charge", balance="money")))
    assert "doubt_charge_and_spending" in {reason for reason, _ in reasons()}
