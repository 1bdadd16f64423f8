"""Case B paid out upon a call: to the account or the caller, with its message, once over all routes."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
import time_machine

from claims.enquiry_changes import take_back
from claims.enquiry_examination import examine_again
from claims.examination import examine
from claims.models import Claim
from claims.withdrawal import withdraw
from compensation.awards import reasons
from compensation.bulletin_loading import load_bulletins
from compensation.enquiries import PAID_ALREADY, NotTakenError
from compensation.models import Coupon, Entitlement, Payout, Referral, TriedPayment
from compensation.payouts import cancel
from compensation.reconciling import reconcile
from compensation.referrals import RESTORED_OTHERWISE, referrals_of_claim
from compensation.replaying import replay
from compensation.states import EntryKind
from foundation.trail.actor import Actor
from notifications.models import Message
from tests.factories import claims as site
from tests.factories.compensation import PayeeFactory, jst
from tests.factories.enquiries import (
    AFTER,
    IN_TIME,
    ON_PAPER,
    OPERATOR,
    answered,
    called,
    docked,
    examined,
    hours_set,
    told_in_claim,
)
from tests.factories.enquiry_steps import second_bulletin
from tests.factories.settlement import booked, settled

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("programmes")]
UNDER_THE_SECOND = jst(2023, 4, 20, 10)
CALLER = "+819099990001"


@pytest.fixture(autouse=True)
def _in_march(clock: time_machine.Traveller) -> None:
    clock.move_to(IN_TIME)


@pytest.fixture
def second(clock: time_machine.Traveller, tmp_path: Path) -> Any:
    """Brings the second bulletin, which pays case B out."""

    def load() -> None:
        load_bulletins(second_bulletin(tmp_path), by=Actor.system("tests"))
        clock.move_to(UNDER_THE_SECOND)

    return load


def confirmed(coupon: Coupon, **given: Any) -> Claim:
    """A call whose payment was taken down and confirmed by the shop."""
    hours_set("yamanashi")
    claim = called(coupon, **given)
    answered(told_in_claim(claim))
    examined()
    return claim


def again(claim: Claim) -> None:
    examine_again(claim, "looked at again", by=OPERATOR)
    examined()


def state(claim: Claim) -> tuple[str, str]:
    return Claim.objects.values_list("state", "waiting_for").get(pk=claim.pk)


def payouts() -> list[tuple[str, str, int]]:
    """Every payout in its order: whom it pays, by which route, how many yen."""
    return list(Payout.objects.order_by("pk").values_list("payee__kind", "route", "yen"))


def owed() -> list[tuple[int, int]]:
    return list(Entitlement.objects.values_list("owed", "committed"))


def holds() -> bool:
    return all(row.holds for row in reconcile()) and not replay(tell=lambda _difference: None).differing


def test_without_the_bulletin_a_call_owes_nothing(clock: time_machine.Traveller) -> None:
    claim = confirmed(docked("yamanashi"))
    clock.move_to(AFTER)
    again(claim)
    assert (state(claim), payouts(), owed()) == (("waiting", "date"), [], [])


def test_who_waited_is_decided_anew_told_and_paid(second: Any) -> None:
    claim = confirmed(docked("yamanashi", **ON_PAPER))
    second()
    examined()
    assert (state(claim), payouts(), owed()) == (("decided", ""), [("applicant", "special_site", 1000)], [(1000, 1000)])
    assert Payout.objects.get().payee.key == claim.number
    news, link = (Message.objects.get(purpose=purpose) for purpose in ("enquiry_news", "payout_link"))
    assert (news.text_version, link.yen, link.mailing is not None) == ("decided-anew-1", 1000, True)
    assert holds()


def test_a_second_press_pays_nothing_more(second: Any) -> None:
    claim = confirmed(docked("yamanashi", **ON_PAPER))
    second()
    for _ in range(3):
        again(claim)
    assert (payouts(), owed()) == ([("applicant", "special_site", 1000)], [(1000, 1000)])


def test_an_account_is_paid_both_and_the_settlement_adds_nothing(second: Any) -> None:
    confirmed(docked("yamanashi", app_phone="+819011112222"))
    second()
    examined()
    assert (payouts(), owed()) == ([("app_account", "automatic", 3000)], [(3000, 3000)])
    summary = settled("yamanashi", UNDER_THE_SECOND)
    assert (summary.counts["payouts"], summary.counts["referrals"], len(payouts())) == (0, 0, 1)
    assert holds()


def test_after_the_settlement_the_call_pays_the_difference(second: Any) -> None:
    coupon = docked("yamanashi")
    claim = confirmed(coupon)
    settle_at = jst(2023, 4, 10)
    with time_machine.travel(AFTER, tick=False):
        settled("yamanashi", settle_at)
    assert [yen for _, _, yen in payouts()] == [2000]
    second()
    examined()
    again(claim)
    settled("yamanashi", UNDER_THE_SECOND)
    assert (payouts()[1:], owed()) == ([("app_account", "automatic", 1000)], [(3000, 3000)])
    assert holds()


def test_after_the_settlement_of_both_the_call_pays_nothing(second: Any) -> None:
    claim = confirmed(docked("yamanashi"))
    second()
    settled("yamanashi", UNDER_THE_SECOND)
    examined()
    assert (state(claim), payouts(), owed()) == (
        ("decided", ""), [("app_account", "automatic", 3000)], [(3000, 3000)],
    )  # fmt: skip


def test_an_accounts_link_goes_to_the_account_and_not_to_the_caller(second: Any) -> None:
    confirmed(docked("yamanashi", app_phone="+819011112222"))
    second()
    examined()
    sent = Message.objects.get(purpose="payout_link")
    news = Message.objects.get(purpose="enquiry_news")
    assert sent.address_hash != news.address_hash


def test_an_account_with_two_contacts_is_put_before_a_person(second: Any) -> None:
    shared: dict[str, Any] = {"app_account": "family", "app_email": ""}
    claim = confirmed(docked("yamanashi", app_phone="+819011112222", **shared))
    docked("yamanashi", app_phone="+819011113333", **shared)
    second()
    examined()
    assert (referrals_of_claim(claim.pk).get().reason, payouts()) == (reasons.CONTACTS_DIFFER, [])


def test_a_caller_without_a_contact_is_put_before_a_person(second: Any) -> None:
    claim = confirmed(docked("yamanashi", **ON_PAPER), contact="+81551234567")
    second()
    examined()
    assert (state(claim)[0], payouts()) == ("referred", [])
    assert referrals_of_claim(claim.pk).get().reason == reasons.NO_CONTACT


def test_a_coupon_of_another_payee_is_put_before_a_person(second: Any) -> None:
    coupon = docked("yamanashi", **ON_PAPER)
    claim = confirmed(coupon)
    coupon.payee = PayeeFactory.create(programme=coupon.programme)
    coupon.save()
    second()
    examined()
    assert (referrals_of_claim(claim.pk).get().reason, payouts()) == (reasons.CLAIMED_ELSEWHERE, [])


def test_what_the_operator_put_back_meanwhile_is_put_before_a_person(second: Any) -> None:
    coupon = docked("yamanashi", **ON_PAPER)
    claim = confirmed(coupon)
    booked(coupon, EntryKind.RESTORATION, 1000, jst(2023, 3, 25))
    second()
    examined()
    again(claim)
    assert (referrals_of_claim(claim.pk).get().reason, payouts()) == (RESTORED_OTHERWISE, [])


def applied(**given: Any) -> Claim:
    return site.received("yamanashi", contact=CALLER, name="見本 花子", **given)


def test_what_the_caller_applied_for_is_paid_by_the_application(second: Any) -> None:
    claim = confirmed(docked("yamanashi", **ON_PAPER))
    application = applied()
    second()
    examined()
    again(claim)
    assert [state(one) for one in (claim, application)] == [("decided", "")] * 2
    assert (payouts(), owed()) == ([("applicant", "special_site", 3000)], [(3000, 3000)])
    assert (Payout.objects.get().payee.key, Referral.objects.count(), holds()) == (application.number, 0, True)


def test_an_application_paid_under_the_first_bulletin_pays_the_difference(
    second: Any, clock: time_machine.Traveller
) -> None:
    claim = confirmed(docked("yamanashi", **ON_PAPER))
    application = applied()
    clock.move_to(AFTER)
    examined()
    assert (payouts(), owed()) == ([("applicant", "special_site", 2000)], [(2000, 2000)])
    second()
    examined()
    again(claim)
    assert (payouts()[1:], owed()) == ([("applicant", "special_site", 1000)], [(3000, 3000)])
    assert set(Payout.objects.values_list("payee__key", flat=True)) == {application.number}


def test_an_application_under_way_is_waited_for_and_a_withdrawn_one_is_not(second: Any) -> None:
    claim = confirmed(docked("yamanashi", **ON_PAPER))
    application = applied()
    second()
    examine([claim.pk], UNDER_THE_SECOND, by=OPERATOR)
    assert (state(claim), payouts()) == (("waiting", "date"), [])
    withdraw(application, by=OPERATOR)
    examined()
    assert (state(claim), [yen for _, _, yen in payouts()]) == (("decided", ""), [1000])


def test_an_application_after_the_call_was_paid_is_put_before_a_person(second: Any) -> None:
    claim = confirmed(docked("yamanashi", **ON_PAPER))
    second()
    examined()
    application = applied()
    examined()
    assert [state(one)[0] for one in (claim, application)] == ["decided", "referred"]
    assert referrals_of_claim(application.pk).get().reason == reasons.CLAIMED_ELSEWHERE
    assert [yen for _, _, yen in payouts()] == [1000]


def test_a_payment_is_not_taken_back_once_it_is_paid_out(second: Any) -> None:
    claim = confirmed(docked("yamanashi", **ON_PAPER))
    second()
    examined()
    with pytest.raises(NotTakenError) as refused:
        take_back(Claim.objects.get(pk=claim.pk), TriedPayment.objects.get(), "店舗が違っていた", by=OPERATOR)
    assert (refused.value, state(claim)) == (PAID_ALREADY, ("decided", ""))
    cancel([Payout.objects.get().pk], cause="店舗が違っていた", by=OPERATOR)
    assert take_back(Claim.objects.get(pk=claim.pk), TriedPayment.objects.get(), "店舗が違っていた", by=OPERATOR)


def test_a_shop_that_contradicts_after_the_payout_brings_it_before_a_person(second: Any) -> None:
    claim = confirmed(docked("yamanashi", **ON_PAPER))
    second()
    examined()
    answered(TriedPayment.objects.get(), "contradicts", at=UNDER_THE_SECOND)
    for _ in range(2):
        again(claim)
    waiting = referrals_of_claim(claim.pk).filter(closed_at__isnull=True)
    assert sorted(waiting.values_list("reason", flat=True)) == ["b.shop_contradicts", reasons.SUM_CHANGED]
    assert ([yen for _, _, yen in payouts()], owed()) == ([1000], [(1000, 1000)])
