"""The examination: what the facts say of each item, what people sign, and what stays open until they do."""

from __future__ import annotations

from datetime import datetime

import pytest
from django.db import InternalError, connection, transaction
from django.db.utils import IntegrityError

from claims.fraud_examination import ExaminationError, establish, sheet_of, sign
from claims.fraud_facts import JUDGED, facts_of
from claims.models import Claim, ExaminationFinding, FraudAct
from foundation.trail.clock import JST
from foundation.trail.models import AuditEvent
from tests.factories.fraud import BOSS, BY, CARDHOLDER, NO_POLICE, act, arrived, decided, examined, facts

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("programmes")]


def test_the_sheet_has_every_ground_duty_and_item() -> None:
    sheet = sheet_of(arrived())
    assert [item.key for item in sheet.grounds] == [f"4.{number}" for number in range(1, 16)]
    assert [item.key for item in sheet.duties] == ["2", "2.30days", "2.police", "2.1", "2.2", "2.3"]
    assert len(sheet.form) == 11


def test_a_cardholder_has_no_customer_id_to_give() -> None:
    assert "item.customer_id" not in [item.key for item in sheet_of(arrived(CARDHOLDER)).form]


def test_what_a_person_must_sign_stays_open_until_then() -> None:
    claim = arrived()
    sheet = sheet_of(claim)
    assert {item.key for item in [*sheet.grounds, *sheet.duties] if item.open} == JUDGED
    sign(claim, "4.15", "clear", "不相当とする事情は見当たらない。", by=BY)
    after = sheet_of(claim)
    assert {item.key for item in after.grounds if item.open} == JUDGED - {"4.15", "2.1"}


def test_silence_pays_nothing() -> None:
    sheet = sheet_of(arrived())
    assert (sheet.decision.outcome, sheet.facts.examination.complete) == ("pending", False)
    assert sheet.lacks == ["facts", "acts", *sorted(JUDGED)]


@pytest.mark.parametrize("left_out", sorted(JUDGED - {"4.2"}))
def test_one_missing_signature_keeps_it_open(left_out: str) -> None:
    claim = arrived()
    establish(claim, facts(claim), by=BY)
    for item in JUDGED - {left_out}:
        sign(claim, item, "clear", "確認した。", by=BY)
    assert sheet_of(claim).decision.outcome == "refer"


def test_a_complete_examination_that_found_nothing_pays() -> None:
    sheet = sheet_of(examined(arrived()))
    assert (sheet.decision.outcome, sheet.decision.amount, sheet.lacks) == ("eligible", 10330, [])


@pytest.mark.parametrize("number", range(1, 16))
def test_every_ground_that_is_found_bars(number: int) -> None:
    decision = sheet_of(examined(arrived(), (f"4.{number}",))).decision
    # Ground 13 shuts out only what came after the claimant knew: nothing did, so that a person looks again.
    expected = "refer" if number == 13 else "ineligible"
    assert (decision.outcome, f"twooca.4.{number}" in decision.clauses) == (expected, True)


def test_the_facts_say_what_they_show() -> None:
    claim = arrived(recognised_at="2023-04-02 22:00", first_contact_at="")
    said = {item.key: [words.en for words in item.says] for item in sheet_of(claim).duties}
    assert said["2.police"] == ["The police were told of the misuse."] or len(said["2.police"]) == 1
    assert all(said[key] for key in ("2", "2.30days", "2.police", "2.1", "2.2"))


def test_the_latest_finding_stands_and_the_earlier_stays_readable() -> None:
    claim = arrived()
    sign(claim, "4.9", "found", "説明が食い違う。", by=BY)
    sign(claim, "4.9", "clear", "食い違いは時計のずれだった。", by=BOSS)
    [item] = [item for item in sheet_of(claim).grounds if item.key == "4.9"]
    assert item.finding is not None
    assert (item.finding.verdict, item.finding.actor) == ("clear", "boss")
    assert ExaminationFinding.objects.filter(claim=claim, item="4.9").count() == 2


