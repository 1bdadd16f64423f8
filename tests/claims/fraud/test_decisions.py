"""Decisions on claims for misuse: two people, a third to reconsider, and no act paid twice."""

from __future__ import annotations

from datetime import datetime
from typing import Any

import pytest
from django.db import connection, transaction
from django.db.utils import IntegrityError

from claims.fraud_decisions import Agreed, DecisionError, approve, open_proposal, prepare, reconsider, send_back
from claims.fraud_examination import sign
from claims.fraud_notices import letter_text
from claims.models import Claim, FraudProposal
from compensation.models import Decision, Entitlement, Loss
from compensation.replaying import replay
from foundation.trail.clock import JST
from notifications.envelope import open_envelope
from notifications.models import Message
from tests.factories.fraud import BOSS, BY, CARDHOLDER, FOURTH, THIRD, act, arrived, decided, examined

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("programmes")]


def sql(statement: str, *values: Any) -> None:
    with transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(statement, list(values))


def again(proposal: FraudProposal, **changed: Any) -> None:
    """Insert the row of a proposal once more, with other values in some of its columns."""
    columns = [str(field.column) for field in FraudProposal._meta.concrete_fields if field.name != "id"]
    taken = ", ".join("%s" if column in changed else column for column in columns)
    values = [changed[column] for column in columns if column in changed]
    table = "claims_fraudproposal"
    into = f"INSERT INTO {table} ({', '.join(columns)})"
    sql(f"{into} SELECT {taken} FROM {table} WHERE id = %s", *values, proposal.pk)  # noqa: S608 - columns of our own


def owed() -> list[tuple[str, int]]:
    return list(Entitlement.objects.order_by("pk").values_list("balance", "owed"))


def replays() -> int:
    return replay("twooca", tell=lambda difference: pytest.fail(str(difference))).decisions


def test_prepared_by_one_and_approved_by_another() -> None:
    claim = decided(examined(arrived()))
    decision = Decision.objects.get()
    assert (claim.state, decision.outcome, decision.amount, decision.remedy) == ("decided", "eligible", 10330, "credit")
    assert owed() == [("value", 10330)]
    assert replays() == 1
    proposal = FraudProposal.objects.get()
    assert (proposal.prepared_by, proposal.approved_by) == ("clerk", "boss")


def test_whoever_prepared_it_does_not_approve_it() -> None:
    proposal = prepare(examined(arrived()), by=BY)
    with pytest.raises(DecisionError):
        approve(proposal, by=BY)
    assert (Decision.objects.count(), Entitlement.objects.count()) == (0, 0)


def test_nor_in_sql() -> None:
    decided(examined(arrived()))
    proposal = prepare(examined(arrived(customer_id="TW-7"), account="TW-7"), by=BY)
    with pytest.raises(IntegrityError, match="proposal_approved_by_another"):
        sql(
            "UPDATE claims_fraudproposal SET approved_by = prepared_by, approved_at = prepared_at, "
            "decision_id = (SELECT max(id) FROM compensation_decision) WHERE id = %s",
            proposal.pk,
        )


@pytest.mark.parametrize(
    "statement",
    [
        "UPDATE claims_fraudproposal SET approved_by = 'third'",
        "UPDATE claims_fraudproposal SET approved_by = '', approved_at = NULL, decision_id = NULL",
        "UPDATE claims_fraudproposal SET prepared_by = 'third'",
        "UPDATE claims_fraudproposal SET yen = 99999",
        "DELETE FROM claims_fraudproposal",
        "UPDATE credits_creditinstruction SET yen = 99999",
        "UPDATE credits_creditinstruction SET reference = 'other'",
        "DELETE FROM credits_creditinstruction",
    ],
)
def test_an_approval_and_its_credit_are_given_once_in_sql(statement: str) -> None:
    decided(examined(arrived()))
    with pytest.raises(IntegrityError, match="append-only"):
        sql(statement)
    assert (FraudProposal.objects.get().approved_by, owed()) == ("boss", [("value", 10330)])


def test_a_second_approval_finds_it_done() -> None:
    proposal = prepare(examined(arrived()), by=BY)
    approve(proposal, by=BOSS)
    with pytest.raises(DecisionError):
        approve(proposal, by=THIRD)
    assert (Decision.objects.count(), Message.objects.filter(purpose="decision").count()) == (1, 1)


def test_an_open_examination_is_not_paid() -> None:
    claim = arrived()
    with pytest.raises(DecisionError):
        prepare(claim, by=BY)
    proposal = prepare(examined(claim), by=BY)
    with pytest.raises(IntegrityError, match="proposal_pays_only_what_was_examined"):
        again(proposal, complete=False)


def test_one_proposal_at_a_time() -> None:
    claim = examined(arrived())
    first = prepare(claim, by=BY)
    with pytest.raises(DecisionError):
        prepare(claim, by=THIRD)
    send_back(first, "取引の番号を確かめてください。", by=BOSS)
    assert open_proposal(claim) is None
    assert prepare(claim, by=THIRD).pk != first.pk


