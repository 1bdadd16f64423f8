"""A call about the evening as a claim: what it waits for, when a person must look, how it ends, and only once."""

from __future__ import annotations

from datetime import date, timedelta
from pathlib import Path
from uuid import uuid4

import pytest
import time_machine

from claims.call_states import Outcome
from claims.calls import CallAbout, log_call
from claims.enquiry_changes import supply_items
from claims.enquiry_ending import decline, put_back
from claims.enquiry_examination import examine_again
from claims.enquiry_intake import Taken, receive_enquiry
from claims.models import Call, Claim
from claims.outage_release import release_hours
from claims.report_rows import Row
from claims.status_report import status_report
from compensation import outages
from compensation.bulletin_loading import load_bulletins
from compensation.enquiries import told_of
from compensation.models import Coupon, Enquiry, Programme, Referral, Restoration
from compensation.outages import SamePersonError
from compensation.referrals import referrals_of_claim
from compensation.remedies import NothingToRestoreError
from foundation.trail.actor import Actor
from foundation.trail.clock import now as clock_now
from notifications.models import Message
from tests.factories import claims as site
from tests.factories.calls import said
from tests.factories.compensation import jst
from tests.factories.enquiries import (
    AFTER,
    ENDS,
    IN_TIME,
    ON_PAPER,
    OPERATOR,
    SECOND,
    STARTS,
    SUPERVISOR,
    answered,
    called,
    docked,
    examined,
    hours_set,
    told_in_claim,
)
from tests.factories.enquiry_steps import second_bulletin

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("programmes")]


@pytest.fixture(autouse=True)
def _in_march(clock: time_machine.Traveller) -> None:
    clock.move_to(IN_TIME)


def stands(claim: Claim) -> tuple[str, str, str]:
    row = Claim.objects.get(pk=claim.pk)
    return row.state, row.waiting_for, row.closed_as


def confirmed(coupon: Coupon, answer: str = "agrees") -> Claim:
    """A call whose payment was taken down and answered by the shop."""
    claim = called(coupon)
    answered(told_in_claim(claim), answer)
    examined()
    return claim


def test_a_call_becomes_a_claim_with_its_log_and_acknowledgement() -> None:
    coupon = docked()
    claim = called(coupon)
    assert (claim.channel, claim.state, claim.received_at) == ("call", "received", IN_TIME)
    assert Call.objects.values_list("claim", "coupon", "category", "next_by").get() == (
        claim.pk, coupon.pk, "docked", "desk",
    )  # fmt: skip
    assert Message.objects.values_list("subject_ref", "purpose").get() == (claim.number, "acknowledgement")


def test_pressed_twice_it_is_one_claim() -> None:
    coupon, key = docked(), uuid4()
    taken = Taken({"coupon_number": [coupon.inquiry_number]}, ["number"], "引かれた", date(2023, 3, 22))
    claims = [receive_enquiry(coupon.programme, key, taken, by=OPERATOR) for _ in range(2)]
    assert (claims[0].pk, Call.objects.count()) == (claims[1].pk, 1)


def test_it_waits_for_a_number_that_the_records_hold() -> None:
    coupon = docked()
    nothing, wrong = called(coupon, coupon_number=None), called(coupon, coupon_number=["99999999"])
    examined()
    assert [stands(claim)[:2] for claim in (nothing, wrong)] == [("waiting", "claimant")] * 2
    given = {"coupon_number": [coupon.inquiry_number]}
    assert [supply_items(wrong, given, by=OPERATOR) for _ in range(2)] == [True, False]
    examined()
    assert (stands(wrong)[0], Enquiry.objects.get().coupon) == ("examining", coupon)


def test_from_the_call_to_the_balance() -> None:
    hours_set()
    coupon = docked()
    claim = called(coupon)
    payment = told_in_claim(claim)
    examined()
    assert stands(claim) == ("waiting", "store", "")
    answered(payment)
    examine_again(claim, "the shop answered", by=OPERATOR)
    examined()
    assert stands(claim) == ("decided", "", "")
    assert [put_back(claim, by=SUPERVISOR), put_back(claim, by=SECOND)] == [True, False]
    assert (stands(claim), Restoration.objects.count()) == (("closed", "", "restored"), 1)
    news = Message.objects.filter(purpose="enquiry_news")
    assert [message.text_version for message in news] == ["restored-1"]


def test_the_report_says_what_is_put_back(clock: time_machine.Traveller) -> None:
    hours_set()
    claim = confirmed(docked())
    first = clock_now() + timedelta(minutes=1)
    clock.move_to(first + timedelta(minutes=1))
    put_back(claim, by=SUPERVISOR)
    second = clock_now() + timedelta(minutes=1)
    reports = [status_report(claim.programme, at) for at in (first, second)]
    assert [row for report in reports for row in report.rows_of("claim")] == [
        Row("claim", "B", "eligible", "call_centre", "to_restore", 1, 1000),
        Row("claim", "B", "eligible", "call_centre", "restored", 1, 1000),
    ]


