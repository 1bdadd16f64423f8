"""A claim is decided when its numbers are found and the balance is final; not before, and once."""

from __future__ import annotations

import json
from datetime import datetime
from typing import Any

import pytest
import time_machine
from django.core.management import call_command

from claims.examination import claims_to_examine, examine
from claims.models import Claim, ClaimTransition
from claims.tasks import examine_claims
from compensation.models import Coupon, Decision, Entitlement, Payee, Payout, Programme, Referral
from foundation.trail import clock as portal_clock
from foundation.trail.actor import Actor
from notifications.models import Message
from tests.factories.claims import confirm, draft, received
from tests.factories.compensation import coupon_with_ledger, jst

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("programmes")]

BY = Actor.system("tests")
PAPER = {"traveller_name": "山田 太郎", "app_account": "", "charged_at": None, "app_phone": "", "app_email": ""}


def paper_coupon(number: str, *spent: int, slug: str = "kumamoto", **fields: Any) -> Coupon:
    programme = Programme.objects.get(slug=slug)
    return coupon_with_ledger(*spent, programme=programme, inquiry_number=number, **{**PAPER, **fields})


def examined(as_of: datetime | None = None) -> None:
    examine(claims_to_examine(), as_of or portal_clock.now(), by=BY)


def stands(claim: Claim) -> tuple[str, str]:
    row = Claim.objects.get(pk=claim.pk)
    return row.state, row.waiting_for


def test_a_paper_coupon_is_paid_to_its_applicant_by_a_link() -> None:
    coupon = paper_coupon("12345678", 500)
    claim = received()
    examined()
    assert stands(claim) == ("decided", "")
    decision = Decision.objects.get(subject_kind="claim", subject_id=claim.pk)
    assert (decision.case, decision.outcome, decision.amount, decision.route) == (
        "A",
        "eligible",
        1500,
        "special_site",
    )
    payee = Payee.objects.get()
    assert (payee.kind, payee.key) == ("applicant", claim.number)
    assert (Payout.objects.get().yen, Payout.objects.get().state) == (1500, "planned")
    assert Coupon.objects.get(pk=coupon.pk).payee_id == payee.pk
    assert list(Message.objects.filter(purpose="payout_link").values_list("state", "channel")) == [("planned", "email")]


def test_what_the_claimant_said_stands_in_the_facts() -> None:
    paper_coupon("12345678")
    claim = received()
    examined()
    facts = Decision.objects.get().facts
    assert sorted(facts["site_application"]["items"]) == ["address", "contact", "coupon_number", "email", "name"]
    assert claim.received_at is not None
    assert datetime.fromisoformat(facts["site_application"]["received_at"]) == claim.received_at


def test_examining_again_changes_nothing() -> None:
    paper_coupon("12345678")
    claim = received()
    examined()
    rows = (Decision.objects.count(), Payout.objects.count(), ClaimTransition.objects.count())
    examine([claim.pk], portal_clock.now(), by=BY)
    assert (Decision.objects.count(), Payout.objects.count(), ClaimTransition.objects.count()) == rows


def test_before_the_balance_is_final_it_waits_for_the_day(clock: time_machine.Traveller) -> None:
    clock.move_to(jst(2023, 3, 27, 12))
    paper_coupon("12345678")
    claim = received()
    examined(jst(2023, 3, 31, 23, 59, 59))
    assert (stands(claim), Decision.objects.count()) == (("waiting", "date"), 0)
    examined(jst(2023, 4, 1))
    assert stands(claim) == ("decided", "")


def test_an_unknown_number_waits_for_the_records() -> None:
    claim = received()
    examined()
    assert (stands(claim), Decision.objects.count()) == (("waiting", "issuer"), 0)
    paper_coupon("12345678")
    examined()
    assert stands(claim) == ("decided", "")


def test_the_letter_o_is_found_as_a_nought() -> None:
    paper_coupon("10203040")
    claim = received(coupon_number=["1O2O3O4O"])
    examined()
    assert stands(claim) == ("decided", "")


def test_a_number_of_another_programme_is_not_found() -> None:
    paper_coupon("12345678", slug="nara")
    claim = received()
    examined()
    assert stands(claim) == ("waiting", "issuer")


def test_a_family_of_eight_is_one_decision_and_one_payout() -> None:
    numbers = [f"2000{n}" for n in range(8)]
    for number in numbers:
        paper_coupon(number)
    received(coupon_number=numbers)
    examined()
    assert (Decision.objects.get().amount, Payout.objects.get().yen) == (16000, 16000)
    assert Entitlement.objects.count() == 8


def test_a_spent_coupon_is_decided_with_nothing_to_pay() -> None:
    paper_coupon("12345678", 2000)
    claim = received()
    examined()
    assert (stands(claim), Payout.objects.count()) == (("decided", ""), 0)


def test_two_claims_on_one_coupon_are_put_before_a_person() -> None:
    paper_coupon("12345678")
    first = received()
    second = received(email="hanako@example.jp")
    examined()
    assert (stands(first), stands(second)) == (("referred", ""), ("referred", ""))
    assert (Referral.objects.count(), Payout.objects.count()) == (1, 0)


