"""The sealed fields of misuse have a class and an end."""

from __future__ import annotations

from datetime import date

import pytest
import time_machine

from claims import answers as claim_answers
from claims.answers import EMPTY
from claims.fraud_purging import purge_claims, purge_drafts_of_calls
from claims.fraud_questions import ask, questions_of
from claims.models import Claim, FraudClaim
from compensation.credits.exports import content
from compensation.credits.models import CreditFile, CreditInstruction
from compensation.models import Decision
from compensation.reconciling import reconcile
from foundation.trail.actor import Actor
from foundation.trail.models import AuditEvent
from foundation.vault.retention import all_classes
from tests.claims.fraud.conftest import SignedIn
from tests.factories.fraud import BY, arrived, credited
from tests.factories.fraud_calls import called

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("programmes")]
PURGE = Actor.system("purge")
FIVE_YEARS, A_DAY = 5 * 365 * 24 * 3600, 24 * 3600


def test_a_purge_knows_the_classes_of_misuse() -> None:
    mine = {kept.name: kept for kept in all_classes() if kept.name.startswith("misuse_")}
    assert sorted(mine) == ["misuse_claim", "misuse_draft"]
    assert mine["misuse_claim"].ends_on(date(2023, 4, 10)) == date(2028, 4, 8)
    assert mine["misuse_draft"].is_over(date(2023, 4, 10), today=date(2023, 10, 7))


def test_what_was_told_is_erased_on_its_day_and_what_was_decided_stays(clock: time_machine.Traveller) -> None:
    claim = credited()
    clock.shift(FIVE_YEARS - A_DAY)
    assert purge_claims(by=PURGE) == 0
    clock.shift(A_DAY)
    assert [purge_claims(by=PURGE, dry_run=True), purge_claims(by=PURGE), purge_claims(by=PURGE)] == [1, 1, 0]
    now = Claim.objects.get()
    assert (claim_answers.of(now), now.phone_hash, now.email_hash, FraudClaim.objects.get().account_hash) == (
        EMPTY, None, None, None,
    )  # fmt: skip
    assert bytes(CreditInstruction.objects.get().account_sealed) == b""
    assert (Decision.objects.get().amount, all(balance.holds for balance in reconcile())) == (10330, True)
    event = AuditEvent.objects.get(action="claim.erased")
    assert (event.subject_ref, event.detail) == (claim.number, {"class": "misuse_claim"})


def test_pages_and_files_still_open_afterwards(signed_in: SignedIn, clock: time_machine.Traveller) -> None:
    claim = credited()
    clock.shift(FIVE_YEARS)
    purge_claims(by=PURGE)
    page = signed_in("clerk", "operator").get(f"/console/misuse/{claim.number}/")
    assert (page.status_code, "山田" in page.content.decode()) == (200, False)
    assert b'"","value","10330"' in content(CreditFile.objects.get())


def test_an_open_claim_is_kept(clock: time_machine.Traveller) -> None:
    claim = arrived()
    ask(claim, "端末はどこですか。", date(2023, 4, 24), by=BY)
    clock.shift(2 * FIVE_YEARS)
    assert (purge_claims(by=PURGE), questions_of(claim)[0].question) == (0, "端末はどこですか。")


def test_a_draft_of_a_call_is_emptied_and_the_call_stays(clock: time_machine.Traveller) -> None:
    contact = called()
    clock.shift(179 * A_DAY)
    assert purge_drafts_of_calls(by=PURGE) == 0
    clock.shift(A_DAY)
    assert [purge_drafts_of_calls(by=PURGE, dry_run=True), purge_drafts_of_calls(by=PURGE)] == [1, 1]
    now = Claim.objects.get()
    assert (claim_answers.of(now), now.phone_hash, contact.call.content) == (
        EMPTY,
        None,
        "残高が知らないうちに使われた。",
    )
    assert purge_drafts_of_calls(by=PURGE) == 0
