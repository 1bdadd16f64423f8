"""A reconsideration that grants less: the credit stays, the difference is a row that a person ends."""

from __future__ import annotations

import pytest
from django.db import connection, transaction
from django.db.utils import IntegrityError

from claims.fraud_closing import close_credited
from claims.fraud_decisions import DecisionError, approve, prepare, reconsider
from claims.fraud_examination import ExaminationError, establish, sign
from claims.models import Claim, FraudAct
from compensation.credits.claw_backs import end
from compensation.credits.exports import send_ready
from compensation.credits.instructions import move
from compensation.credits.models import CreditClawBack, CreditInstruction
from compensation.credits.states import ClawBackEnd, CreditState
from compensation.models import Decision, Entitlement
from compensation.reconciling import reconcile
from foundation.trail.models import AuditEvent
from tests.claims.fraud.conftest import SignedIn
from tests.factories.fraud import BOSS, BY, FOURTH, THIRD, act, arrived, credited, decided, examined, facts, lowered

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("programmes")]


def test_what_was_credited_too_much_becomes_a_row() -> None:
    claim = credited()
    assert claim.closed_as == "credited"
    lowered(claim, recovered_yen=3000)
    row = CreditClawBack.objects.get()
    assert (row.yen, row.claim_number, row.decision.supersedes_id, row.ended_as) == (
        3000, claim.number, Decision.objects.order_by("pk")[0].pk, "",
    )  # fmt: skip
    assert (CreditInstruction.objects.count(), Entitlement.objects.get().owed) == (1, 10330)
    assert all(balance.holds for balance in reconcile())
    assert AuditEvent.objects.get(action="claw_back.opened").detail["yen"] == 3000


def test_the_claim_stays_open_until_a_person_has_ended_it() -> None:
    claim = credited()
    lowered(claim, recovered_yen=3000)
    close_credited(by=BOSS)
    assert Claim.objects.get().state == "decided"
    assert [end(CreditClawBack.objects.get(), ClawBackEnd.WAIVED, "少額のため", by=BOSS) for _ in range(2)] == [
        True,
        False,
    ]
    close_credited(by=BOSS)
    assert (Claim.objects.get().closed_as, CreditClawBack.objects.get().ended_by) == ("credited", "boss")


def test_a_grant_that_is_refused_altogether() -> None:
    claim = credited(act(2, balance="money"))
    reconsider(claim, "虚偽と分かった。", by=BY)
    sign(claim, "4.9", "found", "申告と記録が合わない。", by=THIRD)
    approve(prepare(claim, by=THIRD), by=FOURTH)
    assert sorted(CreditClawBack.objects.values_list("entitlement__balance", "yen")) == [
        ("money", 5000),
        ("value", 10330),
    ]


def test_an_act_that_was_granted_for_keeps_its_number() -> None:
    claim = credited()
    reconsider(claim, "金額の誤り", by=BY)
    with pytest.raises(ExaminationError):
        establish(claim, facts(claim, acts={0: {"reference": "R-other"}}), by=THIRD)
    establish(claim, facts(claim, acts={0: {"yen": 9000}}), by=THIRD)
    assert FraudAct.objects.get().yen == 9000


def test_less_and_then_more_pays_the_difference_alone() -> None:
    claim = credited()
    lowered(claim, recovered_yen=3000)
    reconsider(claim, "一部は別件だった。", by=THIRD)
    approve(prepare(examined(claim, by=BY, recovered_yen=1000), by=BY), by=BOSS)
    assert list(CreditInstruction.objects.order_by("pk").values_list("yen", flat=True)) == [10330, 2000]
    # 10,330 credited, 3,000 to be given back, 2,000 credited once more: 9,330.
    assert Entitlement.objects.get().owed - CreditClawBack.objects.get().yen == 9330
    assert all(balance.holds for balance in reconcile())


@pytest.mark.parametrize("state", ["ready", "sent"])
def test_nothing_is_lowered_while_a_credit_is_under_way(state: str) -> None:
    claim = decided(examined(arrived()))
    if state == "sent":
        send_ready(claim.programme, by=BOSS)
    reconsider(claim, "回収金が見つかった。", by=BY)
    proposal = prepare(examined(claim, by=THIRD, recovered_yen=3000), by=THIRD)
    with pytest.raises(DecisionError, match="not credited and confirmed yet"):
        approve(proposal, by=FOURTH)
    assert (CreditClawBack.objects.count(), Decision.objects.count()) == (0, 1)
    if state == "ready":
        return
    file = CreditInstruction.objects.get()
    move([file.pk], CreditState.CONFIRMED, cause="confirmation", by=BOSS)
    approve(proposal, by=FOURTH)
    assert CreditClawBack.objects.get().yen == 3000


def test_a_supervisor_notes_how_it_ended(signed_in: SignedIn) -> None:
    lowered(credited(), recovered_yen=3000)
    row = CreditClawBack.objects.get()
    assert "3,000円" in signed_in("lead").get("/console/misuse/credits/").content.decode()
    answers = [
        signed_in(name, role).post(f"/console/misuse/claw-backs/{row.pk}/", given).status_code
        for name, role, given in (
            ("clerk2", "operator", {"ended_as": "returned", "because": "入金を確認した。"}),
            ("lead2", "supervisor", {"ended_as": "returned", "because": ""}),
            ("lead3", "supervisor", {"ended_as": "returned", "because": "入金を確認した。"}),
        )
    ]
    row.refresh_from_db()
    assert (answers, row.ended_as, row.ended_by) == ([403, 302, 302], "returned", "lead3")


def test_another_office_ends_nothing(signed_in: SignedIn) -> None:
    lowered(credited(), recovered_yen=3000)
    stranger = signed_in("other", offices=("nara",))
    given = {"ended_as": "waived", "because": "理由"}
    assert stranger.post(f"/console/misuse/claw-backs/{CreditClawBack.objects.get().pk}/", given).status_code == 404


@pytest.mark.parametrize(
    "statement",
    [
        "UPDATE credits_creditclawback SET ended_as = 'waived'",
        "UPDATE credits_creditclawback SET ended_by = 'boss'",
        "UPDATE credits_creditclawback SET yen = 0",
        "UPDATE credits_creditclawback SET ended_as = 'lost'",
    ],
)
def test_what_the_database_refuses(statement: str) -> None:
    lowered(credited(), recovered_yen=3000)
    with pytest.raises(IntegrityError), transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(statement)


def test_a_claw_back_ends_with_words() -> None:
    lowered(credited(), recovered_yen=3000)
    with pytest.raises(ValueError, match="reason"):
        end(CreditClawBack.objects.get(), ClawBackEnd.WAIVED, " ", by=BOSS)