def test_a_returned_proposal_is_not_approved() -> None:
    proposal = prepare(examined(arrived()), by=BY)
    send_back(proposal, "もう一度", by=BOSS)
    with pytest.raises(DecisionError):
        approve(proposal, by=BOSS)
    with pytest.raises(DecisionError):
        send_back(proposal, "もう一度", by=BOSS)


def test_a_refusal_names_every_ground() -> None:
    claim = examined(arrived(), ("4.1", "4.9", "4.10", "4.15"), misused_by="family")
    decided(claim)
    letter = letter_text(Decision.objects.get(), "en")
    for clause in ("4(1)", "4(6)", "4(9)", "4(10)", "4(15)"):
        assert f", {clause})" in letter
    message = Message.objects.get(purpose="decision")
    assert letter_text(Decision.objects.get(), "ja") in open_envelope(message).body
    assert owed() == []


def test_the_same_act_is_not_granted_to_user_and_cardholder() -> None:
    user = arrived(act_1_kind="charge", act_1_balance="card", cause="card_info_stolen", issuer_told="yes")
    decided(examined(user))
    # The number of the act typed in another width is the same number.
    other = examined(arrived(CARDHOLDER), account="TW-1234", acts={0: {"reference": "ｒ－０"}})
    proposal = prepare(other, by=BY, agreed=Agreed(10330, "カード発行元を通じて返金する。"))
    with pytest.raises(DecisionError, match="Another claim"):
        approve(proposal, by=BOSS)
    assert (Loss.objects.count(), Decision.objects.count()) == (1, 1)
    assert Claim.objects.get(pk=other.pk).state == "examining"


def test_nor_in_sql_the_same_act() -> None:
    decided(examined(arrived()))
    loss = Loss.objects.get()
    with pytest.raises(IntegrityError):
        sql(
            "INSERT INTO compensation_loss (programme_id, key, recorded_at) VALUES (%s, %s, %s)",
            loss.programme_id,
            loss.key,
            loss.recorded_at,
        )
    other = arrived(customer_id="TW-7")
    with pytest.raises(IntegrityError):
        sql("UPDATE claims_fraudact SET loss_id = %s WHERE claim_id = %s", loss.pk, other.pk)


def test_another_act_of_the_account_is_another_loss() -> None:
    decided(examined(arrived()))
    second = arrived(act_1_at="2023-04-03 8:00")
    sign(second, "4.11", "clear", "過失はない。", by=BY)
    decided(examined(second, acts={0: {"reference": "R-other"}}))
    assert (Loss.objects.count(), owed()) == (2, [("value", 10330), ("value", 10330)])


def test_a_cardholder_gets_what_was_agreed() -> None:
    claim = examined(arrived(CARDHOLDER), account="TW-55")
    with pytest.raises(DecisionError):
        prepare(claim, by=BY)
    decided(claim, agreed=Agreed(10000, "カードの引落口座へ振り込む。"))
    decision = Decision.objects.get()
    assert (decision.outcome, owed()) == ("refer", [("", 10000)])
    assert FraudProposal.objects.get().agreement == "カードの引落口座へ振り込む。"
    assert replays() == 1


@pytest.mark.parametrize("agreed", [None, Agreed(0, "理由"), Agreed(10331, "多すぎる"), Agreed(1000, " ")])
def test_what_cannot_be_agreed(agreed: Agreed | None) -> None:
    claim = examined(arrived(CARDHOLDER), account="TW-55")
    with pytest.raises(DecisionError):
        prepare(claim, by=BY, agreed=agreed)


def test_a_deduction_over_several_balances_is_a_persons_to_spread() -> None:
    claim = examined(arrived(act(2, balance="money"), recovered_yen="1000"))
    for shares in ({}, {"value": 10330, "money": 4001}, {"value": 10331, "money": 3999}, {"cafeteria": 14330}):
        with pytest.raises(DecisionError):
            prepare(claim, by=BY, shares=shares)
    decided(claim, shares={"value": 9830, "money": 4500})
    by_balance: dict[str, int] = {}
    for balance, yen in owed():
        by_balance[balance] = by_balance.get(balance, 0) + yen
    assert by_balance == {"value": 9830, "money": 4500}
    assert replays() == 1


def test_each_balance_by_itself() -> None:
    decided(examined(arrived(act(2, balance="money"), act(3, balance="cafeteria", yen="70"))))
    assert owed() == [("value", 10330), ("money", 5000), ("cafeteria", 70)]


def test_facts_that_changed_since_are_not_approved() -> None:
    proposal = prepare(examined(arrived()), by=BY)
    # Nothing but a change behind the doors' back gets there: the examination refuses it while a proposal waits.
    sql("UPDATE claims_fraudclaim SET recovered_yen = 5")
    with pytest.raises(DecisionError, match="changed"):
        approve(proposal, by=BOSS)
    assert Decision.objects.count() == 0


