"""The list of what waits for a person, and closing one."""

from __future__ import annotations

import pytest
from django.test import Client

from claims.calls import CallAbout, log_call
from claims.desk import referral_views
from claims.models import Claim
from compensation.models import Referral
from compensation.referrals import close
from foundation.trail.actor import Actor
from foundation.trail.models import AuditEvent
from tests.claims.desk.conftest import SignedIn
from tests.factories.calls import DUE_ON, said
from tests.factories.cases import decided, paper_coupon, received, referred
from tests.factories.compensation import ProgrammeFactory

pytestmark = pytest.mark.django_db


def rows(browser: Client, query: str = "") -> list[int]:
    return [waiting.row.pk for waiting in browser.get(f"/console/referrals/{query}").context["rows"]]


def test_the_oldest_comes_first_with_reason_and_clause(signed_in: SignedIn) -> None:
    first, second = referred(*decided()), referred(*decided())
    browser = signed_in("operator")
    assert rows(browser) == [first.pk, second.pk]
    page = browser.get("/console/referrals/").content.decode()
    assert "案内を送れる連絡先がありません。" in page


def test_a_referral_without_a_decision_is_listed(signed_in: SignedIn) -> None:
    waiting = referred(paper_coupon(), reason="claimed_twice")
    assert rows(signed_in("operator")) == [waiting.pk]
    assert signed_in("operator").get(f"/console/referrals/{waiting.pk}/").status_code == 200


def test_filters(signed_in: SignedIn) -> None:
    here = referred(*decided())
    other = referred(*decided(), reason="sum_changed")
    there = referred(*decided("nara-3"), clause="")
    browser = signed_in("operator", offices=("kumamoto", "nara"))
    assert [rows(browser, "?programme=nara"), rows(browser, "?reason=sum_changed")] == [[there.pk], [other.pk]]
    assert rows(browser) == [here.pk, other.pk, there.pk]
    assert rows(browser, "?programme=iwate") == []


def test_pages_follow_each_other(signed_in: SignedIn, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(referral_views, "A_PAGE", 2)
    waiting = [referred(*decided()).pk for _ in range(3)]
    browser = signed_in("operator")
    first = browser.get("/console/referrals/").context
    assert [row.row.pk for row in first["rows"]] == waiting[:2]
    assert rows(browser, f"?after={first['after']}") == waiting[2:]


@pytest.mark.parametrize("after", ["x", "-1", "１", "9" * 30])
def test_an_odd_place_to_go_on_from_is_the_beginning(signed_in: SignedIn, after: str) -> None:
    waiting = referred(*decided())
    assert rows(signed_in("operator"), f"?after={after}") == [waiting.pk]


def test_closing_one_needs_a_reason(signed_in: SignedIn) -> None:
    waiting = referred(*decided())
    browser, address = signed_in("operator", username="clerk"), f"/console/referrals/{waiting.pk}/"
    assert browser.post(address, {"because": " "}).status_code == 422
    browser.post(address, {"because": "連絡先を確認した"})
    closed = Referral.objects.get()
    assert (closed.closed_by, closed.closed_because) == ("clerk", "連絡先を確認した")
    assert AuditEvent.objects.filter(action="referral.closed").count() == 1


def test_the_second_who_closes_changes_nothing(signed_in: SignedIn) -> None:
    waiting = referred(*decided())
    close([waiting.pk], because="first", by=Actor.system("tests"))
    signed_in("operator").post(f"/console/referrals/{waiting.pk}/", {"because": "second"})
    assert Referral.objects.get().closed_because == "first"


def test_a_stranger_closes_nothing(signed_in: SignedIn) -> None:
    waiting = referred(*decided())
    stranger = signed_in("supervisor", offices=("nara",))
    assert stranger.post(f"/console/referrals/{waiting.pk}/", {"because": "mine"}).status_code == 404
    assert (rows(stranger), Referral.objects.get().closed_at) == ([], None)


def test_a_call_about_a_claim_for_misuse_is_referred_without_a_clause(signed_in: SignedIn) -> None:
    programme = ProgrammeFactory.create(slug="twooca", kind="fraud")
    claim = received(paper_coupon())
    Claim.objects.filter(pk=claim.pk).update(programme=programme)
    claim.refresh_from_db()
    said_now = said(outcome="escalated", next_action="判断する", due_on=DUE_ON)
    log_call(CallAbout(programme, claim), said_now, by=Actor.system("tests"))
    browser = signed_in("administrator", offices=())
    [waiting] = browser.get("/console/referrals/").context["rows"]
    page = browser.get(f"/console/referrals/{waiting.row.pk}/")
    assert (waiting.place, list(page.context["form"].fields)) == (None, ["because"])
