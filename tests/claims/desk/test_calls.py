"""The page on which a call is logged, the history on the case, and the list of what needs me."""

from __future__ import annotations

from typing import Any

import pytest

from claims.models import Call
from compensation.models import Coupon
from tests.claims.desk.conftest import SignedIn
from tests.factories.calls import TYPED
from tests.factories.cases import decided, paper_coupon, received

pytestmark = pytest.mark.django_db
NEW = "/console/calls/new/"
CALL_BACK: dict[str, Any] = {
    **TYPED, "outcome": "call_back", "next_action": "残高を調べて折り返す", "due_on": "２０２３年４月１０日",
}  # fmt: skip


def of_coupon(coupon: Coupon) -> str:
    return f"{NEW}?coupon={coupon.pk}"


def test_a_call_about_a_coupon_stands_in_its_history(signed_in: SignedIn) -> None:
    coupon, _ = decided()
    browser = signed_in("operator", username="clerk")
    answered = browser.post(of_coupon(coupon), CALL_BACK)
    assert answered.headers["Location"] == f"/console/coupons/{coupon.pk}/"
    call = Call.objects.get()
    assert (call.operator, call.next_by, call.due_on and call.due_on.isoformat()) == ("clerk", "desk", "2023-04-10")
    assert TYPED["content"] in browser.get(f"/console/coupons/{coupon.pk}/").content.decode()


def test_what_was_typed_is_kept_until_it_is_right(signed_in: SignedIn) -> None:
    coupon, _ = decided()
    answered = signed_in("operator").post(of_coupon(coupon), {**CALL_BACK, "due_on": "2023/4/9"})
    assert (answered.status_code, Call.objects.count()) == (422, 0)
    form = answered.context["form"]
    assert (list(form.errors), form["content"].value()) == (["due_on"], TYPED["content"])


@pytest.mark.parametrize(
    ("typed", "wrong"),
    [
        ({"next_action": ""}, ["next_action"]),
        ({"due_on": ""}, ["due_on"]),
        ({"due_on": "明日"}, ["due_on"]),
        ({"outcome": "withdrawn", "checked": ["nothing"]}, ["checked"]),
        ({"content": "", "answer": ""}, ["content", "answer"]),
    ],
)
def test_what_is_missing_is_said(signed_in: SignedIn, typed: dict[str, Any], wrong: list[str]) -> None:
    coupon, _ = decided()
    answered = signed_in("operator").post(of_coupon(coupon), CALL_BACK | typed)
    assert sorted(answered.context["form"].errors) == sorted(wrong)


def test_a_call_without_a_case_asks_the_programme(signed_in: SignedIn) -> None:
    decided()
    browser = signed_in("operator")
    assert list(browser.post(NEW, TYPED).context["form"].errors) == ["programme"]
    answered = browser.post(NEW, {**TYPED, "programme": "kumamoto"})
    assert (answered.headers["Location"], Call.objects.get().coupon) == ("/console/", None)


def test_a_call_about_a_claim_names_its_coupon(signed_in: SignedIn) -> None:
    coupon = paper_coupon()
    claim = received(coupon)
    signed_in("operator").post(f"{NEW}?claim={claim.number}", TYPED)
    assert Call.objects.values_list("claim", "coupon").get() == (claim.pk, coupon.pk)


def test_home_says_what_is_due_and_leads_there(signed_in: SignedIn) -> None:
    coupon, _ = decided()
    browser = signed_in("operator")
    browser.post(of_coupon(coupon), CALL_BACK)
    [task] = browser.get("/console/").context["tasks"]
    call = Call.objects.get()
    assert (task.what.ja, task.address) == ("残高を調べて折り返す", f"{NEW}?follows={call.pk}")
    browser.post(task.address, TYPED)
    assert browser.get("/console/").context["tasks"] == []
    assert Call.objects.get(follows=call).coupon == coupon


def test_a_correction_begins_with_what_was_written(signed_in: SignedIn) -> None:
    coupon, _ = decided()
    browser = signed_in("operator")
    browser.post(of_coupon(coupon), TYPED)
    address = f"{NEW}?corrects={Call.objects.get().pk}"
    assert browser.get(address).context["form"]["content"].value() == TYPED["content"]
    browser.post(address, TYPED | {"answer": "訂正した回答"})
    assert browser.post(address, TYPED).status_code == 422
    assert Call.objects.count() == 2


def test_the_page_says_what_to_answer(signed_in: SignedIn) -> None:
    coupon, _ = decided()
    [of_kumamoto] = signed_in("operator").get(of_coupon(coupon)).context["answers"]
    assert [(one.category, one.outcome) for one in of_kumamoto.answers] == [
        ("docked", "ask_store"),
        ("other_event", "escalated"),
        ("never_issued", "done"),
        ("charge_failed", "handed_on"),
        ("elsewhere", "handed_on"),
    ]
    assert [one.category for one in of_kumamoto.answers if not one.clauses] == []


@pytest.mark.parametrize("query", ["?coupon={}", "?coupon=x", "?claim=99-0000-0000-A", "?follows=1", "?corrects=１"])
def test_a_stranger_logs_nothing(signed_in: SignedIn, query: str) -> None:
    coupon, _ = decided()
    stranger = signed_in("operator", offices=("nara",))
    assert stranger.post(NEW + query.format(coupon.pk), TYPED).status_code == 404
    assert Call.objects.count() == 0


def test_an_officer_logs_nothing(signed_in: SignedIn) -> None:
    assert signed_in("prefecture_officer").get(NEW).status_code == 403
