"""The call log: what a call does to its case, who must act next, and what cannot be written twice."""

from __future__ import annotations

from datetime import date

import pytest
from django.db import Error, IntegrityError, transaction

from claims.call_states import EFFECTS, Outcome
from claims.calls import AnsweredError, CallAbout, calls_about, due_calls, log_call, open_calls
from claims.models import Call, Claim
from claims.withdrawal import WithdrawalError
from compensation.models import Programme, Referral
from compensation.referrals import claim_of, referrals_of_claim
from foundation.trail.actor import Actor
from tests.factories.calls import DUE_ON, said
from tests.factories.cases import decided, paper_coupon, received

pytestmark = pytest.mark.django_db
OPERATOR = Actor("staff", "operator", "コールセンター担当")
NEXT = {"next_action": "折り返し電話する", "due_on": DUE_ON}


def about(claim: Claim) -> CallAbout:
    return CallAbout(claim.programme, claim)


@pytest.mark.parametrize(
    ("outcome", "stands"),
    [
        (Outcome.DONE, ("received", "", "")),
        (Outcome.CALL_BACK, ("received", "", "")),
        (Outcome.ASK_STORE, ("waiting", "store", "")),
        (Outcome.ASK_CLAIMANT, ("waiting", "claimant", "")),
        (Outcome.ESCALATED, ("referred", "", "")),
        (Outcome.HANDED_ON, ("received", "", "")),
        (Outcome.WITHDRAWN, ("closed", "", "withdrawn")),
    ],
)
def test_the_outcome_moves_the_claim(outcome: Outcome, stands: tuple[str, str, str]) -> None:
    claim = received(paper_coupon())
    given = NEXT if EFFECTS[outcome].next_by else {}
    call = log_call(about(claim), said(outcome=outcome, **given), by=OPERATOR)
    claim.refresh_from_db()
    assert (claim.state, claim.waiting_for, claim.closed_as) == stands
    assert (call.next_by, call.operator) == (EFFECTS[outcome].next_by, "operator")


def test_an_escalated_claim_is_a_referral_of_its_own_once() -> None:
    claim = received(paper_coupon())
    first = log_call(about(claim), said(outcome=Outcome.ESCALATED, **NEXT), by=OPERATOR)
    log_call(about(claim)._replace(follows=first), said(outcome=Outcome.ESCALATED, **NEXT), by=OPERATOR)
    [opened] = referrals_of_claim(claim.pk)
    assert (opened.reason, opened.clause, claim_of(opened)) == ("escalated", "kumamoto.3", claim.pk)


def test_an_escalated_coupon_is_referred() -> None:
    coupon, _ = decided()
    log_call(CallAbout(coupon.programme, coupon=coupon), said(outcome=Outcome.ESCALATED, **NEXT), by=OPERATOR)
    assert [(row.coupon_id, row.reason) for row in Referral.objects.all()] == [(coupon.pk, "escalated")]


def test_what_is_decided_is_not_put_off_by_a_call() -> None:
    claim = received(paper_coupon())
    Claim.objects.filter(pk=claim.pk).update(state="decided")
    log_call(about(claim), said(outcome=Outcome.ASK_STORE, **NEXT), by=OPERATOR)
    claim.refresh_from_db()
    assert claim.state == "decided"


def test_a_withdrawal_of_what_is_over_writes_nothing() -> None:
    claim = received(paper_coupon())
    Claim.objects.filter(pk=claim.pk).update(state="closed", closed_as="paid")
    with pytest.raises(WithdrawalError):
        log_call(about(claim), said(outcome=Outcome.WITHDRAWN), by=OPERATOR)
    assert Call.objects.count() == 0


def test_a_call_is_answered_once() -> None:
    claim = received(paper_coupon())
    first = log_call(about(claim), said(outcome=Outcome.CALL_BACK, **NEXT), by=OPERATOR)
    log_call(about(claim)._replace(follows=first), said(), by=OPERATOR)
    for again in (about(claim)._replace(follows=first), about(claim)._replace(corrects=first)):
        with pytest.raises(AnsweredError):
            log_call(again, said(), by=OPERATOR)
    assert Call.objects.count() == 2


def test_a_correction_stands_beside_the_old_row_and_moves_nothing() -> None:
    claim = received(paper_coupon())
    first = log_call(about(claim), said(outcome=Outcome.CALL_BACK, **NEXT), by=OPERATOR)
    correction = said(outcome=Outcome.ASK_STORE, content="店舗の名称を訂正", **NEXT)
    second = log_call(about(claim)._replace(corrects=first), correction, by=OPERATOR)
    claim.refresh_from_db()
    assert (claim.state, [call.pk for call in calls_about(claim=claim)]) == ("received", [second.pk, first.pk])
    assert list(open_calls([claim.programme])) == [second]


def test_what_is_due_for_whom() -> None:
    claim = received(paper_coupon())
    outcomes = (Outcome.CALL_BACK, Outcome.ESCALATED, Outcome.ASK_STORE, Outcome.ASK_CLAIMANT, Outcome.DONE)
    for outcome in outcomes:
        log_call(about(claim), said(outcome=outcome, **(NEXT if EFFECTS[outcome].next_by else {})), by=OPERATOR)
    programmes = list(Programme.objects.all())

    def due(day: date, *, leader: bool) -> list[str]:
        return [call.outcome for call in due_calls(programmes, day, leader=leader)]

    assert due(date(2023, 4, 11), leader=True) == []
    assert due(DUE_ON, leader=False) == ["call_back"]
    assert due(DUE_ON, leader=True) == ["call_back", "escalated"]
    assert due(date(2023, 4, 13), leader=False) == ["call_back", "ask_store", "ask_claimant"]
    assert list(due_calls([], DUE_ON, leader=True)) == []


def test_the_database_keeps_the_log() -> None:
    call = log_call(about(received(paper_coupon())), said(), by=OPERATOR)
    for change in ({"content": "別の内容"}, {"next_by": "desk"}):
        with pytest.raises(Error), transaction.atomic():
            Call.objects.filter(pk=call.pk).update(**change)
    with pytest.raises(Error), transaction.atomic():
        Call.objects.filter(pk=call.pk).delete()


@pytest.mark.parametrize("nonsense", [{"next_by": "desk"}, {"next_action": "電話する"}, {"content": ""}])
def test_the_database_refuses_half_a_next_step(nonsense: dict[str, str]) -> None:
    claim = received(paper_coupon())
    row = {**said()._asdict(), "programme": claim.programme, "recorded_at": said().at, "operator": "x", **nonsense}
    with pytest.raises(IntegrityError):
        Call.objects.create(**row)
