"""What was sent to somebody is shown and proved, also after the address was erased."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pytest
import time_machine
from django.db import connection
from django.test.utils import CaptureQueriesContext

from claims.desk.proof_views import Shown
from foundation.trail.actor import Actor
from notifications.models import Attempt, DeliveryReport, Message
from notifications.purging import ADDRESSES, purge_addresses
from notifications.transitions import move
from tests.claims.desk.conftest import SignedIn
from tests.factories.cases import Case, paid_case
from tests.factories.notifications import PLANNER, planned

pytestmark = pytest.mark.django_db

BY = Actor.system("purge_addresses")


def asked(signed_in: SignedIn, typed: str, offices: tuple[str, ...] = ("kumamoto",)) -> list[Shown]:
    page = signed_in("operator", offices=offices).post("/console/proof/", {"text": typed})
    return list(page.context["found"])


def sent() -> Case:
    case = paid_case()
    move([case.message.pk], "accepted", cause="reported", by=PLANNER)
    move([case.message.pk], "delivered", cause="reported", by=PLANNER)
    case.message.refresh_from_db()
    return case


def report(message: Message, says: str, key: str, their_id: str = "") -> None:
    DeliveryReport.objects.create(
        provider="stub", event_key=key, reference=None if their_id else message.reference, provider_id=their_id,
        says=says, signed=True, raw=b"{}",
        received_at=datetime(2023, 4, 5, tzinfo=UTC),
    )  # fmt: skip


def test_a_message_is_found_by_every_number_and_contact(signed_in: SignedIn) -> None:
    case = sent()
    names = [case.coupon.inquiry_number, case.payout.number, case.coupon.app_phone, f"0{case.coupon.app_phone[3:]}"]
    found = [[shown.proof.message.pk for shown in asked(signed_in, name)] for name in names]
    assert found == [[case.message.pk]] * 4


def test_it_says_what_was_sent_and_that_nobody_changed_it(signed_in: SignedIn) -> None:
    case = sent()
    [shown] = asked(signed_in, case.payout.number)
    assert (shown.proof.text_proved, shown.proof.steps_proved, shown.state.en) == (True, 3, "Delivered")
    assert "/r/…" in shown.body
    assert "/r/abc" not in shown.body


@pytest.mark.parametrize(
    ("state", "words"),
    [
        ("planned", "It has not been sent. It goes out once its mailing is released and its day has come."),
        ("ready", "It has not been sent yet; it goes out soon."),
        ("unknown", "Whether it was sent is being found out from the provider. It is not sent twice."),
        ("held", "Whether it was sent cannot be found out by itself: a supervisor asks the provider and decides."),
        ("cancelled", "It was cancelled and not sent."),
    ],
)
def test_one_sentence_says_where_it_stands(signed_in: SignedIn, state: str, words: str) -> None:
    case = paid_case()
    Message.objects.filter(pk=case.message.pk).update(state=state)
    [shown] = asked(signed_in, case.payout.number)
    assert shown.sentence.en == words


def test_one_sentence_says_that_it_never_arrived(signed_in: SignedIn) -> None:
    case = paid_case()
    Message.objects.filter(pk=case.message.pk).update(state="rejected")
    [shown] = asked(signed_in, case.payout.number)
    assert shown.sentence.en.startswith("It did not arrive. Where there is another contact it goes there by itself")


def test_one_sentence_says_when_it_was_taken_and_whether_it_arrived(signed_in: SignedIn) -> None:
    case = paid_case()
    with time_machine.travel(datetime(2023, 4, 5, 1, 30, tzinfo=UTC), tick=False):
        move([case.message.pk], "accepted", cause="accepted", by=PLANNER)
    [shown] = asked(signed_in, case.payout.number)
    assert (
        shown.sentence.en == "The provider took it on Wed, 5 Apr 2023, 10:30 JST. Whether it arrived is not known yet."
    )
    move([case.message.pk], "undelivered", cause="reported", by=PLANNER)
    [shown] = asked(signed_in, case.payout.number)
    assert shown.sentence.ja == "届きませんでした。ほかの連絡先があれば自動で送り、なければ「要対応」に出ます。"
    move([case.message.pk], "delivered", cause="reported", by=PLANNER)
    [shown] = asked(signed_in, case.payout.number)
    assert shown.sentence.ja.endswith("に配信事業者が受け付け、届いたと知らせがありました。")


def test_an_altered_text_and_a_broken_chain_are_said(signed_in: SignedIn) -> None:
    case = sent()
    Message.objects.filter(pk=case.message.pk).update(body_hash=bytes(32))
    [shown] = asked(signed_in, case.payout.number)
    assert (shown.proof.text_proved, shown.proof.steps_proved) == (False, None)


def test_reports_that_contradict_are_kept_and_marked(signed_in: SignedIn) -> None:
    case = sent()
    report(case.message, "delivered", "1")
    report(case.message, "undelivered", "2")
    [shown] = asked(signed_in, case.payout.number)
    told = [(heard.report.says, heard.contradicts) for heard, _ in shown.reports]
    assert told == [("delivered", False), ("undelivered", True)]


def test_a_report_that_carries_the_providers_number_alone_is_shown(signed_in: SignedIn) -> None:
    case = sent()
    Message.objects.filter(pk=case.message.pk).update(valid_until=datetime(2023, 4, 4, tzinfo=UTC))
    Attempt.objects.create(
        message=case.message, number=1, provider="stub", provider_id="theirs-1", request_hash=bytes(32),
        started_at=datetime(2023, 4, 4, tzinfo=UTC), ended_at=datetime(2023, 4, 4, tzinfo=UTC), outcome="accepted",
    )  # fmt: skip
    report(case.message, "delivered", "1", their_id="theirs-1")
    [shown] = asked(signed_in, case.payout.number)
    told = [(heard.report.says, heard.by_their_id, heard.late, heard.contradicts) for heard, _ in shown.reports]
    assert told == [("delivered", True, True, False)]


def test_the_proof_holds_after_the_address_was_erased(signed_in: SignedIn) -> None:
    case = sent()
    with time_machine.travel(case.message.recorded_at + timedelta(days=ADDRESSES.days + 1), tick=False):
        assert purge_addresses(by=BY) == 1
        assert purge_addresses(by=BY) == 0
        [shown] = asked(signed_in, case.coupon.app_phone)
    assert (shown.proof.text_proved, shown.proof.steps_proved) == (True, 3)
    assert (shown.address[-4:], case.coupon.app_phone in shown.address) == (case.coupon.app_phone[-4:], False)
    assert bytes(Message.objects.get().address_sealed) == b""


def test_what_may_still_be_sent_keeps_its_address() -> None:
    [message] = planned()
    with time_machine.travel(message.recorded_at + timedelta(days=ADDRESSES.days + 1), tick=False):
        assert purge_addresses(by=BY) == 0


def test_a_colleague_of_another_office_finds_nothing(signed_in: SignedIn) -> None:
    case = sent()
    assert asked(signed_in, case.coupon.app_phone, ("nara",)) == []


def test_nobody_else_opens_it(signed_in: SignedIn) -> None:
    assert signed_in("prefecture_officer").get("/console/proof/").status_code == 403


def test_an_empty_question_is_refused(signed_in: SignedIn) -> None:
    assert signed_in("operator").post("/console/proof/", {"text": ""}).status_code == 422


def test_an_e_mail_address_is_found_in_any_case(signed_in: SignedIn) -> None:
    paid_case()
    [message] = planned(scope="kumamoto", channel="email", address="Taro@Example.jp", title="件名", body="本文")
    [shown] = asked(signed_in, "taro@example.JP")
    assert (shown.proof.message.pk, shown.proof.title, shown.body) == (message.pk, "件名", "本文")


def test_more_messages_cost_few_questions_each(signed_in: SignedIn) -> None:
    paid_case()
    browser = signed_in("operator")
    browser.post("/console/proof/", {"text": "090-9999-8888"})
    counts = []
    for _ in range(2):
        planned(scope="kumamoto", address="+819099998888")
        with CaptureQueriesContext(connection) as queries:
            browser.post("/console/proof/", {"text": "090-9999-8888"})
        counts.append(len(queries))
    assert counts[1] - counts[0] == 6
