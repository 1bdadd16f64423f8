"""What a supervisor may do to a payout, and that nobody else can."""

from __future__ import annotations

import pytest
from django.test import Client

from claims.desk.coupon_page import coupon_page
from compensation import links
from compensation.models import Payout, PayoutLink
from foundation.trail.clock import now
from foundation.trail.models import AuditEvent
from notifications.envelope import open_envelope
from notifications.models import Message
from tests.claims.desk.conftest import SignedIn
from tests.factories.cases import Case, paid_case

pytestmark = pytest.mark.django_db

YES = {"checked": "on", "because": "受付番号と氏名を確認"}


def act(browser: Client, case: Case, name: str, **data: str) -> int:
    return browser.post(f"/console/payouts/{case.payout.number}/{name}/", data).status_code


def locked() -> Case:
    case = paid_case()
    PayoutLink.objects.filter(payout=case.payout).update(misses=5, locked_at=now())
    return case


def test_a_new_link_replaces_the_old_one_and_is_sent(signed_in: SignedIn) -> None:
    case = paid_case()
    old = links.url_of(case.link)
    assert act(signed_in(username="boss"), case, "reissue", **YES) == 302
    sent = Message.objects.get(generation=2)
    new = links.url_of(case.link)
    assert (PayoutLink.objects.filter(payout=case.payout).count(), new != old) == (2, True)
    assert (open_envelope(sent).address, sent.state, new in open_envelope(sent).body) == (
        case.coupon.app_phone,
        "ready",
        True,
    )
    case.message.refresh_from_db()
    assert case.message.state == "cancelled"
    asked = AuditEvent.objects.get(action="payout.asked")
    assert (asked.actor_ref, asked.detail) == ("boss", {"act": "reissue", "because": "受付番号と氏名を確認"})


@pytest.mark.parametrize("data", [{}, {"because": "x"}, {"checked": "on"}])
def test_an_act_wants_identity_and_reason(signed_in: SignedIn, data: dict[str, str]) -> None:
    case = locked()
    assert act(signed_in(), case, "unlock", **data) == 422
    assert case.link.locked_at is not None


def test_unlocking(signed_in: SignedIn) -> None:
    case = locked()
    act(signed_in(), case, "unlock", **YES)
    assert (case.link.locked_at, case.link.misses) == (None, 0)


def test_cancelling_frees_the_money_and_ends_the_link(signed_in: SignedIn) -> None:
    case = paid_case()
    act(signed_in(), case, "cancel", because="二重の申請")
    payout = Payout.objects.get()
    assert (payout.state, payout.links.filter(ended_at__isnull=True).count()) == ("cancelled", 0)


def test_cancelling_says_what_comes_next(signed_in: SignedIn) -> None:
    case, browser = paid_case(), signed_in()
    act(browser, case, "cancel", because="二重の申請")
    page = browser.get(f"/console/payouts/{case.payout.number}/")
    assert page.context["turn"].what == coupon_page(case.coupon).following
    assert "次の一括判定で新しい支払が作られます" in page.content.decode()


def test_the_history_tells_what_was_done_to_the_link(signed_in: SignedIn) -> None:
    case, browser = locked(), signed_in(username="boss")
    act(browser, case, "unlock", **YES)
    act(browser, case, "reissue", **YES)
    page = browser.get(f"/console/payouts/{case.payout.number}/")
    told = [(step.to.en, step.cause.ja, step.actor.ja) for step in page.context["shown"].steps if step.actor]
    assert sorted(told) == [("Link unlocked", YES["because"], "boss"), ("New link sent", YES["because"], "boss")]


@pytest.mark.parametrize("state", ["fulfilled", "lapsed"])
def test_what_has_moved_on_is_left_alone(signed_in: SignedIn, state: str) -> None:
    case = paid_case(state=state, method="amazon")
    for name in ("reissue", "unlock", "cancel"):
        act(signed_in(), case, name, **YES)
    assert (Payout.objects.get().state, Message.objects.count()) == (state, 1)
    assert AuditEvent.objects.filter(action="payout.asked").count() == 0


@pytest.mark.parametrize("name", ["reissue", "unlock", "cancel"])
@pytest.mark.parametrize(("role", "offices", "status"), [("operator", "kumamoto", 403), ("supervisor", "nara", 404)])
def test_neither_an_operator_nor_a_stranger_acts(
    signed_in: SignedIn, name: str, role: str, offices: str, status: int
) -> None:
    case = locked()
    assert act(signed_in(role, offices=(offices,)), case, name, **YES) == status
    assert (Payout.objects.get().state, case.link.misses) == ("released", 5)


def test_asking_changes_nothing(signed_in: SignedIn) -> None:
    case = locked()
    browser = signed_in()
    pages = [browser.get(f"/console/payouts/{case.payout.number}/{name}/") for name in ("reissue", "unlock", "cancel")]
    assert [page.status_code for page in pages] == [200, 200, 200]
    assert case.link.misses == 5


def test_the_operator_sees_the_payout_without_the_acts(signed_in: SignedIn) -> None:
    case = locked()
    mine = signed_in("operator").get(f"/console/payouts/{case.payout.number}/")
    theirs = signed_in("supervisor").get(f"/console/payouts/{case.payout.number}/")
    assert [len(page.context["acts"]) for page in (mine, theirs)] == [0, 3]


def test_there_is_no_other_act(signed_in: SignedIn) -> None:
    assert act(signed_in(), paid_case(), "double") == 404
