"""The queue and the counts: who must act next and by when, and never on what they prepared or decided themselves."""

from __future__ import annotations

from datetime import date

import pytest
import time_machine
from django.conf import LazySettings
from django.test import Client

from claims.fraud_decisions import prepare, reconsider
from claims.fraud_questions import ask
from claims.fraud_turns import turn_of, turns_of
from claims.models import Claim
from compensation.credits.exports import send_ready
from compensation.models import Programme
from foundation.trail.actor import Actor
from tests.claims.fraud.conftest import SignedIn
from tests.factories.fraud import BOSS, BY, NO_POLICE, arrived, decided, examined
from tests.factories.fraud_calls import called

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("programmes")]


def tasks(browser: Client) -> list[tuple[str, str]]:
    """What the first page tells of misuse: until when, and where it leads."""
    return [(str(task.due_on), task.address) for task in browser.get("/console/").context["tasks"]]


def figures(browser: Client) -> dict[str, int]:
    return {figure.name.en: figure.waiting for figure in browser.get("/console/").context["misuse"]}


def page_of(claim: Claim) -> str:
    return f"/console/misuse/{claim.number}/"


def test_a_claim_to_examine_is_anybodys(signed_in: SignedIn) -> None:
    claim = arrived()
    # Received on the tenth of April by the portal, fourteen days are the centre's own.
    wanted = [("2023-04-24", page_of(claim))]
    assert [tasks(signed_in(role, role)) for role in ("operator", "supervisor")] == [wanted, wanted]
    assert tasks(signed_in("other", offices=("nara",))) == []


def test_an_office_may_set_other_days(settings: LazySettings) -> None:
    settings.MISUSE_DAYS = {"examine": 5}
    turn = turn_of(arrived())
    assert turn is not None
    assert turn.due_on == date(2023, 4, 15)


def test_a_proposal_is_nobodys_own_to_approve(signed_in: SignedIn) -> None:
    claim = examined(arrived())
    prepare(claim, by=BOSS)
    boss, other, clerk = signed_in("boss"), signed_in("other"), signed_in("clerk", "operator")
    assert [tasks(browser) for browser in (boss, other, clerk)] == [[], [("2023-04-13", page_of(claim))], []]
    assert [figures(browser)["Misuse: to approve"] for browser in (boss, other, clerk)] == [0, 1, 0]


def test_a_reconsideration_is_not_theirs_who_decided(signed_in: SignedIn) -> None:
    claim = decided(examined(arrived(), ("4.9",)))
    reconsider(claim, "新しい証拠", by=BY)
    people = [signed_in("clerk", "operator"), signed_in("boss"), signed_in("third", "operator")]
    assert [tasks(browser) for browser in people] == [[], [], [("2023-04-24", page_of(claim))]]
    prepare(claim, by=_staff("third"))
    leaders = [people[1], signed_in("fourth"), signed_in("third2", "operator")]
    assert [tasks(browser) for browser in leaders] == [[], [("2023-04-13", page_of(claim))], []]
    assert "前の判定に関わったため" in people[1].get(page_of(claim)).content.decode()
    assert "案を承認する" not in people[1].get(page_of(claim)).content.decode()


def test_whoever_decided_before_is_refused_by_the_page_too(signed_in: SignedIn) -> None:
    claim = decided(examined(arrived(), ("4.9",)))
    reconsider(claim, "新しい証拠", by=BY)
    boss = signed_in("boss")
    said = boss.post(f"{page_of(claim)}proposal/", {}, follow=True).content.decode()
    assert "前の判定に関わっていない人が行います" in said
    prepare(claim, by=_staff("third"))
    assert (
        "前の判定に関わっていない人が行います" in boss.post(f"{page_of(claim)}approve/", follow=True).content.decode()
    )
    assert Claim.objects.get().state == "examining"


def test_a_question_is_the_claimants_until_its_day(signed_in: SignedIn, clock: time_machine.Traveller) -> None:
    claim = arrived()
    ask(claim, "端末はどこですか。", date(2023, 4, 20), by=BY)
    assert tasks(signed_in("clerk", "operator")) == []
    clock.shift(11 * 24 * 3600)
    browser = signed_in("later", "operator")
    assert (tasks(browser), figures(browser)["Misuse: answers overdue"]) == ([("2023-04-20", page_of(claim))], 1)


def test_missing_items_too(clock: time_machine.Traveller) -> None:
    turn = turn_of(arrived(NO_POLICE))
    assert turn is not None
    assert (turn.kind, turn.due_on, turn.waits) == ("answer", date(2023, 4, 24), True)


def test_money_on_its_way(signed_in: SignedIn, clock: time_machine.Traveller) -> None:
    programme = Programme.objects.get(slug="twooca")
    decided(examined(arrived()))
    leader, clerk = signed_in("lead"), signed_in("clerk", "operator")
    assert [turn.kind for turn in turns_of([programme])] == ["ready"]
    assert (tasks(leader), tasks(clerk)) == ([("2023-04-17", "/console/misuse/credits/")], [])
    send_ready(programme, by=BOSS)
    assert (tasks(leader), figures(leader)["Misuse: credits unconfirmed"]) == ([], 1)
    clock.shift(8 * 24 * 3600)
    assert tasks(signed_in("later")) == [("2023-04-17", "/console/misuse/credits/")]


def test_a_call_without_a_form_is_chased(signed_in: SignedIn, clock: time_machine.Traveller) -> None:
    contact = called()
    assert tasks(signed_in("clerk", "operator")) == []
    clock.shift(8 * 24 * 3600)
    assert tasks(signed_in("later", "operator")) == [("2023-04-17", f"/console/misuse/drafts/{contact.number}/")]


def test_the_page_says_who_and_by_when(signed_in: SignedIn) -> None:
    claim = arrived()
    page = signed_in("clerk", "operator").get(page_of(claim)).content.decode()
    assert ("審査の担当者" in page, "2023年4月24日" in page, "センターの目安" in page) == (True, True, True)


def test_no_misuse_no_figures(signed_in: SignedIn) -> None:
    assert figures(signed_in("other", offices=("nara",))) == {}


def _staff(name: str) -> Actor:
    return Actor("staff", name, name)