def test_a_finding_cannot_be_changed_in_sql() -> None:
    finding = sign(arrived(), "4.9", "found", "疑いがある。", by=BY)
    with pytest.raises((InternalError, IntegrityError)), transaction.atomic(), connection.cursor() as cursor:
        cursor.execute("UPDATE claims_examinationfinding SET verdict = 'clear' WHERE id = %s", [finding.pk])


@pytest.mark.parametrize(("item", "evidence"), [("4.16", "根拠"), ("item.shoe_size", "根拠"), ("4.9", "  ")])
def test_what_cannot_be_signed(item: str, evidence: str) -> None:
    claim = arrived()
    with pytest.raises(ExaminationError):
        sign(claim, item, "clear", evidence, by=BY)
    assert ExaminationFinding.objects.count() == 0


def test_a_decided_claim_is_not_examined_further() -> None:
    claim = decided(examined(arrived()))
    with pytest.raises(ExaminationError):
        sign(claim, "4.9", "found", "あとから", by=BY)
    with pytest.raises(ExaminationError):
        establish(claim, facts(claim), by=BY)


def test_an_item_that_cannot_be_had_is_settled_by_a_person() -> None:
    claim = arrived(police_receipt_number="")
    assert facts_of(claim).claim.items_missing == {"police_receipt_number"}
    sign(claim, "item.police_receipt_number", "clear", "署が番号を発行していない。", by=BY)
    assert facts_of(claim).claim.items_missing == frozenset()


def test_the_police_are_what_the_claimant_says_until_a_person_finds_otherwise() -> None:
    assert facts_of(arrived(NO_POLICE)).reported_to_police is None
    claim = arrived()
    assert facts_of(claim).reported_to_police is True
    sign(claim, "2.police", "found", "署に照会したが届出がない。", by=BY)
    assert facts_of(claim).reported_to_police is False


def test_help_counts_as_asked_only_when_a_person_says_so() -> None:
    claim = arrived()
    assert facts_of(claim).cooperation == (False, None)
    sign(claim, "2.2", "clear", "端末の記録を提出した。", by=BY)
    assert facts_of(claim).cooperation == (True, True)


def test_the_earlier_claim_of_the_same_account_is_found() -> None:
    first = arrived(at=datetime(2023, 4, 4, 12, tzinfo=JST))
    arrived(customer_id="TW-9999", at=datetime(2023, 4, 4, 13, tzinfo=JST))
    second = arrived(customer_id="tw 1234")
    assert facts_of(second).previous_claim_received_at == first.received_at
    assert [item.open for item in sheet_of(second).grounds if item.key == "4.11"] == [True]


def test_facts_that_change_leave_what_they_were() -> None:
    claim = arrived()
    at = datetime(2023, 4, 2, 23, 0, tzinfo=JST)
    establish(claim, facts(claim, misused_by="family", acts={0: {"at": at, "yen": 9000}}), by=BY)
    row = FraudAct.objects.get(claim=claim)
    assert (row.at, row.yen, facts_of(claim).misused_by) == (at, 9000, "family")
    detail = AuditEvent.objects.get(action="claim.facts_established").detail
    assert detail["was"]["misused_by"] == "third_party"
    assert detail["acts_were"] == ["0: 2023-04-02T12:30:00+00:00 payment value 10000 330"]


def test_examining_begins_with_the_first_signature() -> None:
    claim = arrived()
    assert claim.state == "received"
    sign(claim, "4.9", "clear", "確認した。", by=BY)
    assert Claim.objects.get().state == "examining"


def test_the_sum_line_by_line() -> None:
    claim = arrived(act(2, balance="money", yen="20,000", fee_yen="440"), recovered_yen="3000", due_yen="8000")
    total = sheet_of(examined(claim)).sum
    assert (total.misused_yen, total.fees_yen, total.recovered_yen, total.compensation_yen, total.amount) == (
        30000, 770, 3000, 8000, 19770,
    )  # fmt: skip
