"""A later bulletin comes into force: claims that were decided are decided again, and only a difference is paid."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from pathlib import Path
from typing import Any

import pytest
import time_machine
from django.test import Client

from claims.examination import claims_to_examine, examine
from claims.models import Claim, ClaimTransition
from claims.payouts_of_claims import close_finished
from claims.states import ClaimState
from compensation.awards import reasons
from compensation.bulletin_loading import load_bulletins
from compensation.models import ClawBack, Coupon, Decision, Entitlement, Payout, Programme, Referral
from compensation.reconciling import reconcile
from compensation.replaying import Replay, replay
from foundation.trail import clock as portal_clock
from foundation.trail.actor import Actor
from foundation.trail.models import AuditEvent
from notifications.models import Message
from tests.factories.bulletins import next_bulletin
from tests.factories.claims import received
from tests.factories.compensation import coupon_with_ledger, jst
from tests.factories.staff import UserFactory

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("programmes")]

BY = Actor.system("tests")
FROM = date(2023, 4, 11)
EVE, AFTER = jst(2023, 4, 10, 23, 59, 59), jst(2023, 4, 11)
PAPER: dict[str, Any] = {
    "traveller_name": "山田 太郎", "app_account": "", "charged_at": None, "app_phone": "", "app_email": "",
}  # fmt: skip
WIDER = ("last_expiry = 2023-02-24", "last_expiry = 2023-02-25")
STRICTER = ("least_yen = 1\n", "least_yen = 2001\n")
LONGER = ('last_day = 2023-04-30\nweekday = "日"', 'last_day = 2023-05-31\nweekday = "水"')
Follow = Callable[..., None]


@pytest.fixture
def follow(tmp_path: Path) -> Follow:
    """Loads Kumamoto's next bulletin, in force from 11 April."""

    def load(*changes: tuple[str, str]) -> None:
        next_bulletin(tmp_path, "kumamoto-3", FROM, *changes)
        load_bulletins(tmp_path, by=BY)

    return load


def paper(number: str, *spent: int, slug: str = "kumamoto", **fields: Any) -> Coupon:
    programme = Programme.objects.get(slug=slug)
    return coupon_with_ledger(*spent, programme=programme, inquiry_number=number, **{**PAPER, **fields})


def examined() -> dict[str, int]:
    return dict(examine(claims_to_examine(), portal_clock.now(), by=BY))


def standing(claim: Claim) -> tuple[str, str, int | None]:
    row = Decision.objects.select_related("bulletin").get(subject_id=claim.pk, superseded_at=None)
    return row.bulletin.key, row.outcome, row.amount


def stands(claim: Claim) -> tuple[str, str]:
    claim.refresh_from_db()
    return claim.state, claim.closed_as


def taken(payout: Payout) -> None:
    """Its holder has chosen and been paid."""
    Payout.objects.filter(pk=payout.pk).update(state="fulfilled", method="amazon")


def test_the_eve_of_the_later_bulletin_changes_nothing(follow: Follow, clock: time_machine.Traveller) -> None:
    paper("12345678", expires_on=date(2023, 2, 25))
    claim = received()
    examined()
    follow(WIDER)
    clock.move_to(EVE)
    assert (claims_to_examine(), standing(claim)) == ([], ("kumamoto-3", "ineligible", None))


def test_what_the_later_bulletin_grants_is_decided_anew_told_and_paid_once(
    follow: Follow, clock: time_machine.Traveller
) -> None:
    paper("12345678", expires_on=date(2023, 2, 25))
    claim = received()
    examined()
    [before] = Decision.objects.all()
    follow(WIDER)
    clock.move_to(AFTER)
    assert [examined(), examined()] == [{"decided": 1}, {}]
    [after] = Decision.objects.filter(superseded_at=None)
    assert (standing(claim), after.supersedes) == (("kumamoto-4", "eligible", 2000), before)
    assert (Payout.objects.get().yen, Payout.objects.get().bulletin.key) == (2000, "kumamoto-4")
    assert list(Message.objects.order_by("pk").values_list("purpose", flat=True))[-1] == "payout_link"
    moves = ClaimTransition.objects.filter(claim=claim).order_by("pk").values_list("to_state", flat=True)
    assert list(moves)[-3:] == ["decided", "examining", "decided"]
    noted = AuditEvent.objects.filter(action="claim.examined_under").order_by("pk")
    assert [event.detail["bulletin"] for event in noted] == ["kumamoto-3", "kumamoto-4"]
    assert replay(tell=lambda _difference: None) == Replay(2, 0, {})


def test_what_comes_out_the_same_keeps_its_decision_and_is_looked_at_once(
    follow: Follow, clock: time_machine.Traveller
) -> None:
    paper("12345678", 500)
    claim = received()
    examined()
    rows = ClaimTransition.objects.count(), Message.objects.count()
    follow(WIDER)
    clock.move_to(AFTER)
    assert ([examined(), examined()], standing(claim)) == ([{"decided": 1}, {}], ("kumamoto-3", "eligible", 1500))
    assert (ClaimTransition.objects.count(), Message.objects.count()) == rows
    assert (Decision.objects.count(), Payout.objects.get().yen) == (1, 1500)