def late() -> Claim:
    """A claim whose only act lies more than sixty days back."""
    return arrived(act_1_at="2023-01-10 12:00", recognised_at="2023-04-01 9:00", first_contact_at="2023-04-01 9:10")


def test_a_refusal_is_reconsidered_by_a_third_person() -> None:
    claim = decided(examined(late()))
    first = Decision.objects.get()
    assert (first.outcome, first.supersedes) == ("ineligible", None)
    reconsider(claim, "取引日の記録に誤りがあった。", by=BY)
    at = datetime(2023, 3, 31, 12, tzinfo=JST)
    examined(claim, by=THIRD, acts={0: {"at": at}})
    for old in (BY, BOSS):
        with pytest.raises(DecisionError):
            prepare(claim, by=old)
    proposal = prepare(claim, by=THIRD)
    for old in (BY, BOSS):
        with pytest.raises(DecisionError):
            approve(proposal, by=old)
    approve(proposal, by=FOURTH)
    new = Decision.objects.get(superseded_at__isnull=True)
    assert (new.outcome, new.amount, new.supersedes_id) == ("eligible", 10330, first.pk)
    assert replays() == 2


def test_nor_by_one_of_the_two_in_sql() -> None:
    claim = decided(examined(late()))
    reconsider(claim, "誤り", by=BY)
    proposal = prepare(claim, by=THIRD)
    for name in (BY.ref, BOSS.ref):
        with pytest.raises(IntegrityError, match="proposal_reconsidered_by_a_third"):
            again(proposal, prepared_by=name)
        with pytest.raises(IntegrityError, match="proposal_reconsidered_by_a_third"):
            sql(
                "UPDATE claims_fraudproposal SET approved_by = %s, approved_at = prepared_at, "
                "decision_id = (SELECT max(id) FROM compensation_decision) WHERE id = %s",
                name,
                proposal.pk,
            )


@pytest.mark.skipif(connection.vendor == "sqlite", reason="PostgreSQL alone compares the names with those that decided")
def test_nor_under_another_name_in_sql() -> None:
    claim = decided(examined(late()))
    reconsider(claim, "誤り", by=BY)
    proposal = prepare(claim, by=THIRD)
    returned = {"returned_at": proposal.prepared_at, "returned_by": "x", "returned_because": "x"}
    with pytest.raises(IntegrityError, match="proposal_names_the_first_two"):
        again(proposal, first_approved_by="nobody", **returned)


def test_a_second_decision_names_the_first_in_sql() -> None:
    claim = decided(examined(late()))
    reconsider(claim, "誤り", by=BY)
    approve(prepare(claim, by=THIRD), by=FOURTH)
    another = Decision.objects.get(superseded_at__isnull=False)
    another.pk = None
    another.save(force_insert=True)
    second = FraudProposal.objects.get(reconsiders__isnull=False)
    unnamed = {"reconsiders_id": None, "first_prepared_by": "", "first_approved_by": ""}
    with pytest.raises(IntegrityError, match=r"one_first_decision_a_claim|fraudproposal\.claim_id"):
        again(second, decision_id=another.pk, **unnamed)


def test_a_returned_reconsideration_is_prepared_again() -> None:
    claim = decided(examined(late()))
    reconsider(claim, "誤り", by=BY)
    send_back(prepare(claim, by=THIRD), "証拠を確かめてください。", by=FOURTH)
    approve(prepare(claim, by=FOURTH), by=THIRD)
    assert Decision.objects.count() == 2


def test_a_decision_is_reconsidered_once_in_sql() -> None:
    claim = decided(examined(late()))
    reconsider(claim, "誤り", by=BY)
    approve(prepare(claim, by=THIRD), by=FOURTH)
    first = FraudProposal.objects.get(reconsiders__isnull=True)
    reconsider(claim, "もう一度", by=BY)
    second = prepare(claim, by=BY)
    send_back(second, "もう一度", by=BOSS)
    open_again = {"returned_at": None, "returned_by": "", "returned_because": ""}
    names = {"first_prepared_by": "clerk", "first_approved_by": "boss", "prepared_by": "fifth"}
    with pytest.raises(IntegrityError, match=r"a_decision_reconsidered_once|fraudproposal\.reconsiders_id"):
        again(second, reconsiders_id=first.pk, **open_again, **names)


def test_only_a_decided_claim_is_reconsidered() -> None:
    with pytest.raises(DecisionError):
        reconsider(arrived(), "誤り", by=BY)
    claim = decided(examined(late()))
    with pytest.raises(DecisionError):
        reconsider(claim, " ", by=BY)


def test_reconsidering_may_owe_more() -> None:
    claim = decided(examined(arrived(recovered_yen="3000")))
    reconsider(claim, "回収金は別件だった。", by=BY)
    approve(prepare(examined(claim, by=THIRD, recovered_yen=0), by=THIRD), by=FOURTH)
    assert owed() == [("value", 10330)]