def test_an_item_that_is_missing_is_waited_for() -> None:
    hours_set()
    claim = called(docked(), shop="")
    answered(told_in_claim(claim))
    examined()
    assert stands(claim)[:2] == ("waiting", "claimant")
    supply_items(claim, {"shop": "見本みやげ店"}, by=OPERATOR)
    examined()
    assert stands(claim)[0] == "decided"


def test_a_caller_who_is_not_the_traveller_is_referred() -> None:
    hours_set()
    claim = called(docked(), traveller="no")
    told_in_claim(claim)
    examined()
    assert referrals_of_claim(claim.pk).get().reason == "gate.not_the_traveller"


def test_a_contradiction_is_referred_and_a_person_declines() -> None:
    hours_set()
    coupon = docked()
    claim = confirmed(coupon, "contradicts")
    [referral] = referrals_of_claim(claim.pk)
    assert (stands(claim)[0], referral.reason) == ("referred", "b.shop_contradicts")
    assert [decline(claim, "店舗の控えと一致しない", by=by) for by in (SUPERVISOR, SECOND)] == [True, False]
    referral.refresh_from_db()
    assert (stands(claim), referral.closed_by) == (("closed", "", "declined"), "supervisor")
    assert told_of([coupon.pk]) == {}


def test_hours_unset_refer_and_hours_released_decide() -> None:
    claim = confirmed(docked())
    assert referrals_of_claim(claim.pk).get().reason == "b.hours_unset"
    programme = Programme.objects.get(slug="kumamoto")
    hours = outages.prepare(programme, STARTS, ENDS, "運営会社の報告", by=SUPERVISOR)
    with pytest.raises(SamePersonError):
        release_hours(hours, by=SUPERVISOR)
    assert [release_hours(hours, by=SECOND), release_hours(hours, by=SECOND)] == [1, None]
    examined()
    assert (stands(claim)[0], referrals_of_claim(claim.pk).filter(closed_at__isnull=True).count()) == ("decided", 0)


def test_what_is_not_put_back_in_time_is_referred(clock: time_machine.Traveller) -> None:
    hours_set()
    decided, silent = confirmed(docked()), called(docked(), contact="+819099990002")
    told_in_claim(silent)
    examined()
    clock.move_to(AFTER)
    with pytest.raises(NothingToRestoreError):
        put_back(decided, by=SUPERVISOR)
    examined()
    assert [(stands(claim)[0], referrals_of_claim(claim.pk).get().reason) for claim in (decided, silent)] == [
        ("referred", "b.extension_over"),
        ("referred", "b.extension_over"),
    ]


def test_nothing_is_due_twice(clock: time_machine.Traveller) -> None:
    hours_set()
    confirmed(docked())
    clock.move_to(AFTER)
    examined()
    examined()
    assert Referral.objects.count() == 1


def test_a_withdrawn_enquiry_counts_no_more() -> None:
    hours_set()
    coupon = docked()
    claim = confirmed(coupon)
    log_call(CallAbout(claim.programme, claim), said(outcome=Outcome.WITHDRAWN), by=OPERATOR)
    assert (stands(claim), put_back(claim, by=SUPERVISOR), told_of([coupon.pk])) == (
        ("closed", "", "withdrawn"), False, {},
    )  # fmt: skip


def test_yamanashi_waits_and_is_decided_under_a_new_bulletin_and_told(
    clock: time_machine.Traveller, tmp_path: Path
) -> None:
    hours_set("yamanashi")
    claim = confirmed(docked("yamanashi"))
    assert stands(claim)[:2] == ("waiting", "date")
    clock.move_to(AFTER)
    examined()
    assert stands(claim)[:2] == ("waiting", "date")
    load_bulletins(second_bulletin(tmp_path), by=Actor.system("tests"))
    clock.move_to(jst(2023, 4, 20, 10))
    examined()
    assert stands(claim)[0] == "decided"
    assert [message.text_version for message in Message.objects.filter(purpose="enquiry_news")] == ["decided-anew-1"]


def test_an_application_of_another_person_is_a_rival() -> None:
    coupon = docked(**ON_PAPER)
    claim = called(coupon, contact="+819012345678")
    stranger = site.received(coupon_number=["12345678"], contact="+819055556666", email="other@example.jp")
    examined()
    assert (stands(claim)[0], stands(stranger)[0]) == ("referred", "referred")
    assert Referral.objects.get().reason == "claimed_twice"


def test_the_same_person_may_call_and_apply() -> None:
    claim = called(docked(**ON_PAPER), contact="+819012345678")
    application = site.received()
    examined()
    assert (stands(claim)[0], stands(application)[:2]) == ("examining", ("waiting", "date"))
