"""An application for a coupon that was paid upon a call before: joined by a person, set aside, or declined."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
import time_machine
from django.test import Client

from claims.contested import joinable, let_go_on
from claims.enquiry_changes import supply_items
from claims.enquiry_examination import examine_again
from claims.joining import join, paid_apart
from claims.models import Claim, ClaimCoupon
from claims.withdrawal import withdraw
from compensation.awards import reasons
from compensation.bulletin_loading import load_bulletins
from compensation.models import Coupon, Entitlement, Payout, Referral
from compensation.payouts import cancel
from compensation.reconciling import reconcile
from compensation.referrals import CLAIMED_TWICE, referrals_of_claim
from compensation.replaying import replay
from foundation.trail.actor import Actor
from foundation.trail.models import AuditEvent
from tests.claims.desk.conftest import SignedIn, signed_in
from tests.factories import claims as site
from tests.factories import decided
from tests.factories.compensation import jst
from tests.factories.enquiries import (
    IN_TIME,
    ON_PAPER,
    OPERATOR,
    SUPERVISOR,
    answered,
    called,
    docked,
    examined,
    hours_set,
    told_in_claim,
)
from tests.factories.enquiry_steps import second_bulletin

__all__ = ["signed_in"]
pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("programmes")]
UNDER_THE_SECOND = jst(2023, 4, 20, 10)
CALLER = "+819099990001"
BECAUSE = "ご本人の二度目のご連絡と確認した"


@pytest.fixture
def call(clock: time_machine.Traveller, tmp_path: Path) -> Claim:
    """A call about a paper coupon in Yamanashi, paid 1,000 yen under a second bulletin that pays case B out."""
    clock.move_to(IN_TIME)
    hours_set("yamanashi")
    claim = called(docked("yamanashi", **ON_PAPER))
    answered(told_in_claim(claim))
    examined()
    load_bulletins(second_bulletin(tmp_path), by=Actor.system("tests"))
    clock.move_to(UNDER_THE_SECOND)
    examined()
    return Claim.objects.select_related("programme").get(pk=claim.pk)


def applied(contact: str = CALLER, **given: Any) -> Claim:
    """The application for the same coupon that came afterwards."""
    claim = site.received("yamanashi", contact=contact, name="見本 花子", **given)
    examined()
    return Claim.objects.select_related("programme", "bulletin").get(pk=claim.pk)


def state(claim: Claim) -> tuple[str, str]:
    row = Claim.objects.get(pk=claim.pk)
    return row.state, row.closed_as


def paid() -> list[tuple[str, int]]:
    counting = Payout.objects.exclude(state="cancelled").order_by("pk")
    return list(counting.values_list("payee__key", "yen"))


def owed() -> list[tuple[str, int, int]]:
    return list(Entitlement.objects.order_by("pk").values_list("payee__key", "owed", "committed"))


def holds() -> bool:
    return all(row.holds for row in reconcile()) and not replay(tell=lambda _difference: None).differing


def settle(browser: Client, claim: Claim, then: str) -> int:
    row = referrals_of_claim(claim.pk).get(closed_at__isnull=True)
    return browser.post(f"/console/referrals/{row.pk}/", {"then": then, "because": BECAUSE}).status_code


def office(signed_in: SignedIn, role: str = "supervisor") -> Client:
    return signed_in(role, offices=("yamanashi",), username=f"{role}-of-yamanashi")


def test_joined_only_the_difference_is_paid_to_the_application(call: Claim, signed_in: SignedIn) -> None:
    application = applied()
    assert settle(office(signed_in), application, "joined") == 302
    examined()
    assert [state(one) for one in (call, application)] == [("decided", "")] * 2
    assert paid() == [(str(call.number), 1000), (str(application.number), 2000)]
    assert owed() == [(str(application.number), 3000, 3000)]
    assert (Coupon.objects.get().payee.key, paid_apart(application)) == (application.number, 1000)  # type: ignore[union-attr]
    assert (Referral.objects.filter(closed_at__isnull=True).count(), holds()) == (0, True)


def test_what_was_joined_stays_joined_when_the_call_is_looked_at_again(call: Claim) -> None:
    # Another contact: nothing but the person's word says that they are one.
    application = applied("+819055556666", email="other@example.jp")
    row = Referral.objects.get()
    assert (row.reason, joinable(row)) == (CLAIMED_TWICE, [application])
    assert let_go_on(row, application, BECAUSE, joined=True, by=SUPERVISOR)
    examined()
    before = [(str(call.number), 1000), (str(application.number), 2000)]
    assert (paid(), state(application)) == (before, ("decided", ""))
    for _ in range(2):
        examine_again(call, "looked at again", by=OPERATOR)
        examined()
    assert (paid(), state(call)) == (before, ("decided", ""))
    assert Referral.objects.filter(closed_at__isnull=True).count() == 0


def test_a_payout_of_the_call_that_is_taken_back_is_paid_by_the_application(call: Claim) -> None:
    application = applied()
    join(application, by=SUPERVISOR)
    cancel([Payout.objects.get(payee__key=call.number).pk], cause="本人の希望", by=SUPERVISOR)
    examined()
    assert (paid(), owed()) == ([(str(application.number), 3000)], [(str(application.number), 3000, 3000)])


def test_pressed_twice_it_is_joined_once(call: Claim) -> None:
    application = applied()
    assert [join(application, by=SUPERVISOR) for _ in range(2)] == [1, 0]
    examined()
    assert (len(paid()), AuditEvent.objects.filter(action="coupon.joined").count()) == (2, 1)


def test_the_page_shows_both_masked_and_whether_a_contact_is_the_same(call: Claim, signed_in: SignedIn) -> None:
    row = referrals_of_claim(applied().pk).get()
    answer = office(signed_in).get(f"/console/referrals/{row.pk}/")
    [one] = answer.context["paid_by_calls"]
    assert (one.paid.call, one.paid.yen, one.contacts.en) == (call, 1000, "the same")
    assert ("見本 花子" in answer.content.decode(), "お電話で先に支払われたクーポン" in answer.content.decode()) == (
        False,
        True,
    )


def contest(browser: Client, chosen: str) -> int:
    row = Referral.objects.get(reason=CLAIMED_TWICE)
    return browser.post(f"/console/referrals/{row.pk}/claims/", {"chosen": chosen, "because": BECAUSE}).status_code


def test_one_who_applied_from_another_contact_is_joined_on_the_page_of_the_contest(
    call: Claim, signed_in: SignedIn
) -> None:
    application = applied("+819055556666", email="other@example.jp")
    assert contest(office(signed_in), f"joined-{application.number}") == 302
    examined()
    assert [state(one) for one in (call, application)] == [("decided", "")] * 2
    assert (paid()[1:], holds()) == ([(str(application.number), 2000)], True)


def test_a_third_who_claims_it_ends_when_the_two_are_joined(call: Claim, signed_in: SignedIn) -> None:
    application = applied("+819055556666", email="other@example.jp")
    third = applied("+819077778888", email="third@example.jp")
    assert contest(office(signed_in), f"joined-{application.number}") == 302
    examined()
    assert [state(one) for one in (call, application, third)] == [
        ("decided", ""),
        ("decided", ""),
        ("closed", "declined"),
    ]


def test_another_person_ends_and_nothing_of_the_call_changes(call: Claim, signed_in: SignedIn) -> None:
    application = applied("+819055556666", email="other@example.jp")
    assert contest(office(signed_in), str(call.number)) == 302
    assert (state(application), paid()) == (("closed", "declined"), [(str(call.number), 1000)])
    assert (owed(), holds()) == ([(str(call.number), 1000, 1000)], True)


def test_of_several_coupons_that_one_is_set_aside_and_the_others_are_decided(call: Claim, signed_in: SignedIn) -> None:
    docked("yamanashi", **ON_PAPER | {"inquiry_number": "12345679"})
    application = applied(coupon_number=["12345678", "12345679"])
    assert settle(office(signed_in), application, "without") == 302
    examined()
    assert (state(application), paid()) == (
        ("decided", ""),
        [(str(call.number), 1000), (str(application.number), 2000)],
    )
    assert ClaimCoupon.objects.get(set_aside_at__isnull=False).set_aside_because == BECAUSE
    assert holds()


def test_decided_again_on_nothing_new_it_waits_for_a_person_again(call: Claim, signed_in: SignedIn) -> None:
    application = applied()
    assert settle(office(signed_in), application, "again") == 302
    examined()
    waiting = referrals_of_claim(application.pk).filter(closed_at__isnull=True)
    assert (state(application)[0], [row.reason for row in waiting]) == ("referred", [reasons.CLAIMED_ELSEWHERE])


@pytest.mark.parametrize(("role", "status"), [("operator", 422), ("prefecture_officer", 403)])
def test_whoever_is_no_supervisor_joins_nothing(call: Claim, signed_in: SignedIn, role: str, status: int) -> None:
    application = applied()
    assert settle(office(signed_in, role), application, "joined") == status
    assert owed() == [(str(call.number), 1000, 1000)]


def test_a_stranger_joins_nothing(call: Claim, signed_in: SignedIn) -> None:
    application = applied()
    assert settle(signed_in(), application, "joined") == 404
    assert owed() == [(str(call.number), 1000, 1000)]


def test_what_another_application_was_paid_is_joined_with_nothing(signed_in: SignedIn) -> None:
    first = decided.examined()
    Payout.objects.update(state="fulfilled", method="amazon")
    Claim.objects.filter(pk=first.pk).update(state="closed", closed_as="paid")
    second = site.received(contact="+819055556666", email="other@example.jp")
    examined()
    row = referrals_of_claim(second.pk).get()
    form = signed_in().get(f"/console/referrals/{row.pk}/").context["form"]
    assert (row.reason, [way for way, _ in form.fields["then"].choices]) == (
        reasons.CLAIMED_ELSEWHERE,
        ["stays", "again", "declined"],
    )


def test_whoever_applied_reads_that_a_part_is_paid_apart(call: Claim, client: Client) -> None:
    application = applied()
    join(application, by=SUPERVISOR)
    examined()
    client.post("/status/", {"number": application.number, "contact": CALLER})
    page = client.get("/status/shown/").content.decode()
    assert ("3,000円" in page, "このうち1,000円は、お電話でのお問い合わせの分" in page) == (True, True)


def test_a_call_whose_contact_is_put_right_belongs_to_the_application(
    clock: time_machine.Traveller, tmp_path: Path
) -> None:
    clock.move_to(IN_TIME)
    hours_set("yamanashi")
    call = called(docked("yamanashi", **ON_PAPER), contact="+819077770000")
    answered(told_in_claim(call))
    supply_items(call, {"contact": CALLER}, by=OPERATOR)
    examined()
    load_bulletins(second_bulletin(tmp_path), by=Actor.system("tests"))
    clock.move_to(UNDER_THE_SECOND)
    application = applied()
    examined()
    assert (paid(), state(application)) == ([(str(application.number), 3000)], ("decided", ""))


def test_the_application_that_was_joined_may_be_withdrawn(call: Claim) -> None:
    application = applied()
    join(application, by=SUPERVISOR)
    examined()
    withdraw(Claim.objects.select_related("programme").get(pk=application.pk), by=Actor.person("claim:1"))
    assert (paid(), owed()) == ([(str(call.number), 1000)], [(str(application.number), 3000, 1000)])
    assert holds()
