"""Messages that wait for a person: listed with their reason, settled by a supervisor, with a reason that is kept."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from foundation.trail.clock import now
from foundation.trail.models import AuditEvent
from notifications.envelope import open_envelope
from notifications.models import Message, Transition
from notifications.transitions import move, verify_chain
from tests.claims.desk.conftest import SignedIn
from tests.factories.cases import paid_case
from tests.factories.notifications import PLANNER, held_message

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("programmes")]

LIST = "/console/mailings/held/"


def listed(browser: Client, more: str = "") -> list[int]:
    return [one.row.pk for one in browser.get(f"{LIST}{more}").context["rows"]]


def settled(browser: Client, message: Message, name: str, because: str = "事業者に確認した") -> list[str]:
    answer = browser.post(f"{LIST}{message.pk}/{name}/", {"because": because}, follow=True)
    return [str(each) for each in answer.context["messages"]]


def states() -> list[tuple[str, int, str]]:
    return list(Message.objects.order_by("pk").values_list("state", "generation", "channel"))


def test_a_held_message_is_listed_with_why_and_since_when(signed_in: SignedIn) -> None:
    message = held_message(purpose="decision", address="+817012345678")
    [one] = signed_in("operator").get(LIST).context["rows"]
    since = Transition.objects.get(message=message, to_state="held").at
    assert (one.row, one.since, one.why.en) == (message, since, "Nobody can be asked: a person decides")
    assert (one.address, one.purpose.en) == ("070-＊＊＊＊-5678", "Result")


def test_nothing_held_is_said(signed_in: SignedIn) -> None:
    page = signed_in("operator").get(LIST)
    assert (list(page.context["rows"]), "保留中の通知はありません。" in page.content.decode()) == ([], True)


def test_a_colleague_of_another_office_sees_and_settles_nothing(signed_in: SignedIn) -> None:
    message = held_message()
    stranger = signed_in(offices=("nara",))
    assert (listed(stranger), stranger.get(f"{LIST}{message.pk}/end/").status_code) == ([], 404)
    assert stranger.post(f"{LIST}{message.pk}/end/", {"because": "x"}).status_code == 404
    assert states() == [("held", 1, "sms")]


def test_an_operator_sees_it_and_settles_nothing(signed_in: SignedIn) -> None:
    message, browser = held_message(), signed_in("operator")
    assert (listed(browser), list(browser.get(LIST).context["acts"])) == ([message.pk], [])
    assert browser.post(f"{LIST}{message.pk}/again/", {"because": "x"}).status_code == 403


def test_the_list_goes_on_by_its_last_row(signed_in: SignedIn) -> None:
    ids = [held_message().pk for _ in range(23)]
    browser = signed_in("operator")
    assert listed(browser) == ids[:20]
    assert listed(browser, f"?after={browser.get(LIST).context['after']}") == ids[20:]
    assert listed(browser, "?after=x") == ids[:20]


def test_more_rows_cost_no_more_questions(signed_in: SignedIn) -> None:
    browser, counts = signed_in("operator"), []
    browser.get(LIST)
    for _ in range(2):
        held_message()
        with CaptureQueriesContext(connection) as asked:
            browser.get(LIST)
        counts.append(len(asked))
    assert counts[0] == counts[1]


def test_what_was_sent_after_all_is_accepted(signed_in: SignedIn) -> None:
    message = held_message()
    assert settled(signed_in(username="hanako"), message, "sent") == ["送信済みとして記録しました。"]
    assert states() == [("accepted", 1, "sms")]
    event = AuditEvent.objects.get(action="message_settled")
    assert (event.actor_ref, event.detail["because"], event.scope) == ("hanako", "事業者に確認した", "kumamoto")


def test_sent_again_is_a_new_generation_of_the_same_text(signed_in: SignedIn) -> None:
    message = held_message(parts=2, valid_until=now() + timedelta(days=3))
    settled(signed_in(username="hanako"), message, "again")
    assert states() == [("cancelled", 1, "sms"), ("ready", 2, "sms")]
    again = Message.objects.get(generation=2)
    assert open_envelope(again) == open_envelope(message)
    assert (again.subject_ref, again.parts, again.valid_until) == (message.subject_ref, 2, message.valid_until)
    assert [verify_chain(each) for each in Message.objects.order_by("pk")] == [3, 1]
    assert Transition.objects.get(message=message, to_state="cancelled").cause == "a person has it sent again"


def test_ended_is_not_sent(signed_in: SignedIn) -> None:
    settled(signed_in(), held_message(), "end")
    assert states() == [("cancelled", 1, "sms")]


def test_without_a_reason_nothing_happens(signed_in: SignedIn) -> None:
    message = held_message()
    answer = signed_in().post(f"{LIST}{message.pk}/again/", {"because": " "})
    assert (answer.status_code, states()) == (422, [("held", 1, "sms")])


def test_an_act_that_does_not_exist(signed_in: SignedIn) -> None:
    assert signed_in().get(f"{LIST}{held_message().pk}/forget/").status_code == 404


def test_what_somebody_else_settled_is_said(signed_in: SignedIn) -> None:
    message = held_message()
    move([message.pk], "accepted", cause="reported", by=PLANNER)
    assert settled(signed_in(), message, "again") == ["すでに保留ではなくなっています。"]
    assert states() == [("accepted", 1, "sms")]


def test_what_is_too_late_is_not_sent_again(signed_in: SignedIn) -> None:
    message = held_message(valid_until=now() - timedelta(minutes=1))
    assert settled(signed_in(), message, "again") == ["送れる期限を過ぎているため、再送できません。"]
    assert states() == [("held", 1, "sms")]


def test_what_does_not_open_is_listed_and_not_sent_again(signed_in: SignedIn) -> None:
    message, browser = held_message(), signed_in()
    Message.objects.filter(pk=message.pk).update(address_sealed=b"altered")
    assert listed(browser) == [message.pk]
    assert settled(browser, message, "again") == ["宛先または本文を開けないため、再送できません。"]
    assert states() == [("held", 1, "sms")]


def test_the_mailings_say_how_many_are_held(signed_in: SignedIn) -> None:
    held_message()
    held_message(scope="nara")
    assert signed_in("operator").get("/console/mailings/").context["held"] == 1


def test_a_link_that_is_held_leads_to_its_payout(signed_in: SignedIn) -> None:
    case = paid_case()
    move([case.message.pk], "held", cause="nobody can be asked: a person decides", by=PLANNER)
    page = signed_in("operator").get(LIST).content.decode()
    assert f'href="/console/payouts/{case.payout.number}/"' in page