def test_a_refusal_that_stands_is_not_told_again(follow: Follow, clock: time_machine.Traveller) -> None:
    paper("12345678", expires_on=date(2023, 3, 5))
    claim = received()
    examined()
    told = Message.objects.count()
    follow(("balance_at = 2023-02-27T00:00:00", "balance_at = 2023-02-28T00:00:00"))
    clock.move_to(AFTER)
    examined()
    assert (standing(claim), Decision.objects.count()) == (("kumamoto-4", "ineligible", None), 2)
    assert (stands(claim)[0], Message.objects.count()) == ("decided", told)


def test_a_claim_that_was_paid_is_opened_for_the_difference_alone(
    follow: Follow, clock: time_machine.Traveller
) -> None:
    paper("12345678", 500)
    paper("23456789", expires_on=date(2023, 2, 25))
    claim = received(coupon_number=["12345678", "23456789"])
    examined()
    taken(Payout.objects.get())
    assert (close_finished(by=BY), stands(claim)) == (1, ("closed", "paid"))
    follow(WIDER)
    clock.move_to(AFTER)
    assert (examined(), stands(claim), standing(claim)) == (
        {"decided": 1}, ("decided", ""), ("kumamoto-4", "eligible", 3500),
    )  # fmt: skip
    assert sorted(Payout.objects.values_list("yen", flat=True)) == [1500, 2000]
    assert sorted(Entitlement.objects.values_list("owed", "committed")) == [(1500, 1500), (2000, 2000)]
    taken(Payout.objects.get(yen=2000))
    assert (close_finished(by=BY), stands(claim)) == (1, ("closed", "paid"))
    assert ([row.holds for row in reconcile()], ClawBack.objects.count()) == ([True], 0)


def test_a_sum_that_falls_after_it_was_paid_is_a_claw_back_and_a_persons_matter(
    follow: Follow, clock: time_machine.Traveller
) -> None:
    coupon = paper("12345678", 500)
    claim = received()
    examined()
    taken(Payout.objects.get())
    close_finished(by=BY)
    follow(STRICTER)
    clock.move_to(AFTER)
    assert (examined(), standing(claim)) == ({"referred": 1}, ("kumamoto-4", "ineligible", None))
    excess = ClawBack.objects.get()
    assert (excess.yen, excess.decision.bulletin.key) == (1500, "kumamoto-4")
    assert (Referral.objects.get().reason, Referral.objects.get().coupon) == (reasons.SUM_CHANGED, coupon)
    desk = Client()
    desk.force_login(UserFactory.create(username="leader", role="supervisor", offices=["kumamoto"]))
    shown = desk.get(f"/console/payouts/{Payout.objects.get().number}/").content.decode()
    assert ("多く決まっていた額" in shown, shown.count("1,500円")) == (True, 3)
    assert [(row.owed, row.paid, row.to_claw_back, row.holds) for row in reconcile()] == [(1500, 1500, 1500, True)]
    assert (examined(), ClawBack.objects.count(), Referral.objects.count()) == ({}, 1, 1)


def test_what_the_earlier_bulletin_left_to_a_person_is_settled_by_the_later(
    tmp_path: Path, clock: time_machine.Traveller
) -> None:
    clock.move_to(jst(2023, 5, 1, 10))
    paper("12345678", slug="yamanashi")
    claim = received("yamanashi", delivery_destination="taro@example.jp")
    assert (examined(), standing(claim)[1]) == ({"referred": 1}, "refer")
    assert (examined(), Referral.objects.filter(closed_at=None).count()) == ({}, 1)
    next_bulletin(tmp_path, "yamanashi-1", date(2023, 5, 2), LONGER)
    load_bulletins(tmp_path, by=BY)
    clock.move_to(jst(2023, 5, 2))
    assert (examined(), standing(claim)) == ({"decided": 1}, ("yamanashi-2", "eligible", 2000))
    assert (Referral.objects.get().closed_by, Payout.objects.get().yen) == ("tests", 2000)


@pytest.mark.parametrize("ended", ["withdrawn", "declined"])
def test_what_a_person_ended_stays_ended(follow: Follow, clock: time_machine.Traveller, ended: str) -> None:
    paper("12345678", expires_on=date(2023, 2, 25))
    claim = received()
    examined()
    Claim.objects.filter(pk=claim.pk).update(state=ClaimState.CLOSED, closed_as=ended)
    follow(WIDER)
    clock.move_to(AFTER)
    assert (examined(), standing(claim)) == ({}, ("kumamoto-3", "ineligible", None))


def test_a_later_claim_for_the_same_coupon_is_no_rival_of_the_one_that_was_paid(
    follow: Follow, clock: time_machine.Traveller
) -> None:
    paper("12345678", 500)
    first = received()
    examined()
    second = received(email="other@example.jp", contact="+819099998888", name="別 人")
    examined()
    follow(WIDER)
    clock.move_to(AFTER)
    examined()
    assert (stands(first)[0], stands(second)[0], Payout.objects.count()) == ("decided", "referred", 1)
