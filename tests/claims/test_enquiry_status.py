"""Where a call says that its money stands: also when it goes to the app account of the coupon, or by an application."""

from __future__ import annotations

from pathlib import Path

import pytest
import time_machine
from django.test import Client

from claims.models import Claim
from claims.payouts_of_claims import close_finished, latest_payout, link_to_choose_by, payout_stage
from compensation.bulletin_loading import load_bulletins
from compensation.models import Coupon, Payout
from foundation.trail.actor import Actor
from tests.claims.desk.conftest import SignedIn, signed_in
from tests.factories import claims as site
from tests.factories.compensation import PayeeFactory, PayoutFactory, jst
from tests.factories.enquiries import IN_TIME, ON_PAPER, answered, called, docked, examined, hours_set, told_in_claim
from tests.factories.enquiry_steps import second_bulletin
from tests.factories.settlement import settled

__all__ = ["signed_in"]
pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("programmes")]
BY = Actor.system("tests")
CALLER = "+819099990001"
UNDER_THE_SECOND = jst(2023, 4, 20, 10)


@pytest.fixture
def now(clock: time_machine.Traveller) -> time_machine.Traveller:
    clock.move_to(IN_TIME)
    hours_set("yamanashi")
    return clock


def decided(coupon: Coupon, now: time_machine.Traveller, folder: Path) -> Claim:
    """A call about a coupon that the shop confirmed, decided under the bulletin that pays case B out."""
    claim = called(coupon)
    answered(told_in_claim(claim))
    examined()
    load_bulletins(second_bulletin(folder), by=BY)
    now.move_to(UNDER_THE_SECOND)
    examined()
    return Claim.objects.select_related("programme").get(pk=claim.pk)


@pytest.fixture
def on_account(now: time_machine.Traveller, tmp_path: Path) -> Claim:
    return decided(docked("yamanashi", app_phone="+819011112222"), now, tmp_path)


def shown(client: Client, claim: Claim) -> str:
    client.post("/status/", {"number": claim.number, "contact": CALLER})
    return client.get("/status/shown/").content.decode()


@pytest.mark.parametrize(
    ("state", "title"),
    [
        ("planned", "補償の対象です"),
        ("released", "受取用リンクをお送りしました"),
        ("opened", "受取用リンクをお送りしました"),
        ("fulfilled", "お受け取り済みです"),
        ("lapsed", "受取期限が過ぎました"),
        ("returned", "お支払いを確認しています"),
    ],
)
def test_the_status_page_follows_the_payout_to_the_account(
    on_account: Claim, client: Client, state: str, title: str
) -> None:
    Payout.objects.update(state=state, method="paypay")
    page = shown(client, on_account)
    assert (f"<h1>{title}</h1>" in page, "3,000円" in page) == (True, True)


@pytest.mark.parametrize("state", ["planned", "released"])
def test_it_says_that_the_account_is_paid_and_leads_the_caller_nowhere(
    on_account: Claim, client: Client, state: str
) -> None:
    Payout.objects.update(state=state)
    page = shown(client, on_account)
    assert ("アプリに登録" in page, "ご指定の連絡先へ" in page, "ポイントを選んで受け取る" in page) == (
        True,
        False,
        False,
    )
    assert link_to_choose_by(on_account) is None


@pytest.mark.parametrize(("state", "closed_as"), [("fulfilled", "paid"), ("lapsed", "lapsed"), ("released", "")])
def test_the_call_is_closed_once_the_account_took_it(on_account: Claim, state: str, closed_as: str) -> None:
    Payout.objects.update(state=state, method="paypay" if state == "fulfilled" else "")
    assert [close_finished(by=BY), close_finished(by=BY)] == [int(bool(closed_as)), 0]
    assert Claim.objects.get(pk=on_account.pk).closed_as == closed_as


def test_what_the_settlement_adds_is_waited_for(on_account: Claim) -> None:
    first = Payout.objects.get()
    Payout.objects.update(state="fulfilled", method="paypay")
    PayoutFactory.create(payee=first.payee).lines.create(entitlement=first.lines.get().entitlement, yen=1)
    assert (payout_stage(on_account), close_finished(by=BY)) == ("planned", 0)


def test_before_the_settlement_a_coupon_on_an_account_promises_the_caller_no_link(
    now: time_machine.Traveller, client: Client
) -> None:
    hours_set()
    claim = called(docked(app_phone="+819011112222"))
    answered(told_in_claim(claim), "contradicts")
    now.move_to(jst(2023, 4, 10, 10))
    Claim.objects.filter(pk=claim.pk).update(state="decided")
    settled(as_of=jst(2023, 4, 10))
    latest = latest_payout(Claim.objects.get(pk=claim.pk))
    assert latest is not None
    assert (latest.payee.kind, latest.yen) == ("app_account", 2000)


def test_what_the_callers_application_is_paid_shows_on_the_call(
    now: time_machine.Traveller, tmp_path: Path, client: Client
) -> None:
    coupon = docked("yamanashi", **ON_PAPER)
    claim = called(coupon)
    answered(told_in_claim(claim))
    site.received("yamanashi", contact=CALLER, name="見本 花子")
    examined()
    load_bulletins(second_bulletin(tmp_path), by=BY)
    now.move_to(UNDER_THE_SECOND)
    for _ in range(2):
        examined()
    Payout.objects.update(state="fulfilled", method="paypay")
    assert "<h1>お受け取り済みです</h1>" in shown(client, claim)


def test_what_a_stranger_was_paid_for_the_coupon_stays_theirs(now: time_machine.Traveller, tmp_path: Path) -> None:
    claim = decided(docked("yamanashi", **ON_PAPER), now, tmp_path)
    own = Payout.objects.get()
    stranger = PayeeFactory.create(programme=claim.programme, kind="applicant", key="another")
    PayoutFactory.create(payee=stranger).lines.create(entitlement=own.lines.get().entitlement, yen=1)
    assert latest_payout(claim) == own


def test_the_desk_sees_the_payout_to_the_account(on_account: Claim, signed_in: SignedIn) -> None:
    page = signed_in(offices=("yamanashi",)).get(f"/console/claims/{on_account.number}/")
    assert [one.row for one in page.context["page"].payouts] == [Payout.objects.get()]
