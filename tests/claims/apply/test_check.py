"""The check: the policy's own answer to what somebody says, in words, and not a trace of it left."""

from __future__ import annotations

import logging
import re
from datetime import datetime
from html import unescape

import pytest
import time_machine
from django.contrib.sessions.models import Session
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from claims.status_reasons import unnumbered
from compensation.models import Programme
from compensation.outages import prepare, release
from compensation.policy.bulletin import Words
from compensation.policy.coupons.deciding import decide
from compensation.policy.decision import Decision
from compensation.policy.explain import explanation
from compensation.policy.letters import letter
from compensation.programmes import in_force
from foundation.trail import clock as portal_clock
from foundation.trail.actor import Actor
from tests.factories.checks import APP, CASES, DOCKED, LEFT, PAPER, PRESSED, Case, applied, facts_of

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("programmes")]

PROGRAMMES = ["kumamoto", "iwate", "yamanashi", "nara"]
# Before the balance is taken, while applications are open, after the last day to apply, after the last to receive.
MOMENTS = [f"2023-{day}T10:00:00+09:00" for day in ("03-20", "03-28", "04-10", "05-08", "06-01")]


def answered(client: Client, programme: str, answers: dict[str, str], language: str = "ja") -> str:
    page = client.post(f"/{programme}/check/?lang={language}", answers)
    assert page.status_code == 200, re.findall(r"<li><a href[^<]*<", page.content.decode())
    return unescape(page.content.decode())


def shown(page: str) -> tuple[str, str]:
    """The outcome that the page tells, and what stands at its head."""
    outcome, heading = re.search(r'data-outcome="(\w+)"', page), re.search(r"<h1>(.*?)</h1>", page)
    assert outcome is not None
    assert heading is not None
    return outcome[1], heading[1]


def with_link(case: Case, programme: str, arrival: str) -> dict[str, str]:
    """After the last day to receive, app users are asked about the link where there is such a day."""
    asked = portal_clock.now() >= datetime.fromisoformat("2023-06-01T00:00:00+09:00") and programme != "yamanashi"
    return case.answers | ({"link": arrival} if asked and case.answers.get("holding") == "app" else {})


def decided(case: Case, programme: str) -> tuple[Decision, Decision | None]:
    """By the engine on facts that were not made by the check; and upon an application, where one can be sent."""
    rules, at = in_force(programme, portal_clock.now()).rules, portal_clock.now()
    link = False if "link" in with_link(case, programme, "not_arrived") else None
    facts = facts_of(case, rules, at, link)
    now = decide(facts, rules, at)
    assert rules.paper is not None
    opens, ends = rules.paper.opening, rules.paper.deadline.ends()
    is_open = not (opens and opens.at and at < opens.at) and not (ends and at >= ends)
    if now.outcome != "pending" or now.route != "special_site" or not is_open:
        return now, None
    later = decide(applied(facts, rules, at), rules, at)
    return now, later if later.trace != now.trace else None


@pytest.mark.parametrize(
    ("programme", "moment"),
    [("kumamoto", moment) for moment in MOMENTS]
    + [(slug, MOMENTS[which]) for slug, which in (("iwate", 2), ("yamanashi", 2), ("yamanashi", 4), ("nara", 3))],
)
def test_the_answer_is_the_engines(client: Client, clock: time_machine.Traveller, programme: str, moment: str) -> None:
    clock.move_to(moment)
    rules = in_force(programme, portal_clock.now()).rules
    for case in CASES:
        now, later = decided(case, programme)
        page = answered(client, programme, with_link(case, programme, "not_arrived"))
        heading = letter(later or now, rules.contact).opening.ja
        assert shown(page) == (now.outcome, heading), case.name
        told = explanation(step for step in now.trace if step.rule != "contact")
        grounds = [unnumbered(Words(one.ja, one.en)).ja for one in told]
        assert [ground for ground in grounds if ground not in page] == [], case.name


@pytest.mark.parametrize("programme", PROGRAMMES)
def test_every_outcome_can_be_reached(client: Client, programme: str) -> None:
    told = {case.name: case for case in CASES}
    some = [told[name] for name in ("app", "none", "paper", "family's")]
    outcomes = [shown(answered(client, programme, case.answers))[0] for case in some]
    assert outcomes == ["eligible", "ineligible", "pending", "refer"]