def test_a_second_claim_after_the_first_was_decided_takes_nothing() -> None:
    paper_coupon("12345678")
    received()
    examined()
    second = received(email="hanako@example.jp")
    examined()
    assert stands(second) == ("referred", "")
    assert Payout.objects.count() == 1


def test_a_coupon_on_an_app_account_is_not_paid_on_paper() -> None:
    paper_coupon(
        "12345678", app_account="member-1", charged_at=jst(2023, 2, 23, 12), app_phone="+819099998888", app_email=""
    )
    claim = received()
    examined()
    assert (stands(claim), Payout.objects.count()) == (("referred", ""), 0)


def test_a_withdrawn_account_is_paid_through_its_claim_at_the_new_contact() -> None:
    paper_coupon(
        "12345678",
        app_account="member-1",
        charged_at=jst(2023, 2, 23, 12),
        app_phone="+819099998888",
        app_withdrawn_at=jst(2023, 3, 10),
    )
    claim = received()
    examined()
    assert stands(claim) == ("decided", "")
    assert list(Message.objects.filter(purpose="payout_link").values_list("channel", flat=True)) == ["email"]


def test_the_facts_of_a_withdrawn_account_are_true() -> None:
    gone: dict[str, Any] = {
        "app_account": "member-1",
        "charged_at": jst(2023, 2, 23, 12),
        "app_withdrawn_at": jst(2023, 3, 10),
    }
    paper_coupon("12345678", app_phone="+819099998888", **gone)
    received()
    examined()
    assert Decision.objects.get().facts["app"] == {"charged": True, "withdrawn": True, "phone": True, "email": False}


@pytest.mark.parametrize("name", ["見本 次郎", "山田 花子"])
def test_another_name_than_the_one_recorded_is_put_before_a_person(name: str) -> None:
    paper_coupon("12345678", traveller_name=name)
    claim = received()
    examined()
    assert (stands(claim), Payout.objects.count()) == (("referred", ""), 0)
    assert Decision.objects.get().facts["claimant_is_named_traveller"] is False
    assert Referral.objects.get().reason == "gate.not_the_traveller"


def test_who_declares_not_to_be_the_traveller_is_put_before_a_person() -> None:
    paper_coupon("12345678")
    claim = confirm(draft(), is_traveller=False)
    examined()
    assert (stands(claim), Payout.objects.count()) == (("referred", ""), 0)


def test_yamanashi_asks_little_and_still_decides() -> None:
    paper_coupon("12345678", slug="yamanashi")
    claim = received(
        "yamanashi", name="", address="", contact="", email="", delivery_destination="taro@example.jp", points="paypay"
    )
    examined()
    assert stands(claim) == ("decided", "")
    assert Decision.objects.get().facts["wants"]["points"] == "paypay"


def test_a_missing_item_waits_for_the_claimant() -> None:
    paper_coupon("12345678")
    claim = received(address="")
    examined()
    assert (stands(claim), Payout.objects.count()) == (("waiting", "claimant"), 0)


def test_the_task_and_the_command_do_the_same(capsys: pytest.CaptureFixture[str]) -> None:
    paper_coupon("12345678")
    paper_coupon("87654321")
    claim = received()
    examine_claims()
    assert stands(claim) == ("decided", "")
    received(coupon_number=["87654321"])
    call_command("examine_claims")
    assert json.loads(capsys.readouterr().out) == {"closed": 0, "decided": 1}


def test_what_a_person_has_in_hand_is_left_alone() -> None:
    paper_coupon("12345678")
    received()
    received()
    examined()
    assert claims_to_examine() == []


def told() -> list[tuple[str, str, int]]:
    found = Message.objects.exclude(purpose__in=["acknowledgement", "payout_link"]).order_by("pk")
    return list(found.values_list("purpose", "state", "generation"))


def test_who_is_refused_gets_a_message_that_says_to_look() -> None:
    paper_coupon("12345678", 2000)
    received()
    examined()
    examined()
    assert told() == [("decision", "ready", 1)]


def test_whose_number_is_not_found_is_told_once(clock: time_machine.Traveller) -> None:
    clock.move_to(jst(2023, 3, 27, 12))
    received()
    examined(jst(2023, 3, 28))
    examined(jst(2023, 4, 1))
    assert told() == [("number_not_found", "ready", 1)]
    paper_coupon("12345678", 2000)
    examined(jst(2023, 4, 1))
    assert told() == [("number_not_found", "ready", 1), ("decision", "ready", 1)]


def test_who_left_something_out_is_told_to_call() -> None:
    paper_coupon("12345678")
    received(address="")
    examined()
    assert told() == [("correction", "ready", 1)]


def test_who_is_paid_or_referred_gets_none_of_these() -> None:
    paper_coupon("12345678")
    paper_coupon("87654321", traveller_name="見本 次郎")
    received()
    received(coupon_number=["87654321"])
    examined()
    assert told() == []