@pytest.mark.parametrize("programme", ["kumamoto", "yamanashi"])
def test_the_answer_in_english_is_complete(client: Client, programme: str) -> None:
    for case in CASES:
        page = answered(client, programme, case.answers, "en").split("<main", 1)[1]
        page = re.sub(r'<input type="hidden"[^>]*>', "", page)
        page = re.sub(r'<(\w+)[^>]* lang="ja"[^>]*>.*?</\1>', "", page, flags=re.DOTALL)
        assert re.findall(r"[ぁ-んァ-ヶ一-龠]", page) == [], case.name


@pytest.mark.parametrize(
    ("moment", "act"),
    [
        ("2023-03-24T13:59:59+09:00", "apply_later"),
        ("2023-03-24T14:00:00+09:00", "apply"),
        ("2023-04-30T23:59:59+09:00", "apply"),
        ("2023-05-01T00:00:00+09:00", "nothing"),
    ],
)
def test_what_to_do_goes_by_the_clock(client: Client, clock: time_machine.Traveller, moment: str, act: str) -> None:
    clock.move_to(moment)
    page = answered(client, "kumamoto", PAPER | LEFT)
    assert re.findall(r'data-act="(\w+)"', page) == [act]
    assert ('href="/kumamoto/apply/"' in page) == (act == "apply")


@pytest.mark.parametrize(
    ("answers", "act"),
    [(APP | LEFT, "wait"), (PAPER | DOCKED, "call"), ({"owner": "elsewhere", "elsewhere": "nara"}, "elsewhere")],
)
def test_every_answer_says_what_to_do(client: Client, answers: dict[str, str], act: str) -> None:
    assert re.findall(r'data-act="(\w+)"', answered(client, "kumamoto", answers)) == [act]


def test_an_answer_for_a_person_names_whom_to_call_and_what_to_have_at_hand(
    client: Client, clock: time_machine.Traveller
) -> None:
    clock.move_to("2023-03-28T10:00:00+09:00")
    set_hours("kumamoto")
    page = answered(client, "kumamoto", PAPER | PRESSED)
    call = page.split('data-act="call"')[1].split("<h2")[0]
    assert 'href="tel:0120-479-249"' in call
    assert [
        item for item in ("お問い合わせ番号", "有効期限", "旅行先の都道府県", "利用店舗名") if item not in call
    ] == []


def test_a_planned_remedy_is_no_refusal(client: Client, clock: time_machine.Traveller) -> None:
    clock.move_to("2023-03-28T10:00:00+09:00")
    set_hours("yamanashi")
    page = answered(client, "yamanashi", PAPER | PRESSED)
    assert shown(page)[0] == "pending"
    assert "お断りするものではなく" in page


def set_hours(programme: str) -> None:
    """The hours of the outage as an office would set them."""
    begin, end = (datetime.fromisoformat(f"2023-02-24T{hour}:00:00+09:00") for hour in ("18", "21"))
    row = Programme.objects.get(slug=programme)
    stated = prepare(row, begin, end, "a letter", by=Actor.system("one"))
    release(stated, by=Actor.system("another"))


def test_nothing_is_stored_and_nothing_is_logged(client: Client, caplog: pytest.LogCaptureFixture) -> None:
    """No row, no session, no cookie but the form's own, no line in a log; an answer that cannot be read as well."""
    client.get("/kumamoto/check/")
    with caplog.at_level(logging.DEBUG), CaptureQueriesContext(connection) as queries:
        answered(client, "kumamoto", PAPER | PRESSED | {"left_1": "1,987"})
        wrong = client.post("/kumamoto/check/", PAPER | {"left_1": "1987 lemons"})
    assert wrong.status_code == 422
    assert [query["sql"] for query in queries if not query["sql"].startswith("SELECT")] == []
    assert (Session.objects.count(), set(client.cookies)) == (0, {"csrftoken", "language"})
    assert [record.getMessage() for record in caplog.records if "1987" in record.getMessage().replace(",", "")] == []


def test_an_answer_in_an_address_is_not_read(client: Client) -> None:
    page = client.get("/kumamoto/check/", PAPER | LEFT).content.decode()
    assert ("data-outcome" in page, " checked" in page, "2,000" in page) == (False, False, False)


def test_a_person_can_change_the_answers(client: Client) -> None:
    page = answered(client, "kumamoto", APP | LEFT)
    kept = dict(re.findall(r'<input type="hidden" name="(\w+)" value="([^"]*)">', page))
    assert {name: kept[name] for name in APP | LEFT} == APP | LEFT
    again = client.post("/kumamoto/check/", kept | {"change": "1"}).content.decode()
    assert (again.count(" checked"), 'value="2,000"' in again) == (5, True)


def test_the_language_changes_and_what_was_typed_stays(client: Client) -> None:
    typed = {"owner": "own", "holding": "app", "left_1": "2,0oo", "hour": "half past"}
    page = client.post("/kumamoto/check/?lang=en", typed | {"keep": "1"}).content.decode()
    assert '<html lang="en">' in page
    assert re.findall(r'value="(\w+)"[^>]* checked', page) == ["own", "app"]
    assert [text for text in ('value="2,0oo"', 'value="half past"') if text not in page] == []
    assert "error-summary" not in page


def test_the_language_of_an_answer_changes_and_it_stays_the_answer(client: Client) -> None:
    page = answered(client, "kumamoto", APP | LEFT)
    kept = dict(re.findall(r'<input type="hidden" name="(\w+)" value="([^"]*)">', page))
    english = client.post("/kumamoto/check/?lang=en", kept | {"keep": "1"}).content.decode()
    assert shown(english) == ("eligible", "You will be paid 1,500 yen.")


@pytest.mark.parametrize(
    ("answers", "wrong"),
    [
        ({}, ["owner"]),
        ({"owner": "elsewhere"}, ["elsewhere"]),
        ({"owner": "own"}, ["expiry", "holding", "evening"]),
        (PAPER | {"expiry": "other"}, ["expiry_day"]),
        (PAPER | {"holding": "app"}, ["reach"]),
        (PAPER | {"evening": "paid_otherwise"}, ["hour", "unit", "paid"]),
        (PAPER | {"evening": "pressed_repeatedly"}, ["hour", "unit", "meant", "docked"]),
        (PAPER | {"evening": "other", "hour": "25:00", "unit": "-1"}, ["hour", "unit"]),
        (PAPER | {"left_1": "1000001"}, ["left_1"]),
        (PAPER | PRESSED | {"docked": "0", "meant": "x"}, ["meant", "docked"]),
        ({"owner": "nobody"}, ["owner"]),
    ],
)
def test_what_is_missing_is_named_and_the_rest_stays(client: Client, answers: dict[str, str], wrong: list[str]) -> None:
    answer = client.post("/kumamoto/check/", answers)
    page = answer.content.decode()
    anchors = re.findall(r'<a href="#id_(\w+)">', page.split('role="alert"')[1].split("</ul>")[0])
    named = [name if f'name="{name}"' in page else re.sub(r"_\d$", "", name) for name in anchors]
    assert (answer.status_code, named) == (422, wrong)


@pytest.mark.parametrize(
    "answers",
    [
        {"owner": "none", "left_1": "x", "hour": "x"},
        PAPER | {"hour": "x", "unit": "x", "reach": "x", "expiry_day": ["x", "x", "x"], "elsewhere": "x"},
        APP | DOCKED | {"meant": "x", "docked": "x"},
    ],
)
def test_what_is_not_asked_does_not_stand_in_the_way(client: Client, answers: dict[str, str]) -> None:
    assert shown(answered(client, "kumamoto", answers))[0] in {"ineligible", "pending", "refer"}


def test_what_is_missing_of_the_payment_is_said_in_our_own_words(client: Client) -> None:
    page = client.post("/kumamoto/check/", {"owner": "own", "evening": "other"}).content.decode()
    assert ("このフィールドは必須です" in page, "支払おうとした時刻：入力してください。" in page) == (False, True)


@pytest.mark.parametrize(
    "text", ["９" * 10_000, "<script>alert(1)</script>", "\x00\x07", "😀", "\u202e2000", "ก ข ค", "1" * 400_000]
)
@pytest.mark.parametrize("field", ["left_1", "hour", "unit", "docked", "expiry_day", "owner"])
def test_hostile_input_gets_a_clear_answer(client: Client, field: str, text: str) -> None:
    answer = client.post("/kumamoto/check/", PAPER | PRESSED | {"expiry": "other"} | {field: text})
    assert answer.status_code in (200, 422)
    assert "<script>alert" not in answer.content.decode()


def test_misuse_has_no_check(client: Client) -> None:
    assert client.get("/twooca/check/").status_code == 404
    assert client.get("/nowhere/check/").status_code == 404
